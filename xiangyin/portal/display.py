"""How a page looks to whoever opens it: language, size of type, characters.

Each choice is a cookie of this site and of nobody: the addresses stay the same.
"""

from django.conf import settings
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from xiangyin.engines.traditional import page_in_traditional

A_YEAR = 365 * 24 * 3600
LARGE = "large"
TRADITIONAL = "hant"

# Reading pages carry no CSRF cookie, so that a cache may keep them: these doors
# change nothing but how the page looks to whoever opens it.
choose_language = csrf_exempt(set_language)


@csrf_exempt
@require_POST
def large_type(request):
    """Turn large type on or off, and go back to the page."""
    return _remember(request, settings.XIANGYIN_SIZE_COOKIE, "size", LARGE)


@csrf_exempt
@require_POST
def choose_script(request):
    """Turn traditional characters on or off, and go back to the page."""
    return _remember(request, settings.XIANGYIN_SCRIPT_COOKIE, "script", TRADITIONAL)


def _remember(request, cookie: str, name: str, chosen: str):
    """Keep the one choice there is, or forget it when anything else was sent."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        back, {request.get_host()}, require_https=request.is_secure()
    ):
        back = "/"
    response = redirect(back)
    if request.POST.get(name) == chosen:
        response.set_cookie(
            cookie,
            chosen,
            max_age=A_YEAR,
            samesite="Lax",
            secure=request.is_secure(),
            httponly=True,
        )
    else:
        response.delete_cookie(cookie, samesite="Lax")
    return response


def wants_traditional(request) -> bool:
    """Whether this reader chose traditional characters."""
    return request.COOKIES.get(settings.XIANGYIN_SCRIPT_COOKIE) == TRADITIONAL


def script(get_response):
    """Convert a finished page for who asked for it; staff see what readers signed."""

    def answer(request):
        response = get_response(request)
        if not wants_traditional(request) or request.path.startswith("/admin/"):
            return response
        if response.streaming or not is_page(response):
            return response
        page = page_in_traditional(response.content.decode(response.charset))
        response.content = page.encode(response.charset)
        return response

    return answer


def is_page(response) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")
