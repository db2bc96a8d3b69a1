"""Numbers in Chinese and English texts, and which of them were changed."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}
DIGITS |= {"〇": 0, "两": 2}
PLACES = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10_000, "亿": 100_000_000}
UNITS = (
    "亩个名位户吨斤公元年月日天次座条家项里米层栋岁台辆套场棵株头只群平千万亿%"
    "人件处所间届期倍度张"
)
NUMBER = re.compile(
    r"(?P<arabic>\d+(?:[,，]\d{3})*(?:[.．]\d+)?)\s?(?P<big>[万亿]?)"
    r"|(?P<chinese>[〇零一二三四五六七八九十百千万亿两]{2,}"
    rf"|[一二三四五六七八九十两](?=[{UNITS}]))"
)
NEXT = re.compile(rf"\s?(?:%|％|公里|公顷|公斤|万元|[{UNITS}]|[A-Za-z]+)")


@dataclass(frozen=True)
class Number:
    """A number where it stands. Equal values are equal however they are written."""

    value: float
    shown: str
    start: int
    end: int


def numbers_in(text: str) -> list[Number]:
    """Every number of a text.

    >>> [(each.value, each.shown) for each in numbers_in("320亩，三百户，1.2万元")]
    [(320.0, '320亩'), (300.0, '三百户'), (12000.0, '1.2万元')]
    """
    found = []
    for match in NUMBER.finditer(text):
        value = _value(match)
        if value is None:
            continue
        unit = NEXT.match(text, match.end())
        shown = match.group() + (unit.group() if unit else "")
        found.append(Number(value, shown.strip(), match.start(), match.end()))
    return found


def _value(match: re.Match) -> float | None:
    if match["chinese"]:
        return _chinese(match["chinese"])
    plain = unicodedata.normalize("NFKC", match["arabic"]).replace(",", "")
    return float(plain) * MYRIADS.get(match["big"], 1)


def _chinese(written: str) -> float | None:
    """Read a number in Chinese characters.

    >>> _chinese("三百二十"), _chinese("二〇二六"), _chinese("一万两千"), _chinese("十五")
    (320.0, 2026.0, 12000.0, 15.0)
    """
    if all(char in DIGITS for char in written):
        return float("".join(str(DIGITS[char]) for char in written))
    total = part = digit = 0
    for char in written:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in PLACES:
            part += (digit or 1) * PLACES[char]
            digit = 0
        else:
            total = (total + part + digit) * MYRIADS[char]
            part = digit = 0
    return float(total + part + digit) or None


def changed_numbers(
    ours: list[Number], theirs: list[Number]
) -> list[tuple[Number, Number]]:
    """Pairs of numbers that stand in each other's place but differ."""
    matcher = SequenceMatcher(
        a=[each.value for each in ours],
        b=[each.value for each in theirs],
        autojunk=False,
    )
    changed: list[tuple[Number, Number]] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "replace" and i2 - i1 == j2 - j1:
            changed += zip(ours[i1:i2], theirs[j1:j2], strict=True)
    return changed
