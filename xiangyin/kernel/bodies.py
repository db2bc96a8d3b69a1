"""Bodies of requests that are measured before anybody reads them."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError

# Read just enough of a refused body for the browser to listen to the refusal.
DRAINED = 4 * 1024 * 1024

Refuse = Callable[..., HttpResponse]


def bounded(most: int, *, refuse: Refuse):
    """Let a view see only bodies of at most ``most`` bytes.

    ``refuse(request, status=)`` answers the others. The view itself asks for the token
    of the form (``csrf_protect``), for reading that would read the body.
    """

    def decorate(view):
        @wraps(view)
        def measured(request: HttpRequest, *args, **kwargs):
            length = request.META.get("CONTENT_LENGTH") or "0"
            if not length.isdecimal() or int(length) > measured.most:
                return _refused(request, refuse, 413)
            try:
                return view(request, *args, **kwargs)
            except (SuspiciousOperation, MultiPartParserError):
                return _refused(request, refuse, 400)

        measured.most = most
        measured.csrf_exempt = True
        return measured

    return decorate


def _refused(request: HttpRequest, refuse: Refuse, status: int) -> HttpResponse:
    with suppress(OSError):
        request.read(DRAINED)
    return refuse(request, status=status)
