"""For ``make run``: one machine, the sample county, pages as in production."""

import os
import secrets

from .base import *  # noqa: F403
from .base import VAR

DEBUG = os.environ.get("XIANGYIN_DEBUG") == "1"
ALLOWED_HOSTS = ["*"]
ON_TRIAL = True
XIANGYIN_MESSENGER = "xiangyin.gateways.messages.keep_message"


def _own_secret() -> str:
    """A secret of this machine's own, made once and kept beside the database."""
    kept = VAR / "secret"
    VAR.mkdir(parents=True, exist_ok=True)
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text().strip()


SECRET_KEY = _own_secret()
STORAGES = {
    "default": {"BACKEND": "xiangyin.kernel.storage.DurableStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
