import numpy as np
import pytest
from PIL import Image

from shared_utils import images
from shared_utils.datasets import load_clothes
from shared_utils.images import load_picture, match_clothes_style


@pytest.fixture
def stripes(tmp_path):
    """A picture 60 wide and 20 high: red, green and blue thirds from left to right."""
    pixels = np.zeros((20, 60, 3), dtype=np.uint8)
    for third in range(3):
        pixels[:, 20 * third : 20 * (third + 1), third] = 255
    path = tmp_path / "stripes.png"
    Image.fromarray(pixels).save(path)
    return path


@pytest.mark.parametrize(("channels", "height", "width"), [(1, 28, 28), (3, 32, 32), (3, 5, 40)])
def test_shape_and_dtype(stripes, channels, height, width):
    picture = load_picture(stripes, height, width, channels)
    assert picture.shape == (1, height, width, channels)
    assert picture.dtype == np.uint8
    picture[:] = 0


def test_the_centre_is_kept_without_stretching(stripes):
    square = load_picture(stripes, 10, 10, 3)[0, 2:-2, 2:-2].astype(int)
    assert (np.abs(square - [0, 255, 0]) <= 2).all()
    wide = load_picture(str(stripes), 10, 30, 3)[0, 5]
    assert wide[0].tolist() == [255, 0, 0]
    assert wide[-1].tolist() == [0, 0, 255]


def test_grey(stripes):
    grey = load_picture(stripes, 20, 60, 1)[0, 10, :, 0]
    assert grey[[5, 30, 55]].tolist() == [76, 150, 29]


def test_relative_path(stripes, monkeypatch):
    monkeypatch.chdir(stripes.parent)
    assert load_picture("stripes.png", 4, 4, 3).shape == (1, 4, 4, 3)


def test_exif_orientation(tmp_path):
    # A camera held upright stores the picture lying and notes how to turn it.
    lying = Image.fromarray(np.repeat(np.uint8([[0, 255]]), 20, axis=0).repeat(20, axis=1))
    exif = Image.Exif()
    exif[0x0112] = 6
    path = tmp_path / "photo.jpg"
    lying.save(path, exif=exif)
    picture = load_picture(path, 40, 20, 1)[0, :, :, 0]
    assert picture[2:15].max() < 30
    assert picture[-15:-2].min() > 225


def test_transparent_parts_become_white(tmp_path):
    pixels = np.zeros((10, 10, 4), dtype=np.uint8)
    pixels[:, :5] = [255, 0, 0, 255]
    path = tmp_path / "logo.png"
    Image.fromarray(pixels).save(path)
    picture = load_picture(path, 10, 10, 3)[0]
    assert picture[5, 1].tolist() == [255, 0, 0]
    assert picture[5, 8].tolist() == [255, 255, 255]


def test_missing_file_lists_the_pictures_there(stripes):
    (stripes.parent / "notes.txt").write_text("")
    with pytest.raises(FileNotFoundError) as caught:
        load_picture(stripes.parent / "stripe.png", 28, 28, 1)
    message = str(caught.value)
    assert "no file stripe.png" in message
    assert str(stripes.parent) in message
    assert message.endswith("The pictures there: stripes.png.")


def test_missing_file_in_a_folder_with_no_or_many_pictures(tmp_path):
    with pytest.raises(FileNotFoundError, match="holds no pictures"):
        load_picture(tmp_path / "me.png", 28, 28, 1)
    for number in range(12):
        (tmp_path / f"{number:02}.JPG").touch()
    with pytest.raises(FileNotFoundError, match=r"09\.JPG and 2 more"):
        load_picture(tmp_path / "me.png", 28, 28, 1)


def test_missing_folder_and_folder_as_file(stripes):
    with pytest.raises(FileNotFoundError, match="There is no folder"):
        load_picture(stripes.parent / "nowhere" / "me.png", 28, 28, 1)
    with pytest.raises(FileNotFoundError, match=r"is a folder.*stripes\.png"):
        load_picture(stripes.parent, 28, 28, 1)


def test_not_a_picture(tmp_path):
    path = tmp_path / "essay.png"
    path.write_text("words")
    with pytest.raises(ValueError, match="not a picture that Pillow can read"):
        load_picture(path, 28, 28, 1)


@pytest.mark.parametrize("ending", [".png", ".jpg"])
def test_half_a_picture(tmp_path, ending):
    path = tmp_path / f"noise{ending}"
    noise = np.random.default_rng(0).integers(0, 256, (100, 100, 3), dtype=np.uint8)
    Image.fromarray(noise).save(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(ValueError, match="cannot be read to its end"):
        load_picture(path, 28, 28, 1)


def test_too_many_pixels(stripes, monkeypatch):
    monkeypatch.setattr(images, "MOST_PIXELS", 1000)
    with pytest.raises(ValueError, match="more than 1,000 pixels"):
        load_picture(stripes, 28, 28, 1)


def test_decompression_bomb(stripes, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    with pytest.raises(ValueError, match="too many to open safely"):
        load_picture(stripes, 28, 28, 1)


def test_sixteen_bit_grey_is_refused(tmp_path):
    path = tmp_path / "scan.png"
    Image.fromarray(np.full((10, 10), 30_000, dtype=np.uint16)).save(path)
    with pytest.raises(ValueError, match="8-bit"):
        load_picture(path, 28, 28, 1)


@pytest.mark.parametrize("channels", [0, 2, 4, "RGB"])
def test_unsupported_channels(stripes, channels):
    with pytest.raises(ValueError, match="channels must be 1"):
        load_picture(stripes, 28, 28, channels)


def test_unsupported_size(stripes):
    with pytest.raises(ValueError, match="at least 1"):
        load_picture(stripes, 0, 28, 3)


@pytest.mark.parametrize("light_background", [True, False])
def test_match_clothes_style_finds_the_garment_again(light_background):
    # A boot, six times as large, off centre on a plain background.
    clothes = load_clothes()
    boots = clothes.test_labels == clothes.class_names.index("ankle boot")
    boot = clothes.test_images[boots][0, :, :, 0]
    garment = boot.repeat(6, axis=0).repeat(6, axis=1)
    photo = np.zeros((400, 300), dtype=np.uint8)
    photo[30 : 30 + 168, 20 : 20 + 168] = garment
    if light_background:
        photo = 255 - photo
    found = match_clothes_style(photo.reshape(1, 400, 300, 1))
    assert found.shape == (1, 28, 28, 1)
    assert found.dtype == np.uint8
    assert np.abs(found[0, :, :, 0].astype(int) - boot).mean() < 10


def test_match_clothes_style_centres_a_narrow_garment():
    photo = np.full((1, 100, 100, 1), 230, dtype=np.uint8)
    photo[0, 5:95, 10:40] = 40
    filled = match_clothes_style(photo)[0, :, :, 0] > 100
    assert filled.any(axis=1).all()
    columns = np.flatnonzero(filled.any(axis=0))
    assert abs(columns[0] - (27 - columns[-1])) <= 1
    assert 8 <= columns.size <= 10


def test_match_clothes_style_without_a_garment():
    with pytest.raises(ValueError, match="Nothing in this picture stands out"):
        match_clothes_style(np.full((1, 50, 50, 1), 200, dtype=np.uint8))


@pytest.mark.parametrize(
    "image",
    [
        np.zeros((28, 28), dtype=np.uint8),
        np.zeros((1, 28, 28, 3), dtype=np.uint8),
        np.zeros((2, 28, 28, 1), dtype=np.uint8),
        np.zeros((1, 28, 28, 1)),
    ],
)
def test_match_clothes_style_refuses_other_arrays(image):
    with pytest.raises(ValueError, match="one grey picture"):
        match_clothes_style(image)
