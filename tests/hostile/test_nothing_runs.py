"""Nothing runs that a person of ours did not write, with the policy taken away."""

from django.template import base as template_base
from django.urls import reverse

from tests.factories.newsroom import a_story_in_reading, open_newsroom, sign
from xiangyin.newsroom import blocks
from xiangyin.portal.templatetags import portal

from .county import hostile_county
from .oracle import Heard, glass
from .strings import those_that_ran


def test_of_427_strings_in_every_field_none_runs_in_chromium(county):
    strings = those_that_ran()
    house = hostile_county(county, strings, rows=2)
    pages = [*house.said(editor=0), *house.answers(), *house.outside()]

    with glass(house.furniture()) as chromium:
        for page in pages:
            chromium.show_words(page)
        heard, chromium.heard = chromium.heard, Heard()
        control = chromium.show_raw(strings)

    assert heard == Heard()
    assert len(control) >= 400


def test_with_the_guards_off_they_run_on_the_same_pages(county, monkeypatch):
    """Rich text without its cleaning, plain text without its escaping."""
    strings = those_that_ran()
    house = hostile_county(county, strings, rows=2)
    story = house.public_pages()[-1]
    pages = {}

    with monkeypatch.context() as off:
        off.setattr(blocks, "clean_kept", lambda html: html)
        off.setattr(portal, "clean_shown", lambda html: html)
        pages["rich text"] = house.door.get(story).getvalue()
    with monkeypatch.context() as off:
        off.setattr(template_base, "conditional_escape", str)
        pages["plain text"] = house.door.get("/my/tips/").getvalue()
        pages["the office"] = house.door.get(reverse("people:index")).getvalue()
    ran = {}
    for name, page in pages.items():
        with glass(house.furniture()) as chromium:
            ran[name] = chromium.show_unguarded(page)

    assert [name for name, count in ran.items() if not count] == []


def test_wagtails_mails_are_plain_text_on_one_subject_line(county, mailoutbox):
    room = open_newsroom(county)
    type(room.reporter).objects.update(email="someone@example.test")
    title = "<script>alert(1)</script> 春茶"

    story = a_story_in_reading(room, title=title)
    sign(room, story)

    assert {mail.content_subtype for mail in mailoutbox} == {"plain"}
    assert [mail.alternatives for mail in mailoutbox] == [[]] * len(mailoutbox)
    assert {"\n" in mail.subject for mail in mailoutbox} == {False}
