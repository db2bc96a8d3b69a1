"""Keeping the videos and recordings that staff bring: written anew, never as sent."""

import hashlib
import secrets
import shutil
from base64 import b64decode
from dataclasses import dataclass
from io import BufferedRandom
from tempfile import TemporaryFile

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from xiangyin.engines import child, films
from xiangyin.kernel.services.pictures import keep_pixels

from ..models import Film

MEGABYTE = 1024 * 1024
# What one film may cost, in a process of its own: it is copied, not made smaller.
CPU_SECONDS, WALL_SECONDS, MEMORY = 60, 60, 1024 * MEGABYTE
NAMES = {"hevc": "HEVC (H.265)", "vp9": "VP9", "av1": "AV1", "mpeg4": "MPEG-4 ASP"}


def most_bytes() -> int:
    """How large a film may be, as the operator says."""
    return settings.XIANGYIN_FILM_MEGABYTES * MEGABYTE


@dataclass
class WrittenAnew:
    """A film that we have written ourselves, and what is known of it."""

    file: BufferedRandom
    kind: str
    ending: str
    seconds: float
    width: int | None = None
    height: int | None = None
    still: bytes | None = None


def write_anew(upload) -> WrittenAnew:
    """Read a film in a child process and write it anew.

    Raises ``ValidationError`` saying what is wrong with the file and what to do.
    """
    if upload.size > most_bytes():
        raise ValidationError(
            _("The file is larger than %(most)d MB: export it smaller (1080p or 720p).")
            % {"most": settings.XIANGYIN_FILM_MEGABYTES}
        )
    # Lives until the film is kept, and is nobody's when it is not.
    made = TemporaryFile()  # noqa: SIM115
    with TemporaryFile() as source:
        upload.seek(0)
        shutil.copyfileobj(upload, source)
        source.flush()
        try:
            told = child.make(
                "xiangyin.engines.films:film",
                source.fileno(),
                made.fileno(),
                # The table of contents and sound written anew may make it larger.
                most=2 * most_bytes(),
                cpu=CPU_SECONDS,
                wall=WALL_SECONDS,
                memory=MEMORY,
            )
        except child.ChildError as error:
            raise ValidationError(_why_not(error.reason)) from error
    if not isinstance(told, dict) or "refused" in told:
        raise ValidationError(_refusal(told))
    still = told.pop("still", None)
    return WrittenAnew(file=made, still=still and b64decode(still), **told)


def _why_not(reason: str) -> str:
    if reason in ("too slow", "too large"):
        return _("The file is too much to read at once: export it smaller.")
    return _(
        "The file is broken: it does not play to its end. Export it again and send it"
        " anew."
    )


def _refusal(told) -> str:
    if told["refused"] == films.UNKNOWN:
        return _(
            "That is no video or recording we can read. Export it as MP4 (H.264), or"
            " sound as MP3 or M4A."
        )
    if told["refused"] == films.NOTHING:
        return _("There is neither picture nor sound in the file.")
    if told["refused"] == films.COLOURS:
        return _(
            "The video is in colours (%(kind)s) that most phones do not show. Export it"
            " as MP4, H.264, 8 bit, without HDR."
        ) % {"kind": told["codec"]}
    kind = NAMES.get(told["codec"], told["codec"])
    return _(
        "The video is %(kind)s, which many phones and browsers do not play. Export it"
        " as MP4 with H.264, or set the camera to “most compatible”."
    ) % {"kind": kind}


@transaction.atomic
def keep_film(anew: WrittenAnew, *, title: str, county, by, still=None) -> Film:
    """Keep a film for ``county``; ``still`` are pixels to stand for it.

    Without them a video is stood for by a picture of its own.
    """
    film = Film(county=county, title=title, kind=anew.kind, seconds=anew.seconds)
    film.width, film.height = anew.width, anew.height
    pixels = still or anew.still
    if pixels:
        film.still = keep_pixels(pixels, unit=county, by=by, title=title)
    film.file_hash, film.size = _measured(anew.file)
    # A name that tells nothing and is never given twice: players keep what has it.
    name = f"{secrets.token_urlsafe(12)}.{anew.ending}"
    film.file.save(name, File(anew.file), save=False)
    film.save()
    return film


def _measured(file: BufferedRandom) -> tuple[str, int]:
    file.seek(0)
    told = hashlib.file_digest(file, "sha256").hexdigest()
    size = file.tell()
    file.seek(0)
    return told, size
