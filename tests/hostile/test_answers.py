"""Nothing that a resident or a clerk writes runs, leads away, or leaves by message."""

from django.template import base as template_base
from django.template.defaultfilters import urlize

from tests.factories.answers import (
    a_question,
    an_answered_question,
    open_desk,
    publish_answer,
)
from tests.factories.newsroom import open_newsroom
from xiangyin.answers.models import Matter, Publication, Question
from xiangyin.gateways import messages
from xiangyin.kernel.services.outbox import deliver_due

from .desk_of_questions import hostile_desk
from .oracle import Heard, glass
from .strings import those_that_ran

LINK = "https://evil.example/?a=1"
SCRIPT = "<script>alert(1)</script>"


def test_of_427_strings_in_every_word_of_the_answers_desk_none_runs(county):
    house = hostile_desk(county, those_that_ran())
    pages = house.pages()

    with glass() as chromium:
        for page in pages:
            chromium.show_words(page)
        heard = chromium.heard

    assert heard == Heard()
    assert len(pages) > 30


def test_without_escaping_they_run_on_the_same_pages(county, monkeypatch):
    house = hostile_desk(county, those_that_ran())
    shown = Publication.objects.get().question.number
    monkeypatch.setattr(template_base, "conditional_escape", str)
    pages = [house.asker.get("/ask/").getvalue()]
    pages += [house.asker.get(f"/answers/{shown}/").getvalue()]

    ran = []
    for page in pages:
        with glass() as chromium:
            ran.append(chromium.show_unguarded(page))

    assert [count > 0 for count in ran] == [True, True]


def pages_with_a_link(client, county) -> str:
    open_newsroom(county)
    desk = open_desk(county)
    said = {"title": LINK[:40], "text": f"请看 {LINK} 或 www.evil.example"}
    publication = publish_answer(desk, **said)
    question = a_question(desk, contact="13900000001", **said)
    told = {"number": question.number, "code": question.code}
    client.post("/ask/status/", told)
    addresses = [
        "/answers/",
        f"/answers/{publication.question.number}/",
        f"/ask/status/{question.number}/",
    ]
    return "".join(client.get(each).content.decode() for each in addresses)


def test_an_address_in_a_residents_text_is_only_text(client, county):
    page = pages_with_a_link(client, county)

    assert page.count("evil.example") >= 5
    assert 'href="https://evil' not in page
    assert 'href="http://www.evil' not in page


def test_made_into_links_they_would_lead_away(client, county):
    """The twin: with the filter that no template of ours uses."""
    pages_with_a_link(client, county)
    text = Publication.objects.get().text

    assert 'href="https://evil' in urlize(text)


def test_a_message_holds_a_number_and_an_address_and_nothing_that_anybody_wrote(
    county, settings, tmp_path
):
    settings.VAR = tmp_path
    desk = open_desk(county)
    hostile = f"{SCRIPT}\r\nBcc: x@evil.example"
    Matter.objects.update(name=SCRIPT)
    question = an_answered_question(
        desk, title=SCRIPT, text=f"{hostile} {LINK}", name=SCRIPT
    )

    while deliver_due():
        pass

    sent = (tmp_path / "messages.jsonl").read_text("utf-8")
    assert sent.count(question.number) >= 2
    assert [word for word in ("script", "evil", "Bcc") if word in sent] == []


def test_a_message_with_the_title_in_it_would_carry_the_markup(
    county, settings, tmp_path, monkeypatch
):
    """The twin: notices that quote what was asked."""
    settings.VAR = tmp_path
    desk = open_desk(county)
    real = messages.keep_message

    def quoting(way, to, text, *, key):
        title = Question.objects.latest("pk").title
        return real(way, to, f"{text} {title}", key=key)

    monkeypatch.setattr(messages, "keep_message", quoting)
    an_answered_question(desk, title=SCRIPT)
    while deliver_due():
        pass

    assert "script" in (tmp_path / "messages.jsonl").read_text("utf-8")
