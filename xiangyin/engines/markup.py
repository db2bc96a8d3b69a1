"""Rich text of a story: the few tags it may have, and nothing else."""

import re
from html import unescape

import nh3

TAGS = {"p", "br", "b", "strong", "i", "em", "a", "ul", "ol", "li"}
SCHEMES = {"http", "https", "mailto", "tel"}
ATTRIBUTES = {
    # As the editor keeps it: a link to a page of ours is the page's number.
    "kept": {
        "a": {"href", "linktype", "id"},
        "p": {"data-block-key"},
        "li": {"data-block-key"},
    },
    "shown": {"a": {"href"}},
}
# What differs between how nh3 and the editor write the same text.
SPELLINGS = {"<br>": "<br/>", "&nbsp;": "\xa0", "\r\n": "\n", "\r": "\n"}
OTHERWISE = re.compile("|".join(SPELLINGS))
BLOCK_ENDS = re.compile(r"<br\s*/?>|</(?:p|li)>")


def clean_kept(html: str) -> str:
    """Rich text as it is kept: well formed, for the editor raises on what is not.

    What the editor wrote itself comes back unchanged.

    >>> clean_kept('<p onclick="x()">春<script>x()</script>茶<br/><b>香</p>')
    '<p>春茶<br/><b>香</b></p>'
    """
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES["kept"],
        url_schemes=SCHEMES,
        link_rel=None,
    )
    return OTHERWISE.sub(lambda found: SPELLINGS[found.group()], cleaned)


def clean_shown(html: str) -> str:
    """Rich text as a page shows it.

    >>> clean_shown('<p data-block-key="a">看<a href="javascript:x()">这里</a></p>')
    '<p>看<a rel="noopener">这里</a></p>'
    """
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES["shown"],
        url_schemes=SCHEMES,
        link_rel="noopener",
    )


def words_of(html: str) -> str:
    """The words of rich text without its tags; its paragraphs stay lines.

    >>> words_of("<p>春茶</p><li>开采 &lt;了&gt;</li>")
    '春茶\\n开采 <了>'
    """
    lines = BLOCK_ENDS.sub("\n", html).split("\n")
    words = (unescape(nh3.clean(line, tags=set())).strip() for line in lines)
    return "\n".join(line for line in words if line)
