"""Production's settings over a database of the benchmark's own, without TLS in front."""

import os
from pathlib import Path

os.environ.setdefault("XIANGYIN_VAR", os.environ["XIANGYIN_SITE"])
os.environ.setdefault("XIANGYIN_SECRET", "only for the benchmark, on this machine")
os.environ.setdefault("XIANGYIN_HOSTS", "*")

from xiangyin.config.settings.production import *  # noqa: F403

VAR = Path(os.environ["XIANGYIN_SITE"]).resolve()
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = None
SILENCED_SYSTEM_CHECKS = ["security.W008"]
# A machine of the benchmark may keep its data in memory.
ON_TRIAL = True
XIANGYIN_KEEP_PAGES = os.environ.get("XIANGYIN_KEEP_PAGES", "1") == "1"
