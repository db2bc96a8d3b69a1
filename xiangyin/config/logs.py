"""What the program says to the journal: one line of JSON for each event, in UTC.

Also what the web server logs with (``logconfig_dict``), so that its own lines look the
same. A line break that somebody sends is written as
``\\n``: nobody can forge a line.
"""

import json
import logging
from datetime import UTC, datetime


class Line(logging.Formatter):
    """A record as JSON: ``time``, ``level``, ``from``, ``said`` and, if any, ``trace``."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname,
            "from": record.name,
            "said": record.getMessage(),
        }
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


LINES = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": Line}},
    "handlers": {"journal": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["journal"], "level": "INFO"},
}
# granian adds its own loggers with a format of their own unless they are named.
logconfig_dict = LINES | {
    "handlers": LINES["handlers"] | {"nowhere": {"class": "logging.NullHandler"}},
    "loggers": {
        "_granian": {"handlers": [], "propagate": True},
        "granian.access": {"handlers": ["nowhere"], "propagate": False},
    },
}
