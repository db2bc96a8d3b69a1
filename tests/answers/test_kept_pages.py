"""Answered questions are kept like stories, and what is one person's is kept nowhere."""

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.answers import a_question, open_desk, publish_answer
from tests.portal.kept_house import Reader
from tests.portal.paper import a_site
from xiangyin.answers import shown
from xiangyin.answers.models import Matter, Publication, Question
from xiangyin.answers.services import asker, publishing
from xiangyin.answers.services.redacting import hide_passages
from xiangyin.kernel.made_from import shown_rows
from xiangyin.portal.kept import door, triggers

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def desk(county):
    a_site(county)
    return open_desk(county)


@pytest.fixture
def reader(tmp_path, desk):
    return Reader(tmp_path)


@pytest.fixture
def public(desk):
    return publish_answer(desk)


def address_of(publication) -> str:
    return f"/answers/{publication.question.number}/"


def test_an_answer_is_made_once_and_handed_out_from_then_on(reader, public):
    addresses = ["/answers/", address_of(public)]

    for _time in range(3):
        assert [reader.read(each).status for each in addresses] == [200, 200]

    assert reader.made == addresses


def redact(desk, publication):
    told = {name: getattr(publication, name) for name in ("title", "text", "reply")}
    told["text"] = f"[[{publication.text[:2]}]]{publication.text[2:]}"
    hide_passages(publication.question, by=desk.coordinator, reason="指明是谁", **told)


def take_down(desk, publication):
    publishing.take_from_public(publication, by=desk.coordinator, reason="重复")


def forget_everything(desk, publication):
    asker.forget_asker(publication.question, everything=True)


def reopen(desk, publication):
    asker.reopen_question(publication.question, today=publication.question.opened_on)


def rename_the_matter(desk, publication):
    Matter.objects.filter(pk=desk.matter.pk).update(name="修路修灯")


def publish_another(desk, publication):
    publish_answer(desk, title="公交车还来不来", contact="13912345678")


def change_in_a_shell(desk, publication):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE answers_publication SET text = %s WHERE id = %s",
            ["改过的", publication.pk],
        )


CHANGES = [
    redact,
    take_down,
    forget_everything,
    reopen,
    rename_the_matter,
    publish_another,
    change_in_a_shell,
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_read_is_what_django_would_say_now(
    reader, desk, public, client, change
):
    addresses = ["/answers/", address_of(public)]
    before = [reader.read(each).body for each in addresses]

    change(desk, public)

    now = [reader.read(each) for each in addresses]
    plainly = [client.get(each) for each in addresses]
    assert [(each.status, each.html) for each in now] == [
        (each.status_code, each.text) for each in plainly
    ]
    assert [each.body for each in now] != before


@pytest.mark.parametrize("change", [redact, take_down, forget_everything])
def test_without_the_triggers_what_was_taken_out_is_still_read(
    reader, desk, public, client, change
):
    """The twin: nobody writes down that the publication changed."""
    triggers.take_away(connection)
    before = reader.read(address_of(public)).body

    change(desk, public)

    assert reader.read(address_of(public)).body == before
    assert client.get(address_of(public)).content != before


def test_another_question_lets_no_page_of_an_answer_go(reader, desk, public):
    reader.read("/answers/")
    reader.read(address_of(public))
    made = list(reader.made)

    a_question(desk, contact="13912345678")

    reader.read("/answers/")
    reader.read(address_of(public))
    assert reader.made == made


@pytest.mark.parametrize("asked", ["q=路灯", "matter=1", "q=路灯&p=2"])
def test_what_is_looked_for_is_looked_for_each_time(reader, public, client, asked):
    reader.read("/answers/")

    found = [reader.read(f"/answers/?{asked}").html for _time in range(2)]

    assert reader.made[1:] == [reader.made[1]] * 2
    assert found == [client.get(f"/answers/?{asked}").text] * 2


def test_without_that_everybody_reads_the_whole_list(reader, desk, monkeypatch):
    """The twin: what a page of a desk listens to is dropped, as on the paper's pages."""
    monkeypatch.setattr(door, "OF_DESKS", ("/nowhere/",))
    publish_answer(desk)
    whole = reader.read("/answers/").body

    assert reader.read("/answers/?q=没有人问过的").body == whole


def test_a_page_of_a_desk_that_says_nothing_itself_is_not_kept(reader, public):
    """Its masthead is the paper's, and says nothing of what changes below it."""
    for _time in range(2):
        reader.read("/answers/figures/")

    assert reader.made == ["/answers/figures/"] * 2


def test_without_that_figures_of_yesterday_are_shown(reader, public, monkeypatch):
    monkeypatch.setattr(door, "OF_DESKS", ("/nowhere/",))

    for _time in range(2):
        reader.read("/answers/figures/")

    assert reader.made == ["/answers/figures/"]


def test_every_table_that_an_answer_shows_lets_it_go(client, desk, public):
    """A new table on these pages needs its line in ``answers.shown``."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        for address in ("/answers/", address_of(public)):
            client.get(address)

    read = {
        table
        for query in asked
        for table in re.findall(r'"(answers_\w+)"', query["sql"])
    }
    assert read - {rows.table for rows in shown_rows()} == set()
    assert shown.ANSWERS == "answers"
    assert {Question._meta.db_table, Publication._meta.db_table} <= read


def test_what_is_one_persons_is_never_kept_and_no_cache_may(client, reader, desk):
    question = a_question(desk)
    client.post("/ask/status/", {"number": question.number, "code": question.code})
    own = [
        "/ask/status/",
        f"/ask/status/{question.number}/",
        f"/ask/status/{question.number}/copy.json",
        f"/ask/about/{desk.matter.pk}/",
        "/ask/status/ASK-2026-9999/",
    ]

    told = {each: client.get(each).headers["Cache-Control"] for each in own}

    assert [each for each, said in told.items() if "no-store" not in said] == []
    for _time in range(2):
        reader.read("/ask/status/")
        reader.read(f"/ask/about/{desk.matter.pk}/")
        reader.read("/ask/")
    assert len(reader.made) == 6


def test_nobody_is_given_the_key_or_the_seal_of_another_s_form(reader, desk):
    address = f"/ask/about/{desk.matter.pk}/"
    secret = re.compile(r'name="(csrfmiddlewaretoken|client_key)"[^>]* value="([^"]+)"')

    first, second = (dict(secret.findall(reader.read(address).html)) for _ in "ab")

    assert first.keys() == {"csrfmiddlewaretoken", "client_key"}
    assert not set(first.values()) & set(second.values())


def test_the_worker_on_a_device_passes_by_what_is_one_persons():
    worker = Path("xiangyin/portal/static/portal/sw.js").read_text("utf-8")
    never = re.search(r"const NEVER = \[([^\]]*)\]", worker)[1]

    assert '"/ask/status/"' in never


def test_nginx_passes_by_whoever_asks():
    conf = Path("deploy/nginx.conf").read_text("utf-8")
    own = re.search(r"location ~ (\S+) \{\s+proxy_pass http://xiangyin;\s+\}", conf)[1]

    kept = [
        each
        for each in ("/ask/", "/ask/status/", "/ask/about/3/")
        if not re.match(own, each)
    ]

    assert kept == []
    assert re.match(own, "/answers/ASK-2026-0001/") is None
