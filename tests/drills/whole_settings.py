"""The office of the drills that need every page of the house and hasty letters too."""

import os

from .kills_settings import *  # noqa: F403
from .kills_settings import DATABASES

ROOT_URLCONF = "tests.drills.whole_web"
STORAGES = {
    "default": {"BACKEND": "xiangyin.kernel.storage.DurableStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
UNGUARDED = os.environ.get("DRILL_UNGUARDED") == "1"
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = not UNGUARDED
