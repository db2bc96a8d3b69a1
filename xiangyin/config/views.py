"""Addresses that belong to no desk, and the page for when nothing can be saved."""

import errno
import sys
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults

FULL_DISK = {errno.ENOSPC, errno.EDQUOT}
FULL_SQLITE = 13  # SQLITE_FULL
FULL_POSTGRES = "53100"  # disk_full
COME_BACK = 60  # seconds


def healthz(request):
    """Say that the server answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


def server_error(request):
    """Answer for what a view could not catch, saying what to do where it is known.

    A full disk and a database that is away pass by themselves: 503, try again. All
    else is a mistake of the program: 500.
    """
    causes = list(chain(sys.exc_info()[1]))
    full = any(map(is_full, causes))
    away = any(isinstance(each, OperationalError | InterfaceError) for each in causes)
    if not (full or away):
        return defaults.server_error(request)
    if request.headers.get("Accept") == "application/json":
        told = (
            _("The disk is full: nothing of this was kept. Tell the administrator.")
            if full
            else _("The database is away: try again in a few minutes.")
        )
        response = JsonResponse({"errors": {"__all__": [told]}}, status=503)
    else:
        response = render(None, "503.html", {"full": full}, status=503)
    response["Retry-After"] = COME_BACK
    return response


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what it came from."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def is_full(error: BaseException) -> bool:
    """Whether the disk, or what this office may use of it, is full."""
    return (
        (isinstance(error, OSError) and error.errno in FULL_DISK)
        or getattr(error, "sqlite_errorcode", None) == FULL_SQLITE
        or getattr(error, "sqlstate", None) == FULL_POSTGRES
        or str(error) == "database or disk is full"
    )
