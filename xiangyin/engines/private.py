"""What in a text says who somebody is, or where to find them.

For texts that are to be published: numbers of telephones, identity cards, bank cards,
number plates, e-mail addresses, doors and rooms, and the names one is given. It finds
what has a form; whether a sentence betrays somebody in another way a person decides.

Source of the identity number: GB 11643-1999, with its check digit.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

PHONE, IDENTITY, CARD = "phone", "identity", "card"
MAIL, PLATE, DOOR, NAME = "mail", "plate", "door", "name"

SHORTEST_NAME = 2
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
CARD_DIGITS = range(15, 20)

# Digits as people type them: full width, with spaces or hyphens between.
PLAIN = str.maketrans("０１２３４５６７８９Ｘｘ－—–", "0123456789Xx---")
NUMBER = r"(?<![\dA-Za-z]){}(?![\dA-Za-z])"


@dataclass(frozen=True, order=True)
class Finding:
    """A stretch of the text, and what it looks like."""

    start: int
    end: int
    kind: str
    words: str


def find(text: str, *, names: Iterable[str] = ()) -> list[Finding]:
    """Everything that looks personal, in the order of the text.

    >>> [each.kind for each in find("请打13812345678找我，11010519491231002X")]
    ['phone', 'identity']
    >>> [each.words for each in find("张小满家住3栋2单元501室", names=["张小满"])]
    ['张小满', '3栋2单元501室']
    """
    plain = text.translate(PLAIN)
    found: list[Finding] = []
    for kind, pattern, is_one in LOOKS:
        for match in pattern.finditer(plain):
            start, end = match.span()
            free = all(end <= each.start or start >= each.end for each in found)
            if free and is_one(match.group()):
                found.append(Finding(start, end, kind, text[start:end]))
    for name in names:
        if len(name.strip()) >= SHORTEST_NAME:
            pattern = re.compile(re.escape(name.strip()), re.I)
            found += [
                Finding(*match.span(), NAME, match.group())
                for match in pattern.finditer(text)
            ]
    return sorted(set(found))


def hide(text: str, findings: Iterable[Finding], *, by: str = "■■") -> str:
    """The text with every finding replaced.

    >>> hide("请打13812345678找我", find("请打13812345678找我"))
    '请打■■找我'
    """
    for each in sorted(findings, reverse=True):
        text = text[: each.start] + by + text[each.end :]
    return text


def _digits(words: str) -> str:
    return re.sub(r"[^0-9Xx]", "", words).upper()


def is_identity(words: str) -> bool:
    """Whether the last character is the one that the seventeen before it ask for."""
    digits = _digits(words)
    total = sum(int(d) * w for d, w in zip(digits[:17], WEIGHTS, strict=True))
    return CHECKS[total % 11] == digits[17]


def is_card(words: str) -> bool:
    """Whether the digits satisfy the check of payment cards (ISO/IEC 7812-1)."""
    digits = _digits(words)
    doubled = [
        int(digit) * (2 if place % 2 else 1)
        for place, digit in enumerate(reversed(digits))
    ]
    total = sum(value // 10 + value % 10 for value in doubled)
    return len(digits) in CARD_DIGITS and total % 10 == 0


def _always(_words: str) -> bool:
    return True


PLACES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
COUNT = r"[0-9一二三四五六七八九十百]{1,5}"
LOOKS: list[tuple[str, re.Pattern, Callable[[str], bool]]] = [
    (
        IDENTITY,
        re.compile(NUMBER.format(r"\d{6}[ -]?(?:18|19|20)\d{6}[ -]?\d{3}[\dXx]")),
        is_identity,
    ),
    (
        CARD,
        re.compile(NUMBER.format(r"\d{4}(?:[ -]?\d{3,4}){2,3}(?:[ -]?\d{1,4})?")),
        is_card,
    ),
    (
        PHONE,
        re.compile(NUMBER.format(r"(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}")),
        _always,
    ),
    (PHONE, re.compile(NUMBER.format(r"(?:0\d{2,3}[ -]\d{7,8}|0\d{9,11})")), _always),
    (MAIL, re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII), _always),
    (
        PLATE,
        re.compile(rf"[{PLACES}][A-Z][·\s]?[A-HJ-NP-Z0-9]{{5,6}}(?![A-Za-z0-9])"),
        _always,
    ),
    (
        DOOR,
        re.compile(
            rf"{COUNT}\s?(?:栋|幢|座|号楼)\s?(?:{COUNT}\s?单元)?\s?{COUNT}\s?(?:室|号)"
            rf"|{COUNT}\s?单元\s?{COUNT}\s?(?:室|号)"
            rf"|[路街巷道弄组村]\s?{COUNT}\s?号(?!线|楼|院)"
        ),
        _always,
    ),
]
