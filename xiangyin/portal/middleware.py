"""What every answer of the server has in common: its headers, its refusals."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from django.contrib import messages
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect, render

from xiangyin.kernel.errors import DomainError, NotAllowed

# The one script that stands in our pages: it fetches the others when a page is painted.
START = Path(__file__).parent / "templates/portal/_start.js"
HASH_OF_START = b64encode(sha256(START.read_bytes()).digest()).decode()
PUBLIC_POLICY = (
    f"default-src 'none'; script-src 'self' 'sha256-{HASH_OF_START}'; style-src 'self';"
    " img-src 'self' data: blob:; font-src 'self'; connect-src 'self';"
    " media-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# Wagtail's editor shows a page of ours in a frame; nobody else does.
PREVIEW_POLICY = PUBLIC_POLICY.replace(
    "frame-ancestors 'none'", "frame-ancestors 'self'"
)
# What people sent in is only ever looked at.
MEDIA_POLICY = "default-src 'none'; sandbox; form-action 'none'; frame-ancestors 'none'"
# Wagtail's own screens still carry inline script and style (upstream).
ADMIN_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self'"
    " 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; base-uri 'self';"
    " form-action 'self'; frame-ancestors 'self'"
)

PERSONAL = ("/accounts/", "/my/", "/start/", "/ask/about/", "/ask/status/")


KNOWN_METHODS = ("GET", "HEAD", "POST")
# Wagtail's screens remember that way which hints a person has closed.
ALSO_PATCHED = "/admin/dismissibles/"


def known_methods(get_response):
    """Refuse the methods that nothing here is made for.

    Django's generic views take PUT for POST and DELETE for a confirmed deletion: a
    second way to do things, without the key of a form. Some views write a visit even
    when they are only asked for their options.
    """

    def answer(request):
        also = request.method == "PATCH" and request.path == ALSO_PATCHED
        if request.method in KNOWN_METHODS or also:
            return get_response(request)
        return HttpResponseNotAllowed(KNOWN_METHODS)

    return answer


def policy_for(request) -> str:
    if request.path.startswith("/admin/"):
        return ADMIN_POLICY
    if getattr(request, "is_dummy", False):
        return PREVIEW_POLICY
    return MEDIA_POLICY if request.path.startswith("/media/") else PUBLIC_POLICY


def security_headers(get_response):
    """Add the policy that lets no stored script run and no stranger frame a page.

    What is one person's own stays out of every cache; Wagtail does so for its screens.
    """

    def answer(request):
        response = get_response(request)
        policy = policy_for(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        if request.path.startswith(PERSONAL):
            response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if "frame-ancestors 'none'" in policy:
            response.headers["X-Frame-Options"] = "DENY"
        return response

    return answer


class refusals:  # noqa: N801 -- named as settings list it, like its neighbour
    """Tell a refusal of the house to the person, wherever it was raised."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, DomainError):
            return None
        back = request.META.get("HTTP_REFERER", "")
        if request.method == "POST" and back.startswith(
            f"{request.scheme}://{request.get_host()}/"
        ):
            messages.error(request, exception.message)
            return redirect(back)
        status = 403 if isinstance(exception, NotAllowed) else 409
        return render(
            request, "portal/refusal.html", {"refusal": exception}, status=status
        )
