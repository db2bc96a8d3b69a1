"""What people send in as evidence: known by its bytes, within a size, never trusted.

A scan that is a picture is decoded in a child and written anew. A PDF or a recording is
the proof itself and stays as it is: nothing here opens it, and nobody is shown it but as
a download (decision 0040).
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

from xiangyin.kernel.services.pictures import SHEET, decode

from ..models import Evidence

MEGABYTE = 1024 * 1024
MOST_SCAN, MOST_RECORDING = 30 * MEGABYTE, 200 * MEGABYTE
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
RECORDINGS = {
    b"ID3": "mp3",
    b"\xff\xfb": "mp3",
    b"\xff\xf3": "mp3",
    b"\xff\xf2": "mp3",
    b"OggS": "ogg",
    b"fLaC": "flac",
    b"#!AMR": "amr",
}
MEDIA_TYPES = {
    "txt": "text/plain; charset=utf-8",
    "jpg": "image/jpeg",
    "pdf": "application/pdf",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "m4a": "audio/mp4",
    "wav": "audio/wav",
    "ogg": "audio/ogg",
    "flac": "audio/flac",
    "amr": "audio/amr",
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "ofd": "application/ofd",
}


@dataclass(frozen=True)
class Recognised:
    """What a file is, the ending it is kept under, and what of it is kept."""

    kind: str
    ending: str
    file: File


def recognised(upload) -> Recognised:
    """Say what ``upload`` is. Raises ``ValidationError`` for anything not expected."""
    upload.seek(0)
    head = upload.read(32)
    upload.seek(0)
    if head.startswith(PICTURES):
        pixels = decode(upload, kind=SHEET)
        return Recognised(Evidence.Kind.SCAN, "jpg", ContentFile(pixels.read()))
    if head.startswith(b"%PDF-"):
        within(upload, MOST_SCAN)
        return Recognised(Evidence.Kind.SCAN, "pdf", upload)
    ending = recording(head)
    if not ending:
        raise ValidationError(
            _(
                "“%(name)s” is neither a scan (JPEG, PNG, PDF) nor a recording (MP3,"
                " MP4, M4A, WAV, OGG)."
            )
            % {"name": upload.name}
        )
    within(upload, MOST_RECORDING)
    return Recognised(Evidence.Kind.RECORDING, ending, upload)


def recording(head: bytes) -> str:
    """The ending of a recording that begins so, or an empty string.

    >>> recording(b"\\x00\\x00\\x00\\x20ftypM4A "), recording(b"RIFF....WAVE")
    ('m4a', 'wav')
    >>> recording(b"<html>")
    ''
    """
    if head[4:8] == b"ftyp":
        return "m4a" if head[8:11] in (b"M4A", b"M4B") else "mp4"
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    return next(
        (ending for mark, ending in RECORDINGS.items() if head.startswith(mark)), ""
    )


def within(upload, most: int) -> None:
    """Raise ``ValidationError`` where an upload is larger than so many bytes."""
    if upload.size > most:
        raise ValidationError(
            _("“%(name)s” is larger than %(most)s MB: send a smaller one.")
            % {"name": upload.name, "most": most // MEGABYTE}
        )
