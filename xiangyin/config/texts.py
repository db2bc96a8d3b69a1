"""Reading stories and articles from files for the command line.

JSON lines, CSV and Parquet, with the columns ``id, title, text, date, outlet``
(``id`` and ``text`` are needed). ``-`` is standard input, as JSON lines. A line
that cannot be read is counted and named; the rest goes on.
"""

import csv
import io
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as parquet

WANTED = ("id", "text")
LONE = re.compile("[\ud800-\udfff]")


@dataclass
class Texts:
    """An open source of texts, and what was wrong with some of its lines."""

    name: str
    problems: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[dict]:
        for line, row in self._rows():
            reason = row if isinstance(row, str) else _what_is_missing(row)
            if reason:
                self.problems.append(f"{self.name}:{line}: {reason}")
            else:
                yield {str(name): _plain(value) for name, value in row.items()}

    def _rows(self):
        if self.name == "-":
            return _json_lines(sys.stdin.buffer)
        path = Path(self.name)
        if path.suffix == ".parquet":
            return _parquet(path)
        if path.suffix == ".csv":
            return _csv(path)
        return _json_lines(path.open("rb"))


def _plain(value) -> str:
    """Return a value as text that can be written anywhere: half a surrogate pair, which
    JSON may hold, becomes a replacement character, and all places stay as they were."""
    text = "" if value is None else str(value)
    return text if text.isascii() else LONE.sub("\ufffd", text)


def _what_is_missing(row: dict) -> str:
    missing = [name for name in WANTED if not _plain(row.get(name)).strip()]
    return f"no {' and no '.join(missing)}" if missing else ""


def _json_lines(lines):
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield number, f"not JSON ({error})"
        else:
            yield number, row if isinstance(row, dict) else "not an object"


def _csv(path: Path):
    data = path.read_bytes()
    for coding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(coding)
        except UnicodeDecodeError:
            continue
        reader = csv.DictReader(io.StringIO(text, newline=""))
        yield from ((reader.line_num, row) for row in reader)
        return
    yield 1, "neither UTF-8 nor GB18030"


def _parquet(path: Path):
    number = 0
    for batch in parquet.ParquetFile(path).iter_batches():
        for row in batch.to_pylist():
            number += 1
            yield number, row
