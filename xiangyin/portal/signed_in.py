"""What is asked of everybody who is signed in, at every request."""

import time

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from xiangyin.kernel.services.sessions import BEGAN, NOTED_EVERY, SEEN, limits_for
from xiangyin.kernel.services.sign_in import needs_second_factor

# Wagtail's editor reports by itself that it is open: nobody need be there.
SENT_BY_ITSELF = "/admin/editing-sessions/"
OPEN_WITHOUT_SECOND_FACTOR = (
    "/accounts/",
    "/static/",
    "/language/",
    "/start/language/",
    "/healthz",
)


@receiver(user_logged_in)
def begin(sender, request, user, **kwargs):
    if hasattr(request, "session"):
        request.session[BEGAN] = request.session[SEEN] = int(time.time())


def sessions_end(get_response):
    """End the session of somebody who went away, or who came very long ago."""

    def answer(request):
        # Who has no session is not asked for one: public pages stay cacheable.
        if request.COOKIES.get(settings.SESSION_COOKIE_NAME):
            look_at_the_clock(request)
        return get_response(request)

    return answer


def look_at_the_clock(request):
    if not request.user.is_authenticated:
        return
    now = int(time.time())
    began = request.session.setdefault(BEGAN, now)
    seen = request.session.setdefault(SEEN, now)
    limits = limits_for(request.user)
    if limits.are_over(began=began, seen=seen, now=now):
        logout(request)
        messages.info(
            request, _("You were signed out because nobody was here. Sign in again.")
        )
        return
    if began > now:  # the clock was moved back: nobody stays longer by it
        request.session[BEGAN] = now
    if seen > now or (
        now - seen > NOTED_EVERY and not request.path.startswith(SENT_BY_ITSELF)
    ):
        request.session[SEEN] = now


def second_factor(get_response):
    """Lead who needs a second step to where it is set up, and nowhere else."""

    def answer(request):
        if settings.XIANGYIN_SECOND_FACTOR and lacks_second_factor(request):
            request.lacks_second_factor = True
            if not request.path.startswith(OPEN_WITHOUT_SECOND_FACTOR):
                return redirect("mfa_index")
        return get_response(request)

    return answer


def lacks_second_factor(request) -> bool:
    if not request.COOKIES.get(settings.SESSION_COOKIE_NAME):
        return False
    person = request.user
    return (
        person.is_authenticated
        and needs_second_factor(person)
        and not is_mfa_enabled(person)
    )
