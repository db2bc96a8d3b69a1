"""Reading the article on a web page into plain data. Meant to run in a child.

What comes in is the page's address, a line's end, and the page as it came.
"""

from typing import Any

import trafilatura

FIELDS = ("title", "text", "sitename", "date", "author")
SAMPLE = b"""<html><head><title>a</title></head><body><article><h1>a</h1>
<p>One sentence that is long enough to be taken for a text by the reader.</p>
<p>And another sentence of the same kind, of 3 October 2026, for good measure.</p>
</article></body></html>"""


def prepared(body: bytes, *, address: str) -> bytes:
    """What :func:`read` takes."""
    return address.encode("utf-8", "replace").replace(b"\n", b"") + b"\n" + body


def read(data: bytes) -> dict:
    """Return what was found of ``title, text, sitename, date, author``, as texts.

    >>> read(prepared(SAMPLE, address="http://a.example/1"))["title"]
    'a'
    >>> read(prepared(b"", address="http://a.example/1"))["title"]
    ''
    """
    address, _line, body = data.partition(b"\n")
    found: Any = trafilatura.bare_extraction(
        body, url=address.decode(), with_metadata=True, include_comments=False
    )
    told = found.as_dict() if found is not None else {}
    return {name: str(told.get(name) or "") for name in FIELDS}


def warm_up() -> None:
    """Have the parser load what it loads at first use."""
    read(prepared(SAMPLE, address="http://a.example/"))
