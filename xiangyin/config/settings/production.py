"""For an office: everything secret or local comes from the environment."""

import os

from django.core.exceptions import ImproperlyConfigured

from ..logs import LINES
from .base import *  # noqa: F403


def required(name: str, example: str) -> str:
    """Read an environment variable, or say which one is missing and how it looks."""
    try:
        return os.environ[name]
    except KeyError:
        raise ImproperlyConfigured(
            f"Set {name} in the environment, for example {name}={example}"
        ) from None


DEBUG = False
SECRET_KEY = required("XIANGYIN_SECRET", "a long random text")
ALLOWED_HOSTS = required("XIANGYIN_HOSTS", "news.example.gov.cn").split(",")
WAGTAILADMIN_BASE_URL = os.environ.get("XIANGYIN_URL", f"https://{ALLOWED_HOSTS[0]}")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
# A browser takes such a cookie only over TLS, for this host and its whole site.
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
XIANGYIN_DEVICE_COOKIE = "__Host-device"
XIANGYIN_SIZE_COOKIE = "__Host-size"
XIANGYIN_SCRIPT_COOKIE = "__Host-script"
LANGUAGE_COOKIE_NAME = "__Host-language"
XIANGYIN_SECOND_FACTOR = True
LOGGING = LINES
# nginx sets X-Forwarded-For itself, so its one value is the reader's address.
ALLAUTH_TRUSTED_PROXY_COUNT = 1
# Wagtail's preview shows our own pages in a frame of our own (SAMEORIGIN).
SILENCED_SYSTEM_CHECKS = ["security.W019"]
