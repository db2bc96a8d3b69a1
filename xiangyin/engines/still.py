"""A web page made still: with its styles and pictures in it, and nothing that acts.

Meant to run in a child. First :func:`wanted` says which addresses a page is dressed
with; whoever calls fetches them; then :func:`stilled` puts them in and takes out
scripts, frames, forms' actions, links to elsewhere and whatever else would act or call.
What comes and goes is JSON, because a child takes bytes.
"""

import base64
import json
import re
from urllib.parse import urljoin

import lxml.html

MOST_STYLES, MOST_PICTURES = 12, 40
CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w.-]+)""", re.I)
DECLARED = re.compile(r"\A\s*<\?xml[^>]*\?>")
# Where Chinese sites keep a picture's address until it is scrolled to.
LATER = ("data-src", "data-original", "data-lazy-src", "data-actualsrc")
DROPPED = (
    *("script", "noscript", "template", "iframe", "frame", "frameset", "object"),
    *("embed", "applet", "base", "meta", "link", "audio", "video", "source", "track"),
    *("portal", "fencedframe"),
)
# What an element may keep of what names another address.
CALLING = {
    *("href", "src", "srcset", "action", "formaction", "background", "poster", "data"),
    *("ping", "manifest", "cite", "longdesc", "usemap", "xlink:href", "imagesrcset"),
    *LATER,
}
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
PICTURES = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n": "image/png",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
}
# A style must not end its own element; in CSS this is the same character.
LESS_THAN = "\\3c "


def prepared(
    body: bytes, *, address: str, charset: str = "", parts: dict | None = None
) -> bytes:
    """What both functions take. ``parts`` are bytes by the address they came from."""
    told = {
        "address": address,
        "charset": charset,
        "body": _wrapped(body),
        "parts": {name: _wrapped(data) for name, data in (parts or {}).items()},
    }
    return json.dumps(told).encode()


def wanted(data: bytes) -> list[str]:
    """The addresses of a page's styles and pictures, each once, styles first.

    >>> page = b'<link rel=stylesheet href=/a.css><img src=b.png><img data-src=c.png>'
    >>> wanted(prepared(page, address="http://x.cn/d/"))
    ['http://x.cn/a.css', 'http://x.cn/d/b.png', 'http://x.cn/d/c.png']
    """
    told = json.loads(data)
    tree, base = _read(told)
    if tree is None:
        return []
    styles = [_joined(base, link.get("href")) for link in _styles(tree)]
    pictures = [_joined(base, _picture_of(image)) for image in tree.iter("img")]
    return [
        *list(dict.fromkeys(filter(None, styles)))[:MOST_STYLES],
        *list(dict.fromkeys(filter(None, pictures)))[:MOST_PICTURES],
    ]


def stilled(data: bytes) -> str:
    """The page with its parts in it, and nothing that acts or calls.

    >>> page = b'<p onclick=x()>a<script>b</script><img src=/c.png><a href=//d>e</a>'
    >>> told = prepared(page, address="http://x.cn/", parts={"http://x.cn/c.png": b"GIF8"})
    >>> stilled(told).partition("<body>")[2]
    '<p>a<img src="data:image/gif;base64,R0lGOA=="><a>e</a></p></body></html>'
    """
    told = json.loads(data)
    tree, base = _read(told)
    if tree is None:
        return ""
    parts = {name: base64.b64decode(data) for name, data in told["parts"].items()}
    sheets = [
        decoded(parts[address])
        for link in _styles(tree)
        if (address := _joined(base, link.get("href"))) in parts
    ]
    own = [each.text or "" for each in tree.iter("style")]
    for image in tree.iter("img"):
        _put_in(image, parts.get(_joined(base, _picture_of(image)), b""))
    _take_out(tree)
    head = tree.find("head")
    if head is None:
        head = lxml.html.Element("head")
        tree.insert(0, head)
    _dress(head, [*sheets, *own])
    return str(lxml.html.tostring(tree, encoding="unicode", doctype="<!DOCTYPE html>"))


def text_of(data: bytes) -> str:
    """The words of a whole page, for one in which no article is found.

    >>> text_of(prepared(b"<p>one</p><script>x()</script><p>two</p>", address=""))
    'one\\ntwo'
    """
    tree, _base = _read(json.loads(data))
    if tree is None:
        return ""
    _take_out(tree)
    words = (piece.strip() for piece in tree.itertext())
    return "\n".join(piece for piece in words if piece)


def decoded(body: bytes, charset: str = "") -> str:
    """Bytes of a page or style as text: as its server or it says, else as it reads.

    >>> decoded("春耕".encode("gbk")), decoded("春耕".encode()), decoded(b"a", "no-such")
    ('春耕', '春耕', 'a')
    """
    said = CHARSET.search(body[:4096])
    told = [charset, said.group(1).decode("ascii") if said else ""]
    for name in [*filter(None, told), "utf-8"]:
        # What calls itself GB2312 is written in what came after it.
        name = "gb18030" if name.lower() in {"gb2312", "gbk", "gb_2312"} else name
        try:
            return body.decode(name)
        except (LookupError, UnicodeError):
            continue
    return body.decode("gb18030", "replace")


def _wrapped(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _read(told: dict):
    """The page as a tree, and the address its links start from; None where it is none."""
    text = decoded(base64.b64decode(told["body"]), told["charset"])
    text = DECLARED.sub("", text.replace("\x00", ""))
    try:
        tree = lxml.html.document_fromstring(text)
    except (lxml.etree.ParserError, ValueError):
        return None, ""
    base = next((each.get("href") for each in tree.iter("base")), "")
    return tree, _joined(told["address"], base) or told["address"]


def _styles(tree):
    """The links to style sheets for a screen."""
    for link in tree.iter("link"):
        kinds = (link.get("rel") or "").lower().split()
        if "stylesheet" in kinds and (link.get("media") or "all").lower() != "print":
            yield link


def _picture_of(image) -> str:
    """Where a picture stands, also when its page fills it in later."""
    later = next((image.get(name) for name in LATER if image.get(name)), "")
    return later or image.get("src") or ""


def _joined(base: str, address: str | None) -> str:
    try:
        whole = urljoin(base, (address or "").strip())
    except ValueError:
        return ""
    return whole if whole.startswith(("http://", "https://")) else ""


def _put_in(image, data: bytes) -> None:
    kind = next((kind for mark, kind in PICTURES.items() if data.startswith(mark)), "")
    for name in (*LATER, "srcset", "src", "loading"):
        image.attrib.pop(name, None)
    if kind:
        image.set("src", f"data:{kind};base64,{_wrapped(data)}")


def _take_out(tree) -> None:
    for element in list(tree.iter()):
        if not isinstance(element.tag, str):
            _drop(element)  # comments, and instructions to a program
        elif element.tag.lower() in DROPPED or element.tag.lower() == "style":
            _drop(element)
        else:
            _hush(element)


def _drop(element) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _hush(element) -> None:
    for name, value in list(element.attrib.items()):
        bare = name.lower()
        in_it = bare == "src" and value.startswith("data:image/")
        if bare.startswith("on") or (bare in CALLING and not in_it):
            del element.attrib[name]


def _dress(head, sheets: list[str]) -> None:
    policy = lxml.html.Element("meta")
    policy.set("http-equiv", "Content-Security-Policy")
    policy.set("content", POLICY)
    head.insert(0, policy)
    for sheet in sheets:
        style = lxml.html.Element("style")
        style.text = sheet.replace("<", LESS_THAN)
        head.append(style)


def warm_up() -> None:
    """Have the parser load what it loads at first use."""
    stilled(prepared(b"<p>a", address="http://a.example/"))
