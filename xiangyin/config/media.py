"""The pictures, as files: never what somebody uploaded, never what can run."""

from pathlib import PurePath

from django.conf import settings
from django.http import Http404
from django.views.static import serve

# What our own hand writes; a browser is told exactly this and may guess nothing.
KINDS = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
}


def picture(request, path):
    """Serve one size of a picture; ``MEDIA_POLICY`` lets it do nothing by itself."""
    kind = KINDS.get(PurePath(path).suffix.lower())
    if kind is None:
        raise Http404
    answer = serve(request, path, document_root=settings.MEDIA_ROOT)
    if answer.headers.get("Content-Type"):  # not when the browser has it already
        answer.headers["Content-Type"] = kind
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
