"""The power is cut 10 times while two processes keep photos with their rows.

With the storage of the house every row that survived has its whole file; with
Django's own, rows point at files that are empty or gone.
"""

import io
import json
import shutil
import tempfile
from pathlib import Path

from . import Outcome, power
from .loop_disk import loop_disk

CUTS, TWIN_CUTS, WRITERS = 10, 3, 2
DJANGOS = "django.core.files.storage.FileSystemStorage"


def drill() -> Outcome:
    folder = Path(tempfile.mkdtemp(prefix="xiangyin-cut-"))
    try:
        power.begin(folder)
        power.open_office()
        kept = cuts(folder, times=CUTS)
        loose = cuts(folder, times=TWIN_CUTS, storage=DJANGOS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return Outcome(
        held=kept.lost == kept.damaged == 0 and not kept.sick and kept.noted > CUTS,
        figure=f"{kept.cuts} cuts, {kept.noted:,} acknowledged tips with a photo:"
        f" {kept.lost} lost, {kept.damaged} rows whose file is missing or not whole",
        bites=loose.damaged > 0,
        twin=f"FileSystemStorage: {loose.damaged:,} rows without a whole file"
        f" ({loose.noted:,} were acknowledged), in {loose.cuts_with_loss} of"
        f" {loose.cuts} cuts",
    )


def cuts(folder: Path, *, times: int, storage: str = "") -> power.Tally:
    from django.conf import settings
    from django.core.files.storage import default_storage, storages
    from django.utils.module_loading import import_string

    tally = power.Tally()
    with loop_disk(256) as disk:
        disk.keep(folder / "xiangyin.sqlite3")
        power.use_database(NAME=disk.at / "xiangyin.sqlite3")
        settings.MEDIA_ROOT = str(disk.at / "media")
        kind = import_string(storage or settings.STORAGES["default"]["BACKEND"])
        default_storage._wrapped = storages._storages["default"] = kind(
            location=settings.MEDIA_ROOT
        )
        for turn in range(times):
            notes = Path(tempfile.mkdtemp(dir=folder))
            writers = [
                power.forked(
                    power.send_tips, notes / f"notes-{n}", photos=a_photo, quiet=True
                )
                for n in range(WRITERS)
            ]
            noted = power.cut_while(disk, notes, writers, turn=turn)
            disk.unmount()
            disk.mount()
            well = power.ended(power.forked(examine, noted, notes / "found"))
            found = json.loads((notes / "found").read_text()) if well else {}
            tally.add(
                noted=len(noted),
                lost=found.get("lost", 0),
                damaged=found.get("damaged", 0),
                sick="" if well else "no answer",
            )
            if not well:
                break  # nothing to go on from
        power.close()
    return tally


def a_photo() -> list:
    from tests.factories.newsroom import a_photo

    return [a_photo(size=(320, 240))]


def examine(noted: set[str], answer: Path) -> None:
    """In a process of its own: what is not there, and which file is not whole?

    A row found damaged is taken away, so that the next cut does not count it again.
    """
    from xiangyin.kernel.models import Picture
    from xiangyin.newsroom.models import TipPhoto

    lost = noted - power.kept_keys()
    damaged = [each.pk for each in Picture.objects.all() if not is_whole(each)]
    TipPhoto.objects.filter(picture__in=damaged).delete()
    Picture.objects.filter(pk__in=damaged).delete()
    answer.write_text(json.dumps({"lost": len(lost), "damaged": len(damaged)}))


def is_whole(picture) -> bool:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(Path(picture.file.path).read_bytes())) as image:
            image.load()
    except OSError:
        return False
    return True
