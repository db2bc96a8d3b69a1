"""A private PostgreSQL for the tests: made in a temporary folder, gone afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path:
    """The newest PostgreSQL that Debian installed."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda path: int(path.parent.name),
    )
    if not folders:
        raise SystemExit("PostgreSQL is missing: sudo apt-get install postgresql")
    return folders[-1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def cluster():
    """Start a cluster on a free port; yield the environment that reaches it."""
    folder = Path(tempfile.mkdtemp(prefix="xiangyin-pg-"))
    port = free_port()
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_postgres:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data = folder / "data"

    def command(name, *arguments):
        subprocess.run(
            [*as_postgres, str(binaries() / name), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )

    command(
        "initdb",
        "-D",
        str(data),
        "-U",
        "xiangyin",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    )
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=60"
    command(
        "pg_ctl",
        "-D",
        str(data),
        "-w",
        "-l",
        str(folder / "log"),
        "-o",
        options,
        "start",
    )
    try:
        yield {
            "PGHOST": "127.0.0.1",
            "PGPORT": str(port),
            "PGUSER": "xiangyin",
            "PGDATABASE": "xiangyin",
        }
    finally:
        command("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)
