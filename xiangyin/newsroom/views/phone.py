"""The correspondent's phone form: one page, one service, no script needed."""

from contextlib import suppress

from django.contrib.auth.decorators import login_required
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.http import JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from xiangyin.kernel.once import once
from xiangyin.kernel.rights import require
from xiangyin.kernel.services.pictures import MOST_BYTES
from xiangyin.kernel.steps import put_errors

from ..forms import TipForm
from ..models.tip import MOST_PHOTOS
from ..services.tips import receive_tip

MOST_BODY = MOST_PHOTOS * MOST_BYTES + 1024 * 1024
DRAINED = 4 * 1024 * 1024


@csrf_exempt  # the body is measured before it is read; _checked asks for the token
@require_http_methods(["GET", "POST"])
@login_required
def tip_new(request):
    """Show the form, or receive what it sends. Too large a body is not even read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > MOST_BODY:
        return refuse_body(request, status=413)
    try:
        return _checked(request)
    except (SuspiciousOperation, MultiPartParserError):
        return refuse_body(request, status=400)


@csrf_protect
@once
def _checked(request):
    require(request.user, "newsroom.send_tip")
    if request.method == "GET":
        return _page(request, TipForm(person=request.user))
    form = TipForm(request.POST, request.FILES, person=request.user)
    if form.is_valid():
        try:
            tip = receive_tip(
                by=request.user, today=timezone.localdate(), **form.told()
            )
        except ValidationError as refusal:
            put_errors(form, refusal)
        else:
            return _sent(request, reverse("my_tip", args=[tip.pk]))
    return _page(request, form, status=422)


def _wants_data(request) -> bool:
    return request.headers.get("Accept") == "application/json"


def _sent(request, url):
    return JsonResponse({"next": url}) if _wants_data(request) else redirect(url)


def _page(request, form, *, status=200):
    if status != 200 and _wants_data(request):
        return JsonResponse({"errors": form.errors}, status=status)
    had_photos = bool(request.FILES) and status != 200
    context = {"form": form, "most_photos": MOST_PHOTOS, "had_photos": had_photos}
    return render(request, "newsroom/tip_form.html", context, status=status)


def refuse_body(request, *, status):
    """Say that this was too much, after reading just enough for the browser to listen."""
    with suppress(OSError):
        request.read(DRAINED)
    words = _("This was too much to send at once, and nothing of it was kept.")
    if _wants_data(request):
        return JsonResponse({"errors": {"photos": [words]}}, status=status)
    context = {"words": words, "most_megabytes": MOST_BODY // 1024 // 1024}
    return render(request, "newsroom/tip_too_large.html", context, status=status)
