"""The web server: granian, as a small office needs it.

    python -m xiangyin.config.serving --host 127.0.0.1 --port 8000 --workers 2 [--journal]

Each worker answers eight requests at once, so that who sends a photo over a weak line
keeps nobody waiting; each thread has a connection to the database of its own.
"""

import argparse
import logging
import os
import threading
import time

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from .logs import logconfig_dict

THREADS = 8
# A worker of which all threads are busy for so many seconds makes room for another.
PATIENCE = 60
HERE = {"127.0.0.1", "::1"}
# What a front server tells us about who asks, and how.
TOLD = ("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_FOR")


def serve(host: str, port: int, workers: int, *, journal: bool) -> None:
    """Serve until told to stop. With ``journal`` the server's own lines are JSON, too."""
    logging.getLogger("_granian").addFilter(not_of_threads)
    Granian(
        "xiangyin.config.serving:application",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=workers,
        blocking_threads=THREADS,
        backlog=2048,
        log_level=LogLevels.warning,
        log_dictconfig=logconfig_dict if journal else None,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=10,
    ).serve()


def not_of_threads(record: logging.LogRecord) -> bool:
    """Leave out that eight threads are many for two cores: they wait for phones."""
    return "Python threads" not in record.getMessage()


def application():
    """What a worker calls for each request."""
    from .wsgi import application  # noqa: PLC0415 -- loaded by the worker alone

    return Watched(BelievesNginx(application))


class BelievesNginx:
    """Only nginx is believed when it says who asks, and over TLS.

    That is, on this machine, or at an address that ``XIANGYIN_FRONT`` names.
    """

    def __init__(self, application):
        self.application = application
        named = os.environ.get("XIANGYIN_FRONT", "").replace(",", " ").split()
        self.believed = HERE.union(named)

    def __call__(self, environ, start_response):
        if environ.get("REMOTE_ADDR") not in self.believed:
            for name in TOLD:
                environ.pop(name, None)
        elif environ.get("HTTP_X_FORWARDED_PROTO") == "https":
            environ["wsgi.url_scheme"] = "https"
        return self.application(environ, start_response)


class Watched:
    """Ends the process when it answers nobody any more, or its server is gone.

    The server starts another in its place; one without a server would hold the port.
    """

    def __init__(self, application, *, threads=THREADS, patience: float = PATIENCE):
        self.application, self.threads, self.patience = application, threads, patience
        self.began: dict[int, float] = {}  # by thread: the request that it answers
        self.server = os.getppid()
        threading.Thread(target=self.watch, daemon=True).start()

    def __call__(self, environ, start_response):
        thread = threading.get_ident()
        self.began[thread] = time.monotonic()
        try:
            return self.application(environ, start_response)
        finally:
            del self.began[thread]

    def watch(self) -> None:
        while True:
            time.sleep(min(1, self.patience))
            if os.getppid() != self.server:
                os._exit(1)
            began = list(self.began.values())
            least = time.monotonic() - max(began, default=0)
            if len(began) >= self.threads and least > self.patience:
                os.write(2, b"Answers nobody any more: this web worker ends.\n")
                os._exit(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--journal", action="store_true")
    options = parser.parse_args()
    serve(options.host, options.port, options.workers, journal=options.journal)


if __name__ == "__main__":
    main()
