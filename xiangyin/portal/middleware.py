"""What every answer of the server has in common: its headers, its refusals."""

from django.contrib import messages
from django.shortcuts import redirect, render

from xiangyin.kernel.errors import DomainError, NotAllowed

PUBLIC_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
    " font-src 'self'; connect-src 'self'; media-src 'self'; manifest-src 'self';"
    " worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
# Wagtail's own screens still carry inline script and style (upstream).
ADMIN_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self'"
    " 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; base-uri 'self';"
    " form-action 'self'; frame-ancestors 'self'"
)

PERSONAL = ("/accounts/", "/my/", "/start/")


def security_headers(get_response):
    """Add the policy that lets no stored script run, and keep what is one person's own
    out of every cache; Wagtail does so for its screens.
    """

    def answer(request):
        response = get_response(request)
        admin = request.path.startswith("/admin/")
        response.headers.setdefault(
            "Content-Security-Policy", ADMIN_POLICY if admin else PUBLIC_POLICY
        )
        if request.path.startswith(PERSONAL):
            response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
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
