"""A bulletin as a document that anybody can check: plain values and their hash."""

import hashlib
import json
from typing import Any

from xiangyin.kernel.papers.charts import plain_number

from ..models import BuiltIn
from .bulletin import Bulletin, Row


def as_document(told: Bulletin) -> dict[str, Any]:
    """The bulletin as plain values.

    ``{"month", "scheme", "rows": [{"unit", "kind", "items": {TIER: n}, "total",
    "points"}], "totals": {"items", "total", "points"}, "hash"}``, the same in every
    language. ``month`` is the period's key. The hash is that of :func:`hash_of`.

    A tier stands in it by its code: the five always, one of the office's own where
    it counts something. So no tier that is added, renamed, moved or retired later
    changes what the same placements give.
    """
    codes = _codes(told)
    document = {
        "month": told.key,
        "scheme": "; ".join(scheme.name for scheme in told.schemes),
        "rows": [
            {"unit": _unit(row), "kind": row.kind, **_cells(row, codes)}
            for row in told.rows
        ],
        "totals": _cells(told.total, codes),
    }
    return document | {"hash": hash_of(document)}


def hash_of(document: dict[str, Any]) -> str:
    """SHA-256 of the document without its hash, as JSON with sorted names, no spaces.

    >>> hash_of({"b": 1, "a": "县", "hash": "…"}) == hash_of({"a": "县", "b": 1})
    True
    """
    plain = {name: value for name, value in document.items() if name != "hash"}
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _unit(row: Row) -> str:
    return row.unit.name if row.unit else "联合供稿（各单位重复计入）"


def _codes(told: Bulletin) -> set[str]:
    found = {code for row in told.rows for code, many in row.counts.items() if many}
    return found | set(BuiltIn.values)


def _cells(row: Row, codes: set[str]) -> dict[str, Any]:
    return {
        "items": {code: many for code, many in row.counts.items() if code in codes},
        "total": row.items,
        "points": plain_number(row.points),
    }
