"""Two counties in one installation: neither sees, searches, counts or names the other."""

import html
import io
import re
import zipfile

import pytest
from django.urls import reverse

from .comparing import NAMES
from .knocking import address_of
from .meant import Who
from .table import TABLE
from .test_missing import NEVER, TOKEN

pytestmark = pytest.mark.django_db
ROLES = ("administrator", "editor", "ledger_keeper", "final_reader", "leader")
# Everything that can be asked of a list besides the list itself. ``{…}`` are keys of
# the other county's things: asking for them must not open them.
ASKED = {
    "newsroom:tips": ["state=all", "q=春茶", "town={town}", "state=all&q=春茶"],
    "newsroom:plans": ["mine=1", "dropped=1", "theme={theme}", "unit=镇"],
    "newsroom:stories": ["q=春茶", "mine=1", "state=draft", "state=live"],
    "my_tips": ["whose=unit"],
    "themes:index": ["q=春茶", "export=xlsx", "export=csv"],
    "people:index": ["q=e", "export=xlsx", "export=csv"],
    "units:index": ["q=镇", "export=xlsx", "export=csv"],
    "letters:index": ["q=letter", "state=given_up"],
    "trail:index": ["q=县", "by={person}", "export=xlsx", "export=csv"],
    "publishing_dispatches:index": ["q=春茶", "channel={channel}"],
    "publishing_channels:index": ["q=渠道"],
    "placements_list:index": [
        *("q=春茶", "unit={unit}", "month=2026-03", "month=2026-03&counted=on"),
        *("export=xlsx", "export=csv"),
    ],
    "placements_articles:index": ["q=春茶", "outlet={outlet}", "unknown=true"],
    "placements_outlets:index": ["q=日报"],
    "placements_schemes:index": ["q=办法"],
    "placements_works:index": ["q=春茶", "unit={unit}", "owner={person}"],
    "placements_confirm:queue": ["unit={unit}", "outlet={outlet}"],
    "wagtailadmin_explore": ["q=春茶", "owner={person}", "site={site}"],
    "wagtailadmin_pages:search": ["q=草稿", "q=融媒"],
    "wagtailadmin_api:pages:listing": [
        *("search=春茶", "for_explorer=1", "child_of={home}", "fields=*"),
        *("type=newsroom.Story&fields=*", "descendant_of={section}"),
    ],
    "wagtailadmin_choose_page": ["page_type=newsroom.story", "q=春茶"],
    "wagtailadmin_choose_page_search": ["q=春茶", "q=融媒"],
    "wagtailimages:index": ["q=照片", "collection_id={collection}"],
    "wagtailimages_chooser:choose_results": ["q=照片", "collection_id={collection}"],
    "search": ["q=春茶", "q=今天", "q=春茶&section=news"],
}
CASES = [(name, asked) for name, many in ASKED.items() for asked in many]
# What was planted in a county, so that a list which shows nobody anything is noticed.
SHOWN = (
    *("春茶开采", "春茶计划", "春茶草稿", "春茶在审", "春茶上线", "春茶照片", "春茶季"),
    *("审稿意见", "日报", "报业", "的订阅打不开", "不知名的报", "春茶见报", "春茶作品"),
    *("计分办法", "渠道", "春茶推送", "节", "的信", "收不到", "留痕", "备注", "老李"),
    *("茶山", "石溪镇", "北河镇", "要闻", "融媒", "摄影"),
)


def unpacked(said: str, raw: bytes) -> str:
    """What stands in an answer, in a spreadsheet's archive too."""
    if not raw.startswith(b"PK"):
        return said
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    return html.unescape(b"".join(parts).decode("utf-8", "ignore"))


@pytest.mark.parametrize(
    ("name", "asked"), CASES, ids=["?".join(case) for case in CASES]
)
def test_what_is_asked_of_a_list_names_no_other_county(street, name, asked):
    theirs = {
        key: getattr(thing, "pk", thing)
        for key, thing in street.world.there.things.items()
    }
    theirs["town"] = street.world.there.town.pk
    url = address_of(name, TABLE[name], street.world.here.things).partition("?")[0]

    for role in ROLES:
        who = Who(f"{role} here", role, "county", "here")
        answer = street.ask(who, f"{url}?{asked.format(**theirs)}")

        assert answer.status < 500
        assert not NAMES["there"].search(unpacked(answer.said, answer.raw)), who


# Keys of forms, and names of pictures' sizes.
NEW_EACH_TIME = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|/media/\S+")
# Works have no owner to ask for; a county has one collection, which is shown anyway.
ASKED_IN_VAIN = [
    ("placements_works:index", "owner={person}"),
    ("wagtailimages:index", "collection_id={collection}"),
    ("wagtailimages_chooser:choose_results", "collection_id={collection}"),
]
BY_KEY = [(name, asked) for name, asked in CASES if "{" in asked]


def answers_alike(street, name, asked, keys) -> list[str]:
    """The roles to whom a list asked for ``keys`` says what it says of no thing."""
    url = address_of(name, TABLE[name], street.world.here.things).partition("?")[0]
    alike = []
    for role in ROLES:
        who = Who(f"{role} here", role, "county", "here")
        some, none = (
            (told.status, sorted(without_the_key(told.said, asked.format(**each))))
            for each in (keys, dict.fromkeys(keys, NEVER))
            for told in [street.ask(who, f"{url}?{asked.format(**each)}")]
        )
        if some == none:
            alike.append(role)
    return alike


def keys_of(county) -> dict:
    things = {key: getattr(it, "pk", it) for key, it in county.things.items()}
    return things | {"town": county.town.pk}


@pytest.mark.parametrize(
    ("name", "asked"), BY_KEY, ids=["?".join(case) for case in BY_KEY]
)
def test_a_list_asked_for_theirs_answers_as_for_nothing(street, name, asked):
    """Not by a count, a filter that is named, or another sentence; own ones are told."""
    world = street.world

    assert answers_alike(street, name, asked, keys_of(world.there)) == list(ROLES)
    own = answers_alike(street, name, asked, keys_of(world.here)) != list(ROLES)
    assert own is ((name, asked) not in ASKED_IN_VAIN)


def without_the_key(said: str, asked: str) -> list[str]:
    """What was said, without what was asked and what is new in every answer."""
    name, _equals, key = asked.rpartition("=")
    for echo in (asked, f"{name}%3D{key}", f"选项。 {key} "):
        said = said.replace(echo, "")
    # By the line: what was changed at the same moment comes in any order.
    return NEW_EACH_TIME.sub("", TOKEN.sub("", said)).splitlines()


def test_the_bulletins_spreadsheet_is_one_countys(street):
    url = reverse("placements_bulletin:file", args=["2026-03", "xlsx"])
    here = street.ask(Who("leader here", "leader", "county", "here"), url)
    there = street.ask(Who("leader there", "leader", "county", "there"), url)

    for answer, own, other in ((here, "here", "there"), (there, "there", "here")):
        told = unpacked(answer.said, answer.raw)
        assert NAMES[own].search(told)
        assert not NAMES[other].search(told)


def test_everything_that_was_planted_is_seen_by_its_own_people(street):
    seen: set[str] = set()
    roles = ("administrator", "editor", "ledger_keeper", "reporter")
    people = [Who(role, role, "county", "there") for role in roles]
    urls = {
        address_of(name, row, street.world.there.things)
        for name, row in TABLE.items()
        if row.see and row.door != "public"
    }
    # What a reader said stands with the story that was read, and not in the trail.
    urls.add(reverse("newsroom:reading", args=[street.world.there.things["live"].pk]))

    for who in people:
        for url in sorted(urls):
            said = street.ask(who, url).said
            seen |= {word for word in SHOWN if f"临水县{word}" in said}

    assert sorted(set(SHOWN) - seen) == []


def test_what_is_public_stays_on_its_own_host(street):
    """The same addresses, asked in turn of both hosts, as a cache in front would."""
    world = street.world
    paths = [
        "/",
        "/feed.atom",
        "/sitemap.xml",
        "/archive/",
        "/search/?q=春茶",
        "/news/",
    ]

    for path in [*paths, *paths]:
        for county in ("here", "there"):
            host = getattr(world, county).host
            answer = street.ask(Who("anonymous"), path, host=host)
            other = "there" if county == "here" else "here"

            assert answer.status == 200
            assert NAMES[county].search(answer.said)
            assert not NAMES[other].search(answer.said), (path, host)


def test_what_one_person_was_shown_is_kept_by_no_cache(street):
    who = Who("editor", "editor", "county", "here")
    things = street.world.here.things
    kept = []

    for name, row in TABLE.items():
        if row.door == "public" or "editor" not in row.see:
            continue
        answer = street.ask(who, address_of(name, row, things))
        if answer.status == 200 and not answer.is_private:
            kept.append(name)

    assert kept == []
