"""Unpacking what an LMS hands out, for `nbgrader zip_collect`, without trusting what is inside.

nbgrader's own extractor unpacks whatever there is: 300 kilobytes may become 300 megabytes, and
archives inside archives are followed without end.
"""

import gzip
import lzma
import os
import shutil
import stat
import tarfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from nbgrader.plugins import ExtractorPlugin

from autograder.grading.regular_files import LARGEST_NOTEBOOK

ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz")
MOST_MEMBERS = 20_000
# Of an archive, and of one inside an archive: a student's own.
MOST_BYTES, MOST_BYTES_INSIDE = 5_000_000_000, 200_000_000
DEEPEST = 2
PIECE = 1_000_000

DAMAGED = (zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile, lzma.LZMAError, zlib.error)


class RefusedArchive(Exception):
    """An archive is not unpacked any further; the message says why."""


class SafeExtractor(ExtractorPlugin):
    """Takes the place of nbgrader's extractor. What it refuses it names, and goes on."""

    def extract(self, archive_path, extracted_path):
        for folder, _, names in os.walk(archive_path):
            target = Path(extracted_path, os.path.relpath(folder, archive_path))
            for name in sorted(names):
                self._take(Path(folder, name), target, depth=0)

    def _take(self, path, target, depth):
        target.mkdir(parents=True, exist_ok=True)
        if not stat.S_ISREG(os.lstat(path).st_mode):
            self.log.error("%s is not taken: it is a link or a special file", path)
        elif path.suffix not in ARCHIVES:
            if path.parent != target:
                shutil.copyfile(path, target / path.name)
        elif depth >= DEEPEST:
            self.log.error("%s is not unpacked: it is an archive in an archive in an archive", path)
        else:
            folder = target / path.name.removesuffix(path.suffix).removesuffix(".tar")
            try:
                unpack(path, folder, MOST_BYTES_INSIDE if depth else MOST_BYTES)
            except (RefusedArchive, OSError, EOFError, RuntimeError, *DAMAGED) as error:
                self.log.error("%s is not unpacked any further: %s", path, error)
            if folder.is_dir():
                for inside in sorted(folder.rglob("*")):
                    if inside.suffix in ARCHIVES and inside.is_file():
                        self._take(inside, inside.parent, depth + 1)


def unpack(path, folder, most_bytes=MOST_BYTES):
    """Unpack an archive's plain files into a new folder.

    Raises RefusedArchive for a name that leads elsewhere, a link, a file larger than a notebook may
    be, and more files or bytes than there may be, whatever the archive's own table says.
    """
    left = most_bytes
    for number, (name, is_plain, open_member) in enumerate(_members(path)):
        place = PurePosixPath(name.replace("\\", "/"))
        if place.is_absolute() or ".." in place.parts or ":" in name:
            raise RefusedArchive(f"the name {name!r} leads out of its folder")
        if not is_plain:
            raise RefusedArchive(f"{name!r} is a link or a special file")
        if number >= MOST_MEMBERS:
            raise RefusedArchive(f"it holds more than {MOST_MEMBERS:,} files")
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        with open_member() as member, target.open("wb") as file:
            size = 0
            while piece := member.read(PIECE):
                size += len(piece)
                left -= len(piece)
                if (size > LARGEST_NOTEBOOK and target.suffix not in ARCHIVES) or left < 0:
                    file.close()
                    target.unlink()
                    raise RefusedArchive(f"{name!r} is too large")
                file.write(piece)


def _members(path):
    """(name, whether it is a plain file, a function that opens it) of each file in an archive."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                if not info.is_dir():
                    kind = stat.S_IFMT(info.external_attr >> 16)
                    is_plain = kind in (0, stat.S_IFREG)
                    yield info.filename, is_plain, lambda info=info: archive.open(info)
        return
    with tarfile.open(path) as archive:
        for info in archive:
            if not info.isdir():
                yield info.name, info.isreg(), lambda info=info: archive.extractfile(info)
