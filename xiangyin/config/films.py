"""The films, as files: whole, or the piece that a player asks for.

A film on a public page is everybody's. Every other is there only for whom its rights
reach; for all others it is *missing*, like a file that does not exist.
"""

import re
from pathlib import Path, PurePath

from django.conf import settings
from django.http import FileResponse, HttpResponse, HttpResponseNotModified
from django.utils.http import http_date, parse_http_date_safe
from django.views.decorators.http import require_safe

from xiangyin.newsroom.models import Film

from .media import PRIVATE, PUBLIC, missing

# What our own hand writes; a browser is told exactly this and may guess nothing.
KINDS = {".mp4": "video/mp4", ".m4a": "audio/mp4", ".mp3": "audio/mpeg"}
PIECE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
# Without nginx a listener on a slow line holds one of few threads for as long as an
# answer takes. A player asks for the next piece by itself.
LONGEST = 2 * 1024 * 1024


@require_safe
def film(request, path):
    """Serve a film, or a piece of it (RFC 9110, 14)."""
    kind = KINDS.get(PurePath(path).suffix.lower())
    if kind is None or not path.isprintable():
        return missing()
    films = Film.objects.filter(file=path)
    is_public = films.public().exists()
    if not is_public and not _knows_of(request.user, films):
        return missing()
    try:
        return _answer(request, Path(settings.MEDIA_ROOT, path), kind, is_public)
    except FileNotFoundError:
        return missing()


def _knows_of(person, films) -> bool:
    return person.is_authenticated and films.seen_by(person).exists()


def _answer(request, path: Path, kind: str, is_public: bool) -> HttpResponse:
    told = path.stat()
    # A file never changes under its name: the name is what tells it from others.
    mark = f'"{path.stem}"'
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": PUBLIC if is_public else PRIVATE,
        "ETag": mark,
        "Last-Modified": http_date(told.st_mtime),
        "X-Content-Type-Options": "nosniff",
    }
    if request.headers.get("If-None-Match") == mark:
        return HttpResponseNotModified(headers=headers)
    asked = _piece(request, mark, told)
    if asked is None:
        return FileResponse(path.open("rb"), content_type=kind, headers=headers)
    begins, ends = asked
    if begins >= told.st_size:
        headers["Content-Range"] = f"bytes */{told.st_size}"
        return HttpResponse(status=416, headers=headers, content_type=kind)
    headers["Content-Range"] = f"bytes {begins}-{ends}/{told.st_size}"
    with path.open("rb") as file:
        file.seek(begins)
        piece = file.read(ends - begins + 1)
    return HttpResponse(piece, status=206, headers=headers, content_type=kind)


def _piece(request, mark: str, told) -> tuple[int, int] | None:
    """The first and the last byte that are asked for; None for the whole file.

    Several pieces at once, and pieces of what is no longer this file, are the whole.
    """
    asked = PIECE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if asked is None or asked.groups() == ("", ""):
        return None
    unless = request.headers.get("If-Range", mark)
    if unless != mark and parse_http_date_safe(unless) != int(told.st_mtime):
        return None
    first, last = asked.groups()
    if not first:
        begins, ends = max(0, told.st_size - int(last)), told.st_size - 1
        begins = begins if int(last) else told.st_size
    else:
        begins, ends = int(first), int(last) if last else told.st_size - 1
        if last and ends < begins:
            return None
    return begins, min(ends, told.st_size - 1, begins + LONGEST - 1)
