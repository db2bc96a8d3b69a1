"""A code of an authenticator app is good once (OWASP ASVS 5.0, V6.5.1).

allauth forgets a used code after one period of 30 seconds, in a cache; with the
neighbouring codes that drifting clocks need, it is good for three. So the code is kept
beside the secret until none of its periods is left.
"""

import time

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from django.db import transaction


def use_up(authenticator: Authenticator, code: str) -> bool:
    """Note that ``code`` was used. False if it was before; other kinds see to it."""
    if authenticator.type != Authenticator.Type.TOTP:
        return True
    now = time.time()
    good_for = (2 * app_settings.TOTP_TOLERANCE + 1) * app_settings.TOTP_PERIOD
    plain = "".join(filter(str.isalnum, code))  # "123 456" and "123-456" are one
    with transaction.atomic():
        kept = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        used = [
            (old, moment)
            for old, moment in kept.data.get("used", [])
            if now - good_for < moment
        ]
        if plain in [old for old, _moment in used]:
            return False
        kept.data["used"] = [*used, (plain, now)]
        kept.save(update_fields=["data"])
    return True
