"""The settings of an office, laid over those of the tests."""

import importlib
import os
from unittest import mock

HOST = "news.example"
ABOUT_THE_MACHINE = {"VAR", "PACKAGE", "DATABASES", "CACHES", "STORAGES", "TASKS"}


def production(host: str = HOST) -> dict:
    """What ``config.settings.production`` sets otherwise than ``base``."""
    base = importlib.import_module("xiangyin.config.settings.base")
    told = {"XIANGYIN_SECRET": "only for tests", "XIANGYIN_HOSTS": host}
    with mock.patch.dict(os.environ, told):
        module = importlib.import_module("xiangyin.config.settings.production")
        importlib.reload(module)
    return {
        name: value
        for name, value in vars(module).items()
        if name.isupper()
        if name not in ABOUT_THE_MACHINE
        if getattr(base, name, None) != value
    }
