"""Who gets an account, and who may try to sign in: the house's rules for allauth."""

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiangyin.kernel.services import sign_in
from xiangyin.kernel.services.sessions import BEGAN


class StaffAccounts(DefaultAccountAdapter):
    """Closes the sign-up page, counts wrong passwords, remembers devices."""

    def is_open_for_signup(self, request):
        return False

    def is_reauthentication_required(self, *, app, **kwargs):
        """Who typed the password a moment ago is not asked for it again."""
        began = context.request.session.get(BEGAN, 0)
        if time.time() - began < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def pre_authenticate(self, request, **credentials):
        """Count the try before the password is looked at, or refuse it."""
        now, username = timezone.now(), credentials.get("username", "")
        address = self.get_client_ip(request)
        device = self.devices(request).get(sign_in.plain(username), "")
        self.key = sign_in.key_for(username, address=address, device=device)
        if not device and not sign_in.count_address(address, now=now):
            raise ValidationError(
                _("Too many people sign in here at once. Wait a minute.")
            )
        if minutes := sign_in.count_try(self.key, now=now):
            raise ValidationError(
                ngettext(
                    "Too many wrong passwords. Try again in %(minutes)d minute.",
                    "Too many wrong passwords. Try again in %(minutes)d minutes.",
                    minutes,
                )
                % {"minutes": minutes}
            )

    def authenticate(self, request, **credentials):
        person = super().authenticate(request, **credentials)
        if person:
            sign_in.forgive(self.key)
        return person

    def authentication_failed(self, request, **credentials):
        sign_in.tell_failure(
            credentials.get("username", ""),
            self.key,
            address=self.get_client_ip(request),
        )

    def post_login(self, request, user, **kwargs):
        """Whoever got in is known on this device from now on."""
        response = super().post_login(request, user, **kwargs)
        response.set_cookie(
            settings.XIANGYIN_DEVICE_COOKIE,
            sign_in.write_devices(self.devices(request), user.username),
            max_age=sign_in.DEVICE_DAYS * 24 * 3600,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response

    def devices(self, request) -> dict[str, str]:
        return sign_in.read_devices(
            request.COOKIES.get(settings.XIANGYIN_DEVICE_COOKIE, "")
        )
