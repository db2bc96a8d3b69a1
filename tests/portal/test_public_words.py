"""How the words of public texts lie in the database, and how an older table is changed."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection

from tests.portal.paper import a_site, a_story
from xiangyin.engines.finding.asked import read
from xiangyin.kernel.search import public
from xiangyin.kernel.search.found import FAR, NEAR, Scope, newest
from xiangyin.kernel.search.public import EPOCH, QUARTER
from xiangyin.newsroom.models import Story
from xiangyin.portal.services import findable

pytestmark = pytest.mark.django_db
CHANGE = import_module("xiangyin.portal.migrations.0008_public_words_lie_close")
LAST = 100  # a quarter of the year 2024


@pytest.fixture
def home(county):
    return a_site(county)


def at_place(home, place, **told):
    """A story that is public since a minute."""
    story = a_story(home, **told)
    at = EPOCH + timedelta(minutes=place)
    Story.objects.filter(pk=story.pk).update(first_published_at=at)
    findable.note(Story.objects.get(pk=story.pk))
    return story.pk


def found(home, query, limit):
    hits = newest(read(query), Scope(home.pk), limit=limit)
    return [hit.story for hit in hits]


def asked(statements):
    """Do as the migration does."""

    def execute(sql):
        with connection.cursor() as cursor:
            cursor.execute(sql)

    editor = SimpleNamespace(connection=connection, execute=execute)
    CHANGE.change(statements)(None, editor)


def shape():
    """Names of the columns, and what is indexed."""
    with connection.cursor() as cursor:
        table = connection.introspection.get_table_description(cursor, public.TABLE)
        if connection.vendor == "sqlite":
            return [column.name for column in table]
        kept = [column.name for column in table]
        cursor.execute(
            "SELECT pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid = 'public_words'::regclass ORDER BY 1"
        )
        indexes = [name for (name,) in cursor.fetchall()]
        cursor.execute(
            "SELECT reloptions FROM pg_class WHERE oid = 'public_words'::regclass"
        )
        return kept, indexes, cursor.fetchone()


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 9])
def test_the_newest_come_first_however_far_one_has_to_look(home, limit):
    """In the last year, in the three before it, and in all."""
    late = [LAST * QUARTER + 9, LAST * QUARTER, (LAST - 5) * QUARTER, QUARTER, 7]
    stories = [at_place(home, place, title="春茶开摘") for place in late]

    assert found(home, "春茶", limit) == stories[:limit]
    assert found(home, "春茶开", limit) == stories[:limit]


@pytest.mark.parametrize("back", [NEAR, FAR])
def test_a_text_that_is_moved_into_the_next_quarter_is_found_there(home, back):
    """Two of the last minute of a quarter: the second stands in the next one."""
    border = (LAST - back + 1) * QUARTER
    newest = [at_place(home, LAST * QUARTER, title="春茶") for _ in range(2)]
    two = [at_place(home, border - 1, title="春茶") for _ in range(2)]

    assert found(home, "春茶", 5) == [*newest[::-1], *two[::-1]]


def test_title_and_lead_are_read_from_the_head_of_the_text():
    """An answer's lead is the whole question, however long."""
    lead = " " + "两岸的茶园开了门 " * 250
    kept = public.Kept(7, 1, 1, 1, EPOCH, " 春茶 gdp 增长 ", lead, " 正文 ")

    public.keep(kept)

    head = kept.text[: public.READ]
    assert public.texts([0]) == {0: (kept.title, kept.lead, head)}
    assert public.telling(7) == (1, kept.title, kept.lead)


def test_a_hundred_short_texts_lie_on_four_pages_of_postgresql(home):
    """The text is kept apart from its row, so that many rows are read at once."""
    for number in range(100):
        kept = public.Kept(number, 1, 1, 1, EPOCH, " 春茶 ", " ", "开摘了 " * 99)
        public.keep(kept)

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_relation_size('public_words') / 8192")
            assert cursor.fetchone()[0] <= 4
    assert len(public.noted()) == 100


def test_an_older_table_is_changed_and_changed_back(home):
    before = shape()
    pk = at_place(home, 99, title="春茶GDP", lead="谷雨时节，茶园里采茶。")
    told = public.texts([99]), public.telling(pk)

    asked(CHANGE.DOWN)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT title, substr(text, lead_at, lead_length) FROM public_words"
        )
        older = cursor.fetchone()
    asked(CHANGE.UP)
    findable.set_up()

    assert older == told[1][1:]
    assert shape() == before
    assert (public.texts([99]), public.telling(pk)) == told
    assert [found(home, query, 9) for query in ("春茶", "采茶", "gdp", "茶园里")] == [
        [pk]
    ] * 4


def test_a_quarter_that_was_told_wrongly_is_put_right(home):
    """Before, a text that was moved into the next quarter was told to be in its own."""
    newest = at_place(home, LAST * QUARTER, title="春茶")
    pk = at_place(home, (LAST - 3) * QUARTER, title="春茶")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE public_words SET more = replace(more, %s, %s)",
            [f"§q{LAST - 3}", f"§q{LAST - 4}"],
        )

    asked(CHANGE.DOWN)
    asked(CHANGE.UP)

    assert found(home, "春茶", 9) == [newest, pk]
