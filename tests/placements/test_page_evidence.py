"""The worker keeps the page of what carried us: politely, once, and whatever it holds."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image

from tests.factories.placements import STORY, ArticleFactory, a_placement
from tests.gateways.fakes import FakeFetch
from xiangyin.engines import child, drawing
from xiangyin.gateways.fetch import Page, Unreachable
from xiangyin.placements import tasks
from xiangyin.placements.models import Evidence, WantedEvidence
from xiangyin.placements.services import page_evidence as service
from xiangyin.placements.services.page_evidence import parts_of, take_due

pytestmark = pytest.mark.django_db
ADDRESS = "https://qz.example/1.html"
PAGE = f"<html><head><title>茶湾村晚稻开镰</title></head><body><article><h1>茶湾村晚稻开镰</h1><p>{STORY}</p></article></body></html>"


def a_jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1280, 3000), "white").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def web(settings, monkeypatch):
    """A web of one page, and a browser that draws everything white."""
    web = FakeFetch({ADDRESS: PAGE})
    monkeypatch.setattr(service, "the_fetch", lambda: web)
    monkeypatch.setattr(drawing, "browser", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(drawing, "draw", lambda html: a_jpeg())
    return web


def wanted(address=ADDRESS, **told) -> WantedEvidence:
    placement = a_placement(article=ArticleFactory(address=address))
    told = {"next_try_at": timezone.now(), **told}
    return WantedEvidence.objects.create(article=placement.article, **told)


def take(now=None) -> int:
    return take_due(now=now or timezone.now())


def test_text_and_picture_of_the_page_are_kept_with_their_day(county, web):
    each = wanted()

    take()

    kept = {one.kind: one for one in Evidence.objects.all()}
    each.refresh_from_db()
    assert set(kept) == {"text", "picture"}
    assert (each.next_try_at, each.problem) == (None, "")
    lines = kept["text"].file.read().decode().splitlines()
    assert lines[0] == ADDRESS
    assert lines[1][:10] == f"{timezone.localtime():%Y-%m-%d}"
    assert lines[-1].startswith(STORY.splitlines()[0])
    assert Image.open(kept["picture"].file).size == (1280, 3000)
    assert {one.by for one in kept.values()} == {None}
    assert each.article.placements.get().has_evidence


def test_what_is_not_due_is_not_asked_for(county, web):
    wanted(next_try_at=timezone.now() + timedelta(hours=1))
    wanted(address="https://qz.example/2", next_try_at=None)

    assert (take(), web.asked) == (0, [])


def test_of_one_host_one_page_is_asked_for_at_a_time(county, web):
    for number in (1, 2, 3):
        wanted(f"https://qz.example/{number}")
    wanted("https://other.example/1")

    assert [take(), take(), take(), take()] == [2, 1, 1, 0]


def test_without_a_host_at_a_time_it_would_be_asked_for_all_at_once(
    county, web, monkeypatch
):
    """The twin: it is the host that keeps them apart."""
    for number in (1, 2, 3):
        wanted(f"https://qz.example/{number}")
    monkeypatch.setattr(service, "host_of", lambda address: address)

    assert take() == 3


def test_two_workers_take_a_page_once(county, web):
    each = wanted()
    now = timezone.now()

    first = service.lease_due(now=now)
    second = service.lease_due(now=now)

    assert (first, second) == ([each], [])
    assert not service._lease(each, now=now)


@pytest.mark.parametrize(
    "answer",
    [Unreachable(), Page(ADDRESS, 404), Page(ADDRESS, 500), Page(ADDRESS, 304)],
)
def test_what_cannot_be_had_is_told_and_tried_again(county, web, answer):
    web.pages[ADDRESS] = answer
    each = wanted()
    now = timezone.now()

    waits = []
    for _try in range(4):
        take(now)
        each.refresh_from_db()
        waits.append(
            each.next_try_at
            and round((each.next_try_at - timezone.now()) / timedelta(hours=1))
        )
        now = each.next_try_at or now

    assert waits == [1, 24, 72, None]
    assert each.problem != ""
    assert not Evidence.objects.exists()


def test_without_a_browser_the_text_is_kept_and_a_screenshot_asked_for(
    county, web, monkeypatch
):
    monkeypatch.setattr(drawing, "browser", lambda: "")
    each = wanted()

    take()

    each.refresh_from_db()
    assert [one.kind for one in Evidence.objects.all()] == ["text"]
    assert (each.next_try_at, each.problem) == (None, str(service.NO_BROWSER))


def no_picture(*_given, **_told):
    raise drawing.NotDrawn("died")


def no_child(*_given, **_told):
    raise child.ChildError("died")


def a_fault(*_given, **_told):
    raise ValueError("of a library")


@pytest.mark.parametrize(
    "draw", [no_picture, no_child, a_fault, lambda html: b"no picture"]
)
def test_a_page_that_breaks_the_browser_costs_nothing_but_its_picture(
    county, web, monkeypatch, draw
):
    monkeypatch.setattr(drawing, "draw", draw)
    each = wanted()

    take()

    each.refresh_from_db()
    assert each.next_try_at is not None
    assert each.problem == str(service.NOT_DRAWN)
    assert [one.kind for one in Evidence.objects.all()] == ["text"]


def test_a_picture_that_is_too_large_to_read_is_none(county, web, monkeypatch):
    out = io.BytesIO()
    Image.new("1", (8000, 8000)).save(out, "PNG")
    monkeypatch.setattr(drawing, "draw", lambda html: out.getvalue())
    wanted()

    take()

    assert [one.kind for one in Evidence.objects.all()] == ["text"]


def test_a_text_is_kept_once_and_a_picture_that_lacked_is_added(
    county, web, monkeypatch
):
    with monkeypatch.context() as patch:
        patch.setattr(drawing, "draw", no_picture)
        each = wanted()
        take()
    each.refresh_from_db()

    take(each.next_try_at)

    assert [one.kind for one in Evidence.objects.order_by("pk")] == ["text", "picture"]


def test_of_an_outlet_of_which_only_text_is_kept_no_picture_is_taken(
    county, web, monkeypatch
):
    monkeypatch.setattr(service, "kept_of", lambda outlet: "text")
    wanted()

    take()

    assert [one.kind for one in Evidence.objects.all()] == ["text"]


def test_of_an_outlet_of_which_nothing_is_kept_nothing_is_asked(
    county, web, monkeypatch
):
    monkeypatch.setattr(service, "kept_of", lambda outlet: "none")
    each = wanted()

    take()

    each.refresh_from_db()
    assert (web.asked, each.next_try_at, Evidence.objects.count()) == ([], None, 0)


def test_a_page_without_an_article_is_kept_by_its_words(county, web, monkeypatch):
    words = "，".join(f"第{number}版要闻" for number in range(30))
    web.pages[ADDRESS] = f"<div>{words}</div>"
    monkeypatch.setattr(
        service.child, "run", reader_that_finds_nothing(service.child.run)
    )
    wanted()

    take()

    assert words in Evidence.objects.get(kind="text").file.read().decode()


def reader_that_finds_nothing(run):
    def told(function, data, **bounds):
        if function == "xiangyin.engines.pages:read":
            raise child.ChildError("too slow")
        return run(function, data, **bounds)

    return told


def test_a_page_without_words_is_told(county, web):
    web.pages[ADDRESS] = "<p>无"
    each = wanted()

    take()

    each.refresh_from_db()
    assert each.problem == str(service.NO_TEXT)
    assert [one.kind for one in Evidence.objects.all()] == ["picture"]


def test_what_a_page_is_dressed_with_is_bounded(web, monkeypatch):
    addresses = [f"https://qz.example/{number}.png" for number in range(5)]
    web.pages |= {address: b"x" * 60 for address in addresses}
    web.pages[addresses[1]] = Unreachable()
    web.pages[addresses[2]] = Page(addresses[2], 404)
    monkeypatch.setattr(service, "MOST_PARTS", 100)

    assert list(parts_of(addresses)) == [addresses[0], addresses[3]]

    monkeypatch.setattr(service, "PARTS_PATIENCE", 0)

    assert parts_of(addresses) == {}


def test_the_schedule_has_a_task_take_what_is_due(county, web):
    tasks.take_the_evidence_that_is_due()
    wanted()

    tasks.take_the_evidence_that_is_due()

    assert Evidence.objects.count() == 2


@pytest.mark.browser
def test_a_page_is_drawn_with_its_styles_and_pictures(county, monkeypatch):
    web = FakeFetch(
        {
            ADDRESS: f"<link rel=stylesheet href=a.css><body><b>{STORY}</b>",
            "https://qz.example/a.css": "body{margin:0;background:#f00;height:1600px}",
        }
    )
    monkeypatch.setattr(service, "the_fetch", lambda: web)
    wanted()

    take()

    drawn = Image.open(Evidence.objects.get(kind="picture").file)
    assert drawn.size == (1280, 1600)
    assert drawn.getpixel((1200, 1500))[0] > 240
