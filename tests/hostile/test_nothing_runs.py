"""Nothing runs that a person of ours did not write, with the policy taken away."""

from tests.factories.newsroom import a_story_in_reading, open_newsroom, sign

from .county import hostile_county
from .oracle import Heard, glass
from .strings import those_that_ran


def test_of_427_strings_in_every_field_none_runs_in_chromium(county):
    strings = those_that_ran()
    house = hostile_county(county, strings, rows=3)
    pages = [*house.said(editor=0), *house.answers(), *house.outside()]

    with glass(house.furniture()) as chromium:
        for page in pages:
            chromium.show_words(page)
        heard, chromium.heard = chromium.heard, Heard()
        control = chromium.show_raw(strings)

    assert heard == Heard()
    assert len(control) >= 400


def test_wagtails_mails_are_plain_text_on_one_subject_line(county, mailoutbox):
    room = open_newsroom(county)
    type(room.reporter).objects.update(email="someone@example.test")
    title = "<script>alert(1)</script> 春茶"

    story = a_story_in_reading(room, title=title)
    sign(room, story)

    assert {mail.content_subtype for mail in mailoutbox} == {"plain"}
    assert [mail.alternatives for mail in mailoutbox] == [[]] * len(mailoutbox)
    assert {"\n" in mail.subject for mail in mailoutbox} == {False}
