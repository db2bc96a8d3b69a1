"""Where people arrive, what became of their tips, and the language they read."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.users.models import UserProfile

from xiangyin.kernel.pages import KeysFirst
from xiangyin.kernel.rights import may
from xiangyin.newsroom.models import Tip

from .mine import bars, my_year, years_of
from .progress import gather, line_of, stages, with_facts

PER_PAGE = 20


@login_required
def start(request):
    """After the log-in: the staff's screens, or one's own tips."""
    staff = may(request.user, "wagtailadmin.access_admin")
    return redirect("wagtailadmin_home" if staff else "my_tips")


@never_cache
@login_required
def my_tips(request):
    """One's own tips, or with ``?whose=unit`` those of one's units, newest first."""
    whose = "unit" if request.GET.get("whose") == "unit" else "mine"
    tips = Tip.objects.sent_by(request.user)
    if whose == "unit":
        tips = Tip.objects.seen_by(request.user)
    page = KeysFirst(with_facts(tips).order_by("-sent_at", "-pk"), PER_PAGE)
    page = page.get_page(request.GET.get("p"))
    facts = gather(page.object_list)
    rows = [
        {"tip": tip, "facts": facts[tip.pk], "line": line_of(facts[tip.pk])}
        for tip in page.object_list
    ]
    context = {
        "whose": whose,
        "rows": rows,
        "page": page,
        "may_send": may(request.user, "newsroom.send_tip"),
        "is_staff": may(request.user, "wagtailadmin.access_admin"),
    }
    return render(request, "workbench/my_tips.html", context)


@never_cache
@login_required
def my_tip(request, pk):
    """Everything that became of one tip; photos are its sender's and the newsroom's."""
    tip = get_object_or_404(with_facts(Tip.objects.seen_by(request.user)), pk=pk)
    facts = gather([tip])[tip.pk]
    photos = [photo.picture for photo in tip.photos.select_related("picture")]
    context = {
        "tip": tip,
        "line": line_of(facts),
        "stages": stages(facts),
        "photos": photos,
        "is_mine": tip.sender_id == request.user.pk,
    }
    return render(request, "workbench/my_tip.html", context)


@never_cache
@login_required
@require_safe
def my_figures(request):
    """Where one's own tips went in a year, month by month; nobody else's."""
    years = years_of(request.user)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() else 0
    if year not in years:
        year = years[0] if years else timezone.localdate().year
    told = my_year(request.user, year)
    context = {"told": told, "years": years, "bars": bars(told.months, told.most)}
    return render(request, "workbench/my_figures.html", context)


@require_POST
def choose_language(request, language):
    """Read in ``language`` from now on, here and in Wagtail's own screens."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    if request.user.is_authenticated:
        profile = UserProfile.get_for_user(request.user)
        profile.preferred_language = language
        profile.save(update_fields=["preferred_language"])
    back = request.POST.get("next") or request.META.get("HTTP_REFERER", "")
    host = {request.get_host()}
    if not url_has_allowed_host_and_scheme(back, host, request.is_secure()):
        back = reverse("start") if request.user.is_authenticated else "/"
    response = redirect(back)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 60 * 60,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )
    return response
