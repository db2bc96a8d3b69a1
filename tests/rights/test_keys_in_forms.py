"""A form that sends another county's key changes nothing, and tells nothing of it."""

import json
from contextlib import contextmanager

import pytest
from django import forms
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text, streamfield

from tests.newsroom.doors import form_of
from xiangyin.newsroom.models import story as story_module

from .comparing import NAMES, tables_changed_by
from .knocking import address_of
from .meant import Who
from .sending import key_in, sheets_at, sheets_of, writers
from .table import TABLE

pytestmark = pytest.mark.django_db
# A page of its own for what stands behind other addresses than the table's.
MORE = {
    "several pages to move": "/admin/bulk/wagtailcore/page/move/?id={draft}",
}
# Wagtail's editor notes who is there, whatever comes of it.
OF_A_VISIT = {"wagtailadmin_editingsession", "wagtailcore_pagesubscription"}
EDITOR = Who("editor county here", "editor", "county", "here")


def every_sheet(street):
    """Each form of the house that holds keys, once, with who is shown it."""
    found = {}
    for name, row in TABLE.items():
        if row.leads or row.door == "public":
            continue
        for who in writers(row):
            for sheet in sheets_of(street, name, row, who):
                found.setdefault(sheet.signature, (who, sheet))
    keys = {
        name: getattr(thing, "pk", thing)
        for name, thing in street.world.here.things.items()
    }
    for address in MORE.values():
        for sheet in sheets_at(street, address.format(**keys), EDITOR):
            found.setdefault(sheet.signature, (EDITOR, sheet))
    return list(found.values())


@pytest.fixture(scope="module")
def sheets(street):
    return every_sheet(street)


def damage(street, sheets) -> list[str]:
    """Every form and field by which another county's key changes or tells something."""
    there, found = street.world.there, []
    for who, sheet in sheets:
        for name, (kind, _offered) in sheet.keys.items():
            sent = sheet.with_key(name, key_in(there, kind))
            answer = street.ask(who, sheet.url, sheet.method, sent)
            case = f"{sheet.method} {sheet.url} {name} by {who}"
            if answer.status >= 500:
                found.append(f"{case}: broken")
            if NAMES["there"].search(answer.said):
                found.append(f"{case}: it names the other county")
            if sheet.method == "POST" and answer.wrote:
                changed = set(tables_changed_by(street, who, sheet.url, "POST", sent))
                if changed - OF_A_VISIT:
                    found.append(f"{case}: it changed {sorted(changed - OF_A_VISIT)}")
    return found


def accepted(street, sheets) -> set[str]:
    """The fields whose form is taken when they hold a key of the own county."""
    here, found = street.world.here, set()
    for who, sheet in sheets:
        for name, (kind, offered) in sheet.keys.items():
            own = key_in(here, kind)
            if sheet.method != "POST":
                continue
            usual = [value for value in offered if value]
            key = own if str(own) in usual or not usual else usual[0]
            answer = street.ask(who, sheet.url, "POST", sheet.with_key(name, key))
            if answer.wrote or (answer.outcome == "ok" and answer.leads_to):
                found.add(name.rpartition("-")[2])
    return found


def test_another_countys_key_changes_nothing_and_tells_nothing(street, sheets):
    assert len(sheets) > 25
    assert damage(street, sheets) == []


def test_the_same_forms_with_ones_own_keys_are_taken(street, sheets):
    """Otherwise the test above would only show that the forms were badly filled in."""
    assert accepted(street, sheets) == {
        *("assignment", "chooser", "cover", "new_parent_page", "outlet", "parent"),
        *("reporter", "section", "theme", "unit", "mapping", "row"),
        *("logo", "mark_picture"),
        *("matter", "overseer", "place"),
    }


@contextmanager
def every_choice(monkeypatch):
    """Let each field that takes a key take any."""

    def clean(field, value):
        if value in (None, "") or isinstance(field, forms.ModelMultipleChoiceField):
            return None
        return field.queryset.model._default_manager.filter(pk=value).first()

    with monkeypatch.context() as patch:
        patch.setattr(forms.ModelChoiceField, "clean", clean)
        yield


def test_without_the_limits_of_choices_the_same_comparison_sees_the_damage(
    street, sheets, monkeypatch
):
    with every_choice(monkeypatch):
        seen = damage(street, sheets)

    fields = {case.split(" by ")[0].split(" ")[-1] for case in seen}
    assert {"outlet", "reporter", "theme", "unit", "section"} <= fields


def bodies(room) -> dict:
    """What a body can name by key."""
    things = room.things
    words = {"alt": "茶园", "caption": "", "credit": ""}

    def link(page):
        """As the editor sends it, but for the address, which the server would add."""
        block = {
            **{"key": "a", "type": "unstyled", "depth": 0, "text": "这里"},
            "inlineStyleRanges": [],
            "entityRanges": [{"offset": 0, "length": 2, "key": 0}],
        }
        entity = {"type": "LINK", "mutability": "MUTABLE", "data": {"id": page.pk}}
        return json.dumps({"blocks": [block], "entityMap": {"0": entity}})

    return {
        "a picture": ("photo", {"picture": things["picture"].pk, **words}),
        "a link": ("text", link(things["draft"])),
    }


def kept(answer) -> bool:
    """Whether a draft was kept; that the editor is open is noted in any case."""
    return any('INTO "wagtailcore_revision"' in sql for sql in answer.wrote)


@pytest.mark.parametrize("what", ["a picture", "a link"])
@pytest.mark.parametrize("whose", ["here", "there"])
def test_a_body_names_only_what_its_writer_may_choose(street, what, whose):
    draft = street.world.here.things["draft"]
    body = streamfield([bodies(getattr(street.world, whose))[what]])
    url = address_of(
        "wagtailadmin_pages:edit",
        TABLE["wagtailadmin_pages:edit"],
        street.world.here.things,
    )

    answer = street.ask(EDITOR, url, "POST", form_of(draft, body=body))

    assert (answer.status, kept(answer)) == (
        (302, True) if whose == "here" else (200, False)
    )
    assert not NAMES["there"].search(answer.said)


@pytest.mark.parametrize("what", ["a picture", "a link"])
def test_without_the_question_a_body_would_take_it(street, what, monkeypatch):
    monkeypatch.setattr(
        story_module, "without_strangers", lambda data, **offered: (data, set())
    )
    draft = street.world.here.things["draft"]
    body = streamfield([bodies(street.world.there)[what]])

    answer = street.ask(
        EDITOR,
        reverse("wagtailadmin_pages:edit", args=[draft.pk]),
        "POST",
        form_of(draft, body=body),
    )

    assert (answer.status, kept(answer)) == (302, True)


@pytest.mark.parametrize("page", ["not a number", ""])
def test_a_link_to_no_page_is_refused_not_broken(street, page):
    draft = street.world.here.things["draft"]
    words = f'<p><a linktype="page" id="{page}">这里</a></p>'
    body = streamfield([("text", rich_text(words))])

    answer = street.ask(
        EDITOR,
        reverse("wagtailadmin_pages:edit", args=[draft.pk]),
        "POST",
        form_of(draft, body=body),
    )

    assert answer.status < 500


def test_one_stranger_among_many_stops_a_bulk_action(street):
    here, there = street.world.here.things, street.world.there.things
    for model, own, other in (
        ("page", here["draft"], there["draft"]),
        ("picture", here["spare"], there["spare"]),
    ):
        app = "wagtailcore" if model == "page" else "kernel"
        url = reverse("wagtail_bulk_action", args=[app, model, "delete"])

        answer = street.ask(EDITOR, f"{url}?id={own.pk}&id={other.pk}", "POST")

        assert (answer.status, answer.wrote) == (404, ())


def test_no_form_sends_anybody_to_another_host(street, sheets):
    away = "https://elsewhere.example/"
    led = []

    for who, sheet in sheets:
        if sheet.method == "POST":
            sent = {**sheet.sends, "next": away, "return_to": away}
            url = f"{sheet.url}{'&' if '?' in sheet.url else '?'}next={away}"
            for method, data in (("GET", None), ("POST", sent)):
                answer = street.ask(who, url, method, data)
                if away in answer.leads_to:
                    led.append((method, sheet.url))

    assert led == []
