"""Web server and worker of a whole office, as long as a drill needs them."""

import os
import signal
import socket
from pathlib import Path

from .drill_outbox_kills import Run, wait_for


class house:  # noqa: N801 -- used as ``with house(run)``
    """The web server and the worker of an office, in processes of their own."""

    def __init__(self, run: Run):
        self.run = run

    def __enter__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.run.port = probe.getsockname()[1]
        self.web = self.run.house("web", str(self.run.port), start_new_session=True)
        self.worker = self.run.house("work", start_new_session=True)
        wait_for(self.run.port)
        return self.web, self.worker

    def __exit__(self, *fault):
        self.run.over.set()
        for process in (self.web, self.worker):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            process.stdout.close()


def family(web) -> list[str]:
    """The web server's processes: the same ones, if none was started anew."""
    children = Path(f"/proc/{web.pid}/task/{web.pid}/children")
    return children.read_text().split()
