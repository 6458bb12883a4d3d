"""Unpacking archives that may be hostile."""

import io
import tarfile
import zipfile

import pytest

from autograder.grading import archives
from autograder.grading.archives import RefusedArchive, SafeExtractor, unpack
from autograder.grading.marks import course_directory
from autograder.tests.conftest import ROOT


def zipped(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def tarred(path, *infos):
    with tarfile.open(path, "w:gz") as archive:
        for info in infos:
            archive.addfile(info, io.BytesIO(b"x" * info.size))
    return path


def files(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_the_files_of_honest_archives_are_unpacked(tmp_path):
    zipped(tmp_path / "a.zip", {"amina/lesson.ipynb": "{}"})
    info = tarfile.TarInfo("bruno/lesson.ipynb")
    info.size = 2
    tarred(tmp_path / "b.tar.gz", info)
    unpack(tmp_path / "a.zip", tmp_path / "out")
    unpack(tmp_path / "b.tar.gz", tmp_path / "out")
    assert files(tmp_path / "out") == {"amina/lesson.ipynb", "bruno/lesson.ipynb"}


@pytest.mark.parametrize("name", ["../out.ipynb", "/etc/x", "a/../../b", "C:/x", "..\\x"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path, name):
    with pytest.raises(RefusedArchive, match="leads out of its folder"):
        unpack(zipped(tmp_path / "a.zip", {name: "x"}), tmp_path / "out")
    assert files(tmp_path) == {"a.zip"}


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE])
def test_a_link_or_a_special_file_in_a_tar_is_refused(tmp_path, kind):
    info = tarfile.TarInfo("link")
    info.type, info.linkname = kind, "/etc/passwd"
    with pytest.raises(RefusedArchive, match="link or a special file"):
        unpack(tarred(tmp_path / "a.tgz", info), tmp_path / "out")


def test_a_link_in_a_zip_is_refused(tmp_path):
    info = zipfile.ZipInfo("link")
    info.external_attr = 0o120777 << 16
    with pytest.raises(RefusedArchive, match="link or a special file"):
        unpack(zipped(tmp_path / "a.zip", {info: "/etc/passwd"}), tmp_path / "out")


def test_a_bomb_is_refused_before_it_fills_the_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "LARGEST_NOTEBOOK", 2_000_000)
    path = zipped(tmp_path / "a.zip", {"zeros.ipynb": bytes(20_000_000)})
    assert path.stat().st_size < 30_000
    with pytest.raises(RefusedArchive, match="too large"):
        unpack(path, tmp_path / "out")
    assert files(tmp_path / "out") == set()


def test_many_files_and_many_bytes_in_all_are_refused(tmp_path, monkeypatch):
    path = zipped(tmp_path / "a.zip", {f"{number}.ipynb": "x" * 100 for number in range(30)})
    with pytest.raises(RefusedArchive, match="too large"):
        unpack(path, tmp_path / "out", most_bytes=1000)
    monkeypatch.setattr(archives, "MOST_MEMBERS", 10)
    with pytest.raises(RefusedArchive, match="more than 10 files"):
        unpack(path, tmp_path / "more")


def test_the_extractor_goes_on_and_follows_archives_only_so_deep(tmp_path):
    packed = tmp_path / "packed"
    packed.mkdir()
    deep = b"x"
    for name in ("c.ipynb", "b.zip", "a.zip", "amina.zip"):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            archive.writestr(name, deep)
        deep = content.getvalue()
    (packed / "class.zip").write_bytes(deep)
    (packed / "damaged.zip").write_bytes(b"PK\x03\x04 nothing")
    (packed / "plain.ipynb").write_text("{}")
    (packed / "link.ipynb").symlink_to("/etc/passwd")
    SafeExtractor().extract(str(packed), str(tmp_path / "out"))
    assert files(tmp_path / "out") == {
        "plain.ipynb",
        "class/amina.zip",
        "class/amina/a.zip",
    }


def test_the_shared_configuration_uses_it():
    config = course_directory(ROOT / "course1_nn_dl").config
    assert config.ZipCollectApp.extractor_plugin is SafeExtractor
