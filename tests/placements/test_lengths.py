"""How long an article is stands beside its text, and counting reads no text."""

from datetime import date
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.people import unit
from tests.factories.placements import (
    ArticleFactory,
    OutletFactory,
    WorkFactory,
    a_placement,
    a_scheme,
)
from xiangyin.placements.models import Article, ChangedMonth
from xiangyin.placements.reports import Period, bulletin
from xiangyin.placements.reports.reckoning import reckon
from xiangyin.placements.services.articles import keep_articles, read, renew_text

pytestmark = pytest.mark.django_db
OCTOBER = Period(2026, 10, 1)
SPACED = "晚稻 开镰，\n丰收。　好"
migration = import_module("xiangyin.placements.migrations.0012_length_is_kept")


def told(article) -> int:
    """What the database says."""
    return Article.objects.values_list("length", flat=True).get(pk=article.pk)


def carried(*, characters=10, seconds=None):
    article = ArticleFactory(
        outlet=OutletFactory(tier="city"),
        text="长" * characters,
        seconds=seconds,
        published_on=date(2026, 10, 4),
    )
    work = WorkFactory(unit=unit("shixi"))
    return a_placement(work=work, article=article, confirmed=True)


def a_scheme_that_minds(**longs):
    scheme = a_scheme(**longs)
    scheme.rows.filter(tier="city").update(long_extra=4)
    return scheme


def test_length_is_written_with_the_text_whichever_way(county):
    one = ArticleFactory(text=SPACED)
    reading = read(title="甲", published_on=date(2026, 10, 4), text=SPACED)
    keep_articles(county, [reading], source="file")
    many = Article.objects.get(title="甲")

    lengths = [told(one), told(many)]
    renew_text(one, SPACED * 2)
    many.text = SPACED * 3
    many.save(update_fields=["text"])

    assert lengths == [9, 9]
    assert [told(one), told(many)] == [18, 27]


def test_an_article_saved_without_its_text_at_hand_keeps_its_length(county):
    pk = ArticleFactory(text=SPACED).pk
    article = Article.objects.defer("text").get(pk=pk)
    article.title = "改题"

    article.save()

    assert (told(article), Article.objects.get(pk=pk).text) == (9, SPACED)


def test_what_was_here_before_is_measured_a_part_at_a_time(county, monkeypatch):
    monkeypatch.setattr(migration, "AT_ONCE", 2)
    texts = [SPACED, "", "短", "长" * 700, SPACED * 2]
    articles = [ArticleFactory(text=text) for text in texts]
    Article.objects.update(length=0)

    migration.measure(apps, SimpleNamespace(connection=connection))

    assert [told(article) for article in articles] == [9, 0, 1, 700, 18]


@pytest.mark.parametrize("longs", [{}, {"long_characters": 500, "long_seconds": 60}])
def test_counting_asks_the_same_whether_length_is_minded_and_reads_no_text(
    county, longs
):
    a_scheme_that_minds(**longs)
    carried()

    with CaptureQueriesContext(
        connection,
    ) as asked:
        bulletin(county, OCTOBER)

    statements = [each["sql"] for each in asked.captured_queries]
    assert len(statements) == 13
    assert not any('"placements_article"."text"' in each for each in statements)


def test_lines_are_long_by_characters_or_by_seconds_as_each_scheme_says(county):
    a_scheme_that_minds(long_characters=500, long_seconds=120)
    sizes = [(499, None), (500, None), (0, 119), (0, 120), (500, 120)]
    placements = [
        carried(characters=characters, seconds=seconds) for characters, seconds in sizes
    ]

    points = [reckon(each).sentence.rpartition(" ")[2] for each in placements]

    assert [each.rpartition("：")[2] for each in points] == ["5", "9", "5", "9", "9"]
    assert bulletin(county, OCTOBER).total.points == 37


def test_a_month_is_marked_by_a_text_of_another_length_alone(county):
    article = carried(characters=20).article
    ChangedMonth.objects.all().delete()

    article.text = "短" * 20
    article.save()
    same = ChangedMonth.objects.count()
    article.text = "短" * 21
    article.save()

    assert (same, ChangedMonth.objects.exists()) == (0, True)
