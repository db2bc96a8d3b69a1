"""A page in traditional characters: its words are converted, its data are not.

Converted by phrases, for one simplified character is several traditional ones (头发 is
頭髮, 发展 is 發展). A phrase may be cut by tags inside of a line, such as the ``<wbr>``
of a headline: what a reader sees as one line is converted as one.
"""

import re
from functools import cache

import opencc

# A comment or an element whose content is no text of the page, or is what somebody
# typed; a tag; and between them, text.
PIECE = re.compile(
    r"<!--.*?-->|<(?P<kept>script|style|textarea|code)\b.*?</(?P=kept)\s*>|<[^>]*>",
    re.DOTALL | re.IGNORECASE,
)
IN_A_LINE = frozenset({"a", "abbr", "b", "em", "i", "mark", "q", "small", "span"}) | {
    *("strong", "sub", "sup", "time", "u", "wbr")
}
NAME = re.compile(r"</?\s*([a-zA-Z][a-zA-Z0-9]*)")
# What a screen reader says, a hint or a button shows. All others are addresses, values,
# keys.
SPOKEN = re.compile(
    r"(?P<before>\s(?:alt|title|label|aria-label|placeholder|data-(?:listen|pause|on))=\")"
    r'(?P<words>[^"]*)'
)
SAID_TO_MACHINES = re.compile(r'(?P<before>\scontent=")(?P<words>[^"]*)')
DESCRIBES = re.compile(r'<meta\s[^>]*(?:description|title|:alt)"', re.IGNORECASE)
SIMPLIFIED = re.compile(r'(\slang=")zh-(?:hans|cn)(?=")', re.IGNORECASE)
UNTOUCHED = re.compile(r'\stranslate="no"')
CHINESE = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
# OpenCC's standard takes the oldest form of some characters; papers take these.
COMMON = str.maketrans("喫麪羣牀峯爲衆啓竈", "吃麵群床峰為眾啟灶")
BETWEEN = "\x1e"


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def in_traditional(text: str) -> str:
    """Plain text in traditional characters.

    >>> in_traditional("头发长了，发展也快；里面的群众吃面条")
    '頭髮長了，發展也快；裏面的群眾吃麵條'
    """
    return _converter().convert(text).translate(COMMON)


def page_in_traditional(html: str) -> str:
    """A page with its words converted; addresses and what was typed stay as they are.

    >>> page_in_traditional('<a href="/s/?q=头发" title="头发">理<wbr>发</a>店')
    '<a href="/s/?q=头发" title="頭髮">理<wbr>髮</a>店'
    >>> page_in_traditional('<p lang="zh-hans"><input value="发展"> 发展</p>')
    '<p lang="zh-Hant"><input value="发展"> 發展</p>'
    >>> page_in_traditional('<button translate="no">简体</button><p>繁体</p>')
    '<button translate="no">简体</button><p>繁體</p>'
    """
    pieces = _pieces(html)
    lines: list[list[int]] = [[]]
    for number, (text, is_text) in enumerate(pieces):
        if is_text:
            lines[-1].append(number)
        elif not _stays_in_line(text):
            lines.append([])
    lines = [line for line in lines if any(CHINESE.search(pieces[n][0]) for n in line)]
    told = BETWEEN.join("".join(pieces[n][0] for n in line) for line in lines)
    out = [_tag(text) if text[:1] == "<" else text for text, _is_text in pieces]
    for line, converted in zip(
        lines, in_traditional(told).split(BETWEEN), strict=False
    ):
        _put_back(line, converted, pieces, out)
    return "".join(out)


def _pieces(html: str) -> list[tuple[str, bool]]:
    """The page cut into tags and texts, each with whether it is to be converted."""
    html = html.replace(BETWEEN, "")
    pieces, at, tag = [], 0, ""
    for found in PIECE.finditer(html):
        if found.start() > at:
            converts = UNTOUCHED.search(tag) is None
            pieces.append((html[at : found.start()], converts))
        tag = found.group()
        pieces.append((tag, False))
        at = found.end()
    if at < len(html):
        pieces.append((html[at:], True))
    return pieces


def _stays_in_line(tag: str) -> bool:
    return _name(tag) in IN_A_LINE


def _name(tag: str) -> str:
    found = NAME.match(tag)
    return found.group(1).lower() if found else ""


def _put_back(line, converted: str, pieces, out) -> None:
    """Share a converted line among its pieces; one of another length is done singly."""
    lengths = [len(pieces[number][0]) for number in line]
    if sum(lengths) != len(converted):
        for number in line:
            out[number] = in_traditional(pieces[number][0])
        return
    at = 0
    for number, length in zip(line, lengths, strict=True):
        out[number] = converted[at : at + length]
        at += length


def _tag(tag: str) -> str:
    """A tag whose spoken words are converted, and which tells the right script."""
    if tag[:2] in ("</", "<!"):
        return tag
    if _name(tag) in ("script", "style", "textarea"):
        return tag
    tag = SIMPLIFIED.sub(r"\1zh-Hant", tag)
    if not CHINESE.search(tag):
        return tag
    if DESCRIBES.match(tag):
        return SAID_TO_MACHINES.sub(_words, tag)
    return SPOKEN.sub(_words, tag)


def _words(found: re.Match) -> str:
    return found["before"] + in_traditional(found["words"])
