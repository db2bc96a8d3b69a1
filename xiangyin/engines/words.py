"""How a text is cut so that any Chinese word in it can be found.

Chinese is written without spaces, and a dictionary that cuts it never knows the
county's own words (县融媒体中心 becomes 县融 / 媒体 / 中心). So a text is indexed by
its pairs of neighbouring characters, and a query of two or more characters becomes
the phrase of its pairs: what is written in the text is found, always. A dictionary
(rjieba) is used only to cut a long *query* into words that may stand apart.

Traditional characters are folded to simplified ones, full-width letters to plain
ones, accents to bare letters: on both sides alike.
"""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

import opencc
import rjieba

# Ideographs of every plane, 々 and 〇, kana and hangul: written without spaces.
UNSPACED = (
    "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
RUN = re.compile(f"([{UNSPACED}]+)|([^\\W_{UNSPACED}]+)")
LONGEST_TEXT = 200_000
LONGEST_QUERY = 100
LONGEST_WORD = 64
MOST_TERMS = 16
WHOLE_RUN = 4
PLACE_ENDINGS = frozenset("村镇乡县市区")


class Term(NamedTuple):
    """One thing a text must contain: words in a row, the last perhaps only begun."""

    words: tuple[str, ...]
    prefix: bool = False


@cache
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


class _Simplified(dict):
    """A table for ``str.translate`` that looks each character up once."""

    def __missing__(self, code: int) -> str:
        folded = chr(code)
        if RUN.match(folded) and code > 0x2E80:
            folded = _to_simplified().convert(folded)
        self[code] = folded
        return folded


SIMPLIFIED = _Simplified()


def fold(text: str) -> str:
    """Write ``text`` the one way it is compared in: simplified, plain, lower case.

    >>> fold("縣融媒體中心 ５Ｇ Café")
    '县融媒体中心 5g cafe'
    """
    plain = unicodedata.normalize("NFKC", text).translate(SIMPLIFIED).lower()
    if plain.isascii():
        return plain
    return "".join(map(_without_accents, plain))


@cache
def _without_accents(character: str) -> str:
    if character < "\u00c0" or character > "\u024f":
        return character
    bare = unicodedata.normalize("NFKD", character)
    return "".join(part for part in bare if not unicodedata.combining(part))


def pairs(run: str) -> list[str]:
    """The neighbouring pairs of a run of characters.

    >>> pairs("茶湾村")
    ['茶湾', '湾村']
    """
    return [run[at : at + 2] for at in range(len(run) - 1)]


def index_text(text: str) -> str:
    """Turn ``text`` into the words a search engine should keep of it.

    The last character of a run stands by itself as well, so that a query of one
    character, asked as a beginning, finds it wherever it stands.

    >>> index_text("石溪鎮開通5G基站。")
    '石溪 溪镇 镇开 开通 通 5g 基站 站'
    """
    words: list[str] = []
    for run, word in RUN.findall(fold(text[:LONGEST_TEXT])):
        if run:
            words += pairs(run)
            words.append(run[-1])
        else:
            words.append(word[:LONGEST_WORD])
    return " ".join(words)


def query_terms(query: str) -> list[Term]:
    """Turn what somebody typed into terms that must all be in the text.

    Never fails, whatever is typed: signs are left out, and what is too long is cut.

    >>> query_terms("茶")
    [Term(words=('茶',), prefix=True)]
    >>> query_terms("融媒體 5G")
    [Term(words=('融媒', '媒体'), prefix=False), Term(words=('5g',), prefix=False)]
    >>> query_terms("春季农业生产")
    [Term(words=('春季',), prefix=False), Term(words=('农业',), prefix=False), \
Term(words=('生产',), prefix=False)]
    >>> query_terms('" OR *')
    [Term(words=('or',), prefix=False)]
    """
    terms: list[Term] = []
    for run, word in RUN.findall(fold(query[:LONGEST_QUERY])):
        if run:
            terms += [_term(piece) for piece in _pieces(run)]
        else:
            cut = word[:LONGEST_WORD]
            terms.append(Term((cut,), prefix=len(cut) > 2 and cut.isalpha()))
    return list(dict.fromkeys(terms))[:MOST_TERMS]


def phrase(query: str) -> Term | None:
    """Turn what stands in quotes into words that must follow one another.

    >>> phrase("春季农业")
    Term(words=('春季', '季农', '农业'), prefix=False)
    """
    words = index_text(query[:LONGEST_QUERY]).split()
    if not words:
        return None
    *before, last = words
    if len(last) == 1 and before and before[-1].endswith(last):
        return Term(tuple(before))
    return Term(tuple(words), prefix=len(last) == 1)


def _term(piece: str) -> Term:
    if len(piece) == 1:
        return Term((piece,), prefix=True)
    return Term(tuple(pairs(piece)))


def _pieces(run: str) -> list[str]:
    """A short run is one word; a long one is cut, and its particles are left out."""
    if len(run) <= WHOLE_RUN:
        return [run]
    words = list(rjieba.cut(run))
    return [word for word in words if len(word) > 1] or words


def passages(query: str) -> re.Pattern[str] | None:
    """A pattern for the places in a *folded* text that ``query`` speaks of.

    >>> passages("採茶 tea").findall(fold("Tea: 清早采茶"))
    ['tea', '采茶']
    """
    found: list[str] = []
    for run, word in RUN.findall(fold(query[:LONGEST_QUERY])):
        found += _pieces(run) if run else [word]
    if not found:
        return None
    longest_first = sorted(set(found), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))


def cut(text: str) -> list[str]:
    """Cut a headline where a line of it may break: between words.

    Signs and the endings of places (村, 镇) stay with the word before them. Nothing is
    lost: the pieces joined are the text.

    >>> cut("石溪老拱桥修好了，只走人")
    ['石溪', '老', '拱桥', '修好', '了，', '只', '走', '人']
    """
    pieces: list[str] = []
    for word in rjieba.cut(text):
        sign = not any(character.isalnum() for character in word)
        if pieces and (sign or word in PLACE_ENDINGS):
            pieces[-1] += word
        else:
            pieces.append(word)
    return pieces


def excerpt(text: str, query: str, *, around: int = 40) -> list[tuple[str, bool]]:
    """Cut ``text`` to where it first speaks of ``query``, in pieces.

    Each piece says whether it is what was asked for. Positions are found in the
    folded text and told in the text as it is written.

    >>> excerpt("清早，沈桂香上山採茶。", "采茶", around=4)
    [('…', False), ('桂香上山', False), ('採茶', True), ('。', False)]
    """
    pattern = passages(query)
    folded, places = _folded_with_places(text)
    first = pattern.search(folded) if pattern else None
    if pattern is None or first is None:
        return [(text[: around * 3], False)] if text else []
    start = max(0, places[first.start()] - around)
    stop = places[first.start()] + around * 3
    pieces: list[tuple[str, bool]] = [("…", False)] if start else []
    done = start
    for hit in pattern.finditer(folded):
        begin, end = places[hit.start()], places[hit.end() - 1] + 1
        if begin < done or begin >= stop:
            continue
        if begin > done:
            pieces.append((text[done:begin], False))
        pieces.append((text[begin:end], True))
        done = end
    if done < len(text):
        pieces.append((text[done:stop], False))
        pieces += [("…", False)] if stop < len(text) else []
    return [piece for piece in pieces if piece[0]]


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the place it came from."""
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for part in fold(character):
            folded.append(part)
            places.append(place)
    return "".join(folded), places
