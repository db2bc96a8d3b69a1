"""A text as it is compared, and the tokens by which it is found.

A token is a character, a pair of neighbouring characters, or a word of another script
with its beginnings. Two characters are found by their pair alone. Three and more by
their pairs, and by looking into the text whether these stand in a row (``needle``): a
row holds nothing of where its tokens stand, and so it is small.
"""

import re

from ..words import LONGEST_TEXT, LONGEST_WORD, RUN, fold

# Marks before tokens of a title, of a lead, and of what is no word at all (``§s4``).
# Folding takes such signs away, so nobody can ask for them.
TITLE, LEAD, FACT = "¹", "²", "§"
SHORTEST_BEGINNING, LONGEST_BEGINNING = 3, 12
UNSPACED_FROM = "\u3005"
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def written(text: str) -> str:
    """The text as it is compared: folded, signs gone, other scripts set apart.

    >>> written("石溪鎮開通５Ｇ基站，花了1,200萬元！")
    ' 石溪镇开通 5g 基站 花了 1200 万元 '
    """
    folded = THOUSANDS.sub("", fold(text[:LONGEST_TEXT]))
    parts = (run or word[:LONGEST_WORD] for run, word in RUN.findall(folded))
    return f" {' '.join(parts)} ".replace("  ", " ")


def is_unspaced(run: str) -> bool:
    """Whether a run of a written text is of a script without spaces."""
    match = RUN.match(run)
    return bool(match and match.group(1))


def tokens_of(written_text: str, mark: str = "") -> set[str]:
    """Every token a text in its written form is kept by.

    >>> sorted(tokens_of(" 春茶 gdp "))
    ['gdp', '春', '春茶', '茶']
    """
    unspaced, others = parted(written_text)
    found = set(others)
    for run in unspaced:
        found.update(run)
        found.update(run[at : at + 2] for at in range(len(run) - 1))
    return {mark + token for token in found} if mark else found


def parted(written_text: str) -> tuple[list[str], set[str]]:
    """Runs without spaces, and the tokens of all other words."""
    unspaced, others = [], set()
    for run in written_text.split():
        if is_unspaced(run):
            unspaced.append(run)
        else:
            others |= beginnings(run)
    return unspaced, others


def beginnings(word: str) -> set[str]:
    """A word with how it begins, so that half of it is enough to find it.

    >>> sorted(beginnings("reeds"))
    ['ree', 'reed', 'reeds']
    """
    if not word.isalpha():
        return {word}
    longest = min(len(word), LONGEST_BEGINNING)
    return {word} | {word[:end] for end in range(SHORTEST_BEGINNING, longest)}


def needed(piece: str) -> set[str]:
    """The tokens that a text must have to hold ``piece``, which is in written form.

    >>> sorted(needed("春茶开")), sorted(needed("5g 茶"))
    (['春茶', '茶开'], ['5g', '茶'])
    """
    found = set()
    for run in piece.split():
        if not is_unspaced(run) or len(run) == 1:
            found.add(run)
        else:
            found.update(run[at : at + 2] for at in range(len(run) - 1))
    return found
