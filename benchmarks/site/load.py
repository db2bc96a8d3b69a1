"""Ask a server on this machine for pages with wrk, and read what it costs its CPU."""

import os
import re
import subprocess
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Result:
    """What one run gave."""

    requests: int
    rate: float
    cpu: float  # milliseconds of the server's processes for a request
    p50: float
    p99: float
    errors: int


def cpu_of(masters: int | Collection[int]) -> float:
    """Seconds of the processor that a server, or several, and their workers have used."""
    if isinstance(masters, int):
        masters = (masters,)
    used = 0.0
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        try:
            told = (process / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(process.name) in masters or int(told[1]) in masters:
            used += (int(told[11]) + int(told[12])) / TICK
    return used


def ask(
    port: int,
    addresses,
    masters: int | Collection[int],
    *,
    seconds=5,
    connections=8,
    headers=(),
) -> Result:
    """Ask for the addresses in turn, for so many seconds."""
    listed = ", ".join(f'"{address}"' for address in addresses)
    script = f"""
local pages, at = {{ {listed} }}, 0
request = function()
  at = at % #pages + 1
  return wrk.format("GET", pages[at])
end
"""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
        for header in ("Host: localhost", *headers):
            command += ["-H", header]
        command += ["--timeout", "10s", "-s", file.name, f"http://127.0.0.1:{port}"]
        for _try in range(5):
            before = cpu_of(masters)
            said = subprocess.run(command, capture_output=True, text=True, check=False)
            spent = cpu_of(masters) - before
            # On a machine that is busy otherwise a run may end before its first answer.
            if re.search(r"[1-9]\d* requests in", said.stdout):
                return read(said.stdout, spent)
    raise RuntimeError(said.stdout + said.stderr)


def read(said: str, spent: float) -> Result:
    """What wrk printed, with the server's seconds beside it."""
    requests = int(re.search(r"(\d+) requests in", said)[1])
    times = dict(re.findall(r"^\s+(50|99)%\s+(\S+)\s*$", said, re.M))
    errors = [
        int(each) for each in re.findall(r"Non-2xx or 3xx responses: (\d+)", said)
    ]
    for line in re.findall(r"Socket errors: (.*)", said):
        errors += [int(each) for each in re.findall(r"\d+", line)]
    return Result(
        requests,
        float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]),
        spent * 1000 / max(requests, 1),
        milliseconds(times["50"]),
        milliseconds(times["99"]),
        sum(errors),
    )


def milliseconds(said: str) -> float:
    """wrk's own way to say a time.

    >>> milliseconds("1.50ms"), milliseconds("70.00us"), milliseconds("2.00s")
    (1.5, 0.07, 2000.0)
    """
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", said).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[unit]
