"""For the tests: fast hashing, tasks at once, nothing kept."""

import os
import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import CACHES, SQLITE

SECRET_KEY = "only for tests"
VAR = Path(tempfile.gettempdir()) / f"xiangyin-test-{os.getpid()}"
MEDIA_ROOT = VAR / "media"
XIANGYIN_VISITS = VAR / "visits"
XIANGYIN_DELETIONS = VAR / "deletions.jsonl"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
if os.environ.get("XIANGYIN_DB") != "postgres":
    DATABASES = {"default": {**SQLITE, "NAME": VAR / "test.sqlite3", "TEST": {}}}
# A test's transaction is one connection's, however long all of them take.
DATABASES["default"]["CONN_MAX_AGE"] = None
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend",
        "QUEUES": ["default", "tracing"],
    }
}
STORAGES = {
    "default": {"BACKEND": "xiangyin.kernel.storage.DurableStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
ALLOWED_HOSTS = ["*"]
ON_TRIAL = True
XIANGYIN_MESSENGER = "xiangyin.gateways.messages.keep_message"
ACCOUNT_RATE_LIMITS = False
XIANGYIN_PACE = 0
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
XIANGYIN_KEPT = VAR / "kept"
CACHES = {
    **CACHES,
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
