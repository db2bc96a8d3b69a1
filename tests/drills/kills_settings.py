"""The office of the drill ``outbox_kills``: as in an office, but hasty.

The database is the real one with its real settings. Leases and waits are short, so
that four minutes hold what takes an office hours; partners stand on loopback.
"""

import os
from datetime import timedelta

from xiangyin.config.settings.base import *  # noqa: F403
from xiangyin.config.settings.base import MIDDLEWARE as USUAL

SECRET_KEY = "only for a drill"
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "tests.drills.kills_web"
WSGI_APPLICATION = None
MIDDLEWARE = [name for name in USUAL if not name.endswith("CsrfViewMiddleware")]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
LOGGING_CONFIG = None
XIANGYIN_LEASE = timedelta(seconds=1)
XIANGYIN_FIRST_WAIT = timedelta(seconds=0.3)
XIANGYIN_SEND = "tests.drills.kills_web.send_to_loopback"
PARTNERS = os.environ.get("DRILL_PARTNERS", "")
AFTER_THE_COMMIT = os.environ.get("DRILL_AFTER_THE_COMMIT") == "1"
