"""A page made still: dressed with what was fetched, and nothing in it acts or calls."""

import re
from itertools import product

import lxml.html
import pytest

from xiangyin.engines import child, still

ADDRESS = "http://qz.example/news/1.html"
GIF = b"GIF89a" + b"\x00" * 20


def stilled(page: str, **parts) -> str:
    data = still.prepared(page.encode(), address=ADDRESS, **parts)
    return child.run("xiangyin.engines.still:stilled", data)


def calling(html: str) -> list[str]:
    """What in a page would act, or name another address than a picture within it."""
    tree = lxml.html.document_fromstring(html)
    told = [each.tag for each in tree.iter(*still.DROPPED) if each.tag != "meta"]
    for element in tree.iter():
        for name, value in element.attrib.items():
            if name.startswith("on") or re.match(
                r"(https?:)?//|javascript:|file:|.*url=", value
            ):
                told.append(f"{element.tag} {name}")
    return told


HOSTILE = [
    "<script>x()</script>",
    "<ScRiPt src=//evil.example/a.js></sCrIpT>",
    "<p onclick=x() onmouseover=y()>a",
    "<iframe src=file:///etc/passwd></iframe>",
    "<object data=http://evil.example/a></object>",
    "<embed src=//evil.example/a>",
    "<meta http-equiv=refresh content='0;url=file:///etc/passwd'>",
    "<base href=http://evil.example/>",
    "<link rel=prefetch href=//evil.example/a>",
    "<img src=http://evil.example/a.gif srcset='http://evil.example/b 2x'>",
    "<img data-src=//evil.example/lazy.png>",
    "<video poster=//evil.example/a><source src=//evil.example/b></video>",
    "<form action=http://evil.example/><input type=image src=//evil.example/c></form>",
    "<svg><script>x()</script><use xlink:href=//evil.example/d></use></svg>",
    "<body background=http://evil.example/e>",
    "<template><script>x()</script></template><noscript><img src=//evil.example/f></noscript>",
    "<!-- <script>x()</script> --><?php evil ?>",
]


@pytest.mark.parametrize("page", HOSTILE)
def test_nothing_in_it_acts_or_calls(page):
    assert calling(stilled(f"<html><body>{page}<p>春耕</p></body></html>")) == []


@pytest.mark.parametrize("page", HOSTILE[:14])
def test_as_it_came_it_would(page):
    """The twin: what is looked for is in the page as it came."""
    assert calling(f"<html><body>{page}</body></html>") != []


def test_styles_and_pictures_are_put_in_and_other_bytes_are_not():
    page = (
        "<head><link rel=stylesheet href=a.css></head>"
        "<img src=/b.gif><img data-original=c.gif src=wait.gif><img src=d.gif>"
    )
    parts = {
        "http://qz.example/news/a.css": b"p{color:red}</style><script>x()</script>",
        "http://qz.example/b.gif": GIF,
        "http://qz.example/news/c.gif": GIF,
        "http://qz.example/news/d.gif": b"<html>no picture</html>",
    }

    tree = lxml.html.document_fromstring(stilled(page, parts=parts))

    assert [each.get("src", "")[:15] for each in tree.iter("img")] == [
        "data:image/gif;",
        "data:image/gif;",
        "",
    ]
    assert [each.tag for each in tree.iter("script")] == []
    assert tree.find(".//style").text.startswith("p{color:red}")


def test_a_page_asks_for_so_many_parts_and_no_more():
    links = "".join(f"<link rel=stylesheet href={n}.css>" for n in range(40))
    images = "".join(f"<img src={n}.gif>" for n in range(90))
    data = still.prepared(f"{links}{images}".encode(), address=ADDRESS)

    assert len(still.wanted(data)) == still.MOST_STYLES + still.MOST_PICTURES


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        ("<meta charset=gb2312><p>龙䶮".encode("gb18030"), ""),
        ("<p>龙䶮".encode("gbk", "ignore") + "䶮".encode("gb18030"), "GBK"),
        ("<?xml version='1.0' encoding='utf-8'?><p>龙䶮".encode(), "utf-8"),
        ("<meta charset=no-such><p>龙䶮".encode(), "no-such-either"),
    ],
)
def test_a_page_is_read_in_the_letters_it_was_written_in(body, charset):
    data = still.prepared(body, address=ADDRESS, charset=charset)

    assert still.text_of(data) == "龙䶮"


@pytest.mark.parametrize(
    ("function", "nothing"), [("wanted", []), ("stilled", ""), ("text_of", "")]
)
def test_what_is_no_page_gives_nothing(function, nothing):
    data = still.prepared(b"\x00", address=ADDRESS)

    assert getattr(still, function)(data) == nothing


@pytest.mark.parametrize(
    ("where", "address"),
    product(["src", "href"], ["http://[", "javascript:x()", "data:a"]),
)
def test_an_address_that_is_none_is_passed_over(where, address):
    tag = "img" if where == "src" else "link rel=stylesheet"
    page = f'<base href="http://["><{tag} {where}="{address}">'

    assert still.wanted(still.prepared(page.encode(), address=ADDRESS)) == []


def test_a_style_for_paper_and_a_page_without_a_head_are_no_trouble():
    page = "<link rel=stylesheet media=print href=a.css><p>春耕"

    assert still.wanted(still.prepared(page.encode(), address=ADDRESS)) == []
    assert "春耕" in stilled(page)


def test_what_a_page_declares_is_not_believed(tmp_path):
    """An entity is neither unfolded nor fetched: this is no XML."""
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    page = (
        f'<!DOCTYPE html [<!ENTITY a SYSTEM "file://{secret}"><!ENTITY b "&c;&c;">'
        '<!ENTITY c "laut">]><p>春耕 &a; &b;</p>'
    )

    told = stilled(page)

    assert "geheim" not in told
    assert "lautlaut" not in told
    assert "春耕" in told
