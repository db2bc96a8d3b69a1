"""What a reader may read again without a network.

The service worker keeps copies of public pages in the reader's own browser. It asks
here which of them are public no longer, and lets those go.
"""

import json
from functools import cache
from pathlib import Path

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from . import reading
from .views import site_of

# Also the most that a browser keeps: static/portal/sw.js.
MOST_STORIES = 40
SHELL = ("portal/site.css", "portal/begin.js", "portal/offline.js")
WORKER = Path(__file__).parent / "static" / "portal" / "sw.js"


@require_safe
def worker(request):
    """The service worker, from the root so that it reaches the whole site.

    It starts with the addresses of the files that a kept page needs: another look of
    the site is another worker, which the browser takes in the place of the old one.
    """
    shell = [staticfiles_storage.url(name) for name in SHELL]
    told = {"page": reverse("offline"), "gone": reverse("offline_gone"), "shell": shell}
    return HttpResponse(
        f"const OURS = {json.dumps(told)};\n{_worker()}",
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )


@cache
def _worker() -> str:
    return WORKER.read_text("utf-8")


@require_safe
def kept(request):
    """The page that stands in for one that was not kept, and lists those that were."""
    site_of(request)
    return render(request, "portal/offline.html")


@require_safe
def gone(request):
    """Which of the stories at these addresses are public no longer."""
    asked = request.GET.getlist("p")
    if len(asked) > MOST_STORIES:
        return HttpResponseBadRequest()
    public = reading.still_public(site_of(request), asked)
    return JsonResponse(
        {"gone": [path for path in asked if path not in public]},
        headers={"Cache-Control": "no-store"},
    )
