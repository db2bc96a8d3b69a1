"""A PostgreSQL of the drill's own, on a disk of its own, with an office's settings."""

import os
import pwd
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import binaries, free_port

AS_POSTGRES = ["runuser", "-u", "postgres", "--"]
QUICK = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"


class Server:
    """One cluster below ``folder``; its socket and log lie beside, not on the disk."""

    def __init__(self, folder: Path, beside: Path):
        self.data, self.beside, self.port = folder / "data", beside, free_port()
        owner = pwd.getpwnam("postgres")
        self.data.mkdir()
        for each in (self.data, beside):
            os.chown(each, owner.pw_uid, owner.pw_gid)
            each.chmod(0o700)
        for up in (folder, folder.parent):
            up.chmod(0o755)
        words = ["-U", "xiangyin", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        self._run("initdb", "-D", self.data, "--no-sync", *words)

    @property
    def address(self) -> dict[str, str]:
        return {
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.port),
            "PGUSER": "xiangyin",
            "PGDATABASE": "xiangyin",
            "XIANGYIN_DB": "postgres",
        }

    def start(self, settings: str = "") -> None:
        options = (
            f"-p {self.port} -k {self.beside} -c listen_addresses=127.0.0.1"
            f" -c max_connections=40 -c shared_buffers=32MB {settings}"
        )
        self._control("start", "-l", self.beside / "log", "-o", options)

    def stop(self, mode: str = "fast") -> None:
        self._control("stop", "-m", mode)

    def make_database(self) -> None:
        words = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "xiangyin"]
        self._run("createdb", *words, "xiangyin")

    def bury(self, *, only_the_master: bool = False) -> None:
        """End every process of a server whose disk is dead, or its master alone."""
        pid = self._postmaster
        if only_the_master:
            return os.kill(pid, signal.SIGKILL)
        children = subprocess.run(
            ["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False
        ).stdout.split()
        for each in (pid, *map(int, children)):
            try:
                os.kill(each, signal.SIGKILL)
            except ProcessLookupError:
                continue

    def remember(self) -> None:
        """Note who runs it, while its disk can still be read."""
        self._postmaster = int((self.data / "postmaster.pid").read_text().split()[0])

    def forget(self) -> None:
        """Remove the locks of a server that is dead: a reboot would have, with /run."""
        for lock in (self.data / "postmaster.pid", *self.beside.glob(".s.PGSQL.*")):
            lock.unlink(missing_ok=True)

    def is_gone(self) -> bool:
        return not Path(f"/proc/{self._postmaster}").exists() or (
            Path(f"/proc/{self._postmaster}/stat").read_text().split()[2] == "Z"
        )

    def _control(self, *words) -> None:
        self._run("pg_ctl", "-D", self.data, "-w", "-t", "60", *words)

    def _run(self, name: str, *words) -> None:
        subprocess.run(
            [*AS_POSTGRES, str(binaries() / name), *map(str, words)],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd="/",
        )


@contextmanager
def server_on(folder: Path, beside: Path) -> Iterator[Server]:
    """A cluster with a database, not yet started; stopped and buried afterwards."""
    server = Server(folder, beside)
    server.start(QUICK)
    server.make_database()
    try:
        yield server
    finally:
        subprocess.run(
            [
                *(*AS_POSTGRES, str(binaries() / "pg_ctl"), "-D", str(server.data)),
                *("-m", "immediate", "-w", "stop"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            cwd="/",
        )
