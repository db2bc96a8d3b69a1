"""A server that is started for the benchmark and stopped after it."""

import subprocess
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def running(command: list, folder: Path, **more):
    """A server in the foreground, stopped at the end; what it says goes to a log."""
    with (folder / f"{Path(command[0]).name}.log").open("wb") as log:
        child = subprocess.Popen(command, stdout=log, stderr=log, **more)
        try:
            yield child
        finally:
            stopped = child.poll() is not None
            child.terminate()
            child.wait(timeout=60)
    if stopped:  # another server's figures would be taken for its own
        raise RuntimeError(f"{command[0]} had stopped by itself, see {log.name}")
