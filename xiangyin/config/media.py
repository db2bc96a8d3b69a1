"""The pictures, as files: to whom they belong, and never what can run.

What a public page shows is everybody's. Every other picture is there only for whom
its rights reach; for all others it is *missing*, with the same answer and the same
questions to the database as a file that does not exist.
"""

from pathlib import PurePath

from django.conf import settings
from django.http import Http404, HttpResponseNotFound
from django.views.decorators.http import require_safe
from django.views.static import serve

from xiangyin.portal.pictures import knows_of, size_at

# What our own hand writes; a browser is told exactly this and may guess nothing.
KINDS = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
}
# A file never changes under its name, so a reader's browser keeps it. A cache in
# front asks again after a second: a story that was withdrawn takes its pictures along.
PUBLIC = "public, max-age=31536000, immutable, s-maxage=1"
PRIVATE = "private, no-store"
NO_PICTURE = 0


@require_safe
def picture(request, path):
    """Serve one size of a picture; ``MEDIA_POLICY`` lets it do nothing by itself."""
    kind = KINDS.get(PurePath(path).suffix.lower())
    if kind is None or not path.isprintable():
        return missing()
    size = size_at(path) or {"image_id": NO_PICTURE, "is_public": False}
    if not size["is_public"] and not knows_of(request.user, size["image_id"]):
        return missing()
    try:
        answer = serve(request, path, document_root=settings.MEDIA_ROOT)
    except Http404:
        return missing()
    if answer.headers.get("Content-Type"):  # not when the browser has it already
        answer.headers["Content-Type"] = kind
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = PUBLIC if size["is_public"] else PRIVATE
    return answer


def missing():
    """The same few bytes for what is not there and for what is not this person's."""
    return HttpResponseNotFound(
        "404",
        content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": PRIVATE},
    )
