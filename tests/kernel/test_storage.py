"""A file is on the disk, whole, before its name appears and before any row has it."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils import timezone

from tests.factories.newsroom import a_photo
from xiangyin.kernel.models import Picture
from xiangyin.kernel.services.files import named_files, sweep_files
from xiangyin.kernel.services.pictures import keep_photo
from xiangyin.kernel.storage import DurableStorage


@pytest.fixture
def steps(monkeypatch):
    """What is flushed and named, in order: a file, its name, the folder."""
    seen = []
    flush, link = os.fsync, os.link

    def tell_flush(number):
        kind = "folder" if os.path.isdir(f"/proc/self/fd/{number}") else "file"
        seen.append(f"flush {kind}")
        return flush(number)

    def tell_link(source, target):
        seen.append("name")
        return link(source, target)

    monkeypatch.setattr(os, "fsync", tell_flush)
    monkeypatch.setattr(os, "link", tell_link)
    return seen


def test_a_file_is_flushed_then_named_then_its_folder_is_flushed(steps, tmp_path):
    DurableStorage(location=tmp_path).save("a.txt", ContentFile(b"tea"))

    assert steps == ["flush file", "name", "flush folder"]


def test_djangos_own_storage_flushes_nothing(steps, tmp_path):
    FileSystemStorage(location=tmp_path).save("a.txt", ContentFile(b"tea"))

    assert steps == []


def test_each_new_folder_is_flushed_into_the_one_above(steps, tmp_path):
    name = DurableStorage(location=tmp_path).save("2026/03/a.txt", ContentFile("茶"))

    assert steps == ["flush folder"] * 2 + ["flush file", "name", "flush folder"]
    assert (name, (tmp_path / name).read_text()) == ("2026/03/a.txt", "茶")


def test_two_files_of_one_name_are_two_files(tmp_path, monkeypatch):
    """Also when the second looked for a free name before the first had taken it."""
    storage = DurableStorage(location=tmp_path)
    monkeypatch.setattr(storage, "exists", lambda name: False)
    first = storage.save("a.txt", ContentFile(b"one"))
    monkeypatch.undo()

    name = storage._save("a.txt", ContentFile(b"two"))

    assert (first, name != first) == ("a.txt", True)
    kept = [(tmp_path / each).read_bytes() for each in (first, name)]
    assert (kept, len(list(tmp_path.iterdir()))) == ([b"one", b"two"], 2)


def test_an_upload_that_lay_in_a_file_is_copied_and_flushed(steps, tmp_path):
    with TemporaryUploadedFile("a.bin", "text/plain", 3, None) as upload:
        upload.write(b"tea")
        upload.seek(0)

        name = DurableStorage(location=tmp_path).save("a.bin", upload)

    assert steps == ["flush file", "name", "flush folder"]
    assert (tmp_path / name).read_bytes() == b"tea"


def test_a_write_that_fails_leaves_no_name_and_no_litter(tmp_path):
    class Broken(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"half"
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        DurableStorage(location=tmp_path).save("a.txt", Broken(b""))

    assert list(tmp_path.iterdir()) == []


def test_folders_and_files_get_the_modes_that_are_asked_for(tmp_path):
    storage = DurableStorage(
        location=tmp_path,
        file_permissions_mode=0o640,
        directory_permissions_mode=0o750,
    )

    name = storage.save("in/a.txt", ContentFile(b"tea"))

    modes = [(tmp_path / each).stat().st_mode & 0o777 for each in ("in", name)]
    assert modes == [0o750, 0o640]


@pytest.fixture
def office(county, settings, tmp_path):
    """A county whose files lie in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    return county


def kept_picture(office) -> Picture:
    return keep_photo(a_photo(), unit=office, by=None, title="茶山")


def lie(path: Path, *, days: int) -> Path:
    """A file that was written so many days ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    then = (timezone.now() - timedelta(days=days)).timestamp()
    os.utime(path, (then, then))
    return path


def test_a_picture_and_its_sizes_are_flushed_before_their_rows(office, steps):
    picture = kept_picture(office)
    of_picture = list(steps)
    steps.clear()

    picture.get_rendition("width-20")

    assert of_picture[-3:] == ["flush file", "name", "flush folder"]
    assert steps[-3:] == ["flush file", "name", "flush folder"]


def test_the_sweep_takes_old_files_that_no_row_names(office, settings):
    picture = kept_picture(office)
    picture.get_rendition("width-20")
    folder = Path(picture.file.path).parent
    lie(folder / "orphan.jpg", days=8)
    lie(folder / ".half.part", days=2)
    young = [lie(folder / "young.jpg", days=6), lie(folder / ".new.part", days=0)]
    apart = lie(Path(settings.MEDIA_ROOT) / "of-the-operator" / "a.txt", days=99)

    swept = sweep_files(now=timezone.now() + timedelta(minutes=1))

    left = {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}
    named = {Path(settings.MEDIA_ROOT) / name for name in named_files()}
    assert (swept, left) == (2, {*named, *young, apart})


def test_what_rows_name_is_never_swept_however_old(office):
    picture = kept_picture(office)

    sweep_files(now=timezone.now() + timedelta(days=400))

    assert Path(picture.file.path).exists()


def test_with_another_database_nothing_is_swept(office, caplog):
    """A database put back from last year names few of the files: they stay."""
    folder = Path(kept_picture(office).file.path).parent
    for number in range(21):
        lie(folder / f"{number}.jpg", days=30)

    swept = sweep_files(now=timezone.now())

    assert (swept, len(list(folder.iterdir()))) == (0, 22)
    assert "Is this the right database?" in caplog.text
