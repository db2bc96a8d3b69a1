"""Cells of the tables we write. None of them is ever a formula.

A spreadsheet runs what begins with ``=``, ``+``, ``-`` or ``@``, also behind blanks
that nobody sees, also in their full width. In XLSX a cell says itself that it is text;
in CSV nothing does, so such a text gets an apostrophe in front.
"""

import re

BLANKS = (
    "\\s\\x00-\\x20\\x7f-\\xa0\\u00ad\\u115f\\u1160\\u180e\\u200b-\\u200f"
    "\\u2028-\\u202f\\u2060-\\u206f\\u3000\\u3164\\ufeff"
)
SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
# At the beginning, and where another program may take a new cell to begin.
BEGINS = re.compile(f"((?:^|[\\t\\r\\n;])[{BLANKS}]*)(?=[{SIGNS}])")
BROKEN_OUT = re.compile("^[\\t\\r\\n]")


def looks_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet could take ``text``, or a part of it, for a formula.

    >>> looks_like_a_formula("\\u200b =1+1"), looks_like_a_formula("1=1")
    (True, False)
    """
    return bool(BEGINS.search(text) or BROKEN_OUT.search(text))


def for_csv(value):
    """Return what stands in a cell of a CSV file; numbers and days stay as they are.

    >>> for_csv("=1+1"), for_csv("a;@SUM(1)"), for_csv(-5), for_csv("春茶")
    ("'=1+1", "a;'@SUM(1)", -5, '春茶')
    """
    if not isinstance(value, str) or not looks_like_a_formula(value):
        return value
    harmless = BEGINS.sub(r"\1'", value)
    return f"'{harmless}" if BROKEN_OUT.search(harmless) else harmless
