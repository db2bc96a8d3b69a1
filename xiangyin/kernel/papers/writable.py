"""What a document can hold of what stands in the database."""

import re

# XML has no place for these, and a page shows nothing for them.
UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"
)


def writable(text: str) -> str:
    """The text without what no document can hold.

    >>> writable("春\\x00茶\\x0b")
    '春茶'
    """
    return UNWRITABLE.sub("", text)


def on_one_line(text: str) -> str:
    """The same for a cell or heading on paper: blanks of any kind are one blank.

    >>> on_one_line(" 石溪镇\\n茶湾村 ")
    '石溪镇 茶湾村'
    """
    return " ".join(writable(text).split())
