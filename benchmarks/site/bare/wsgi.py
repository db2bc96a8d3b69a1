"""The web server's way in."""

import os

from django.core.wsgi import get_wsgi_application

import xiangyin.config  # noqa: F401 -- the same SQLite as ours

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.site.bare.settings"
application = get_wsgi_application()
