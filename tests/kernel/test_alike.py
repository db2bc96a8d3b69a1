"""What looks like what: by county, up to date at every question, forgotten when gone."""

from types import SimpleNamespace

import pytest

from tests.factories.people import PersonFactory
from xiangyin.engines.alike import Shelf
from xiangyin.kernel.services.alike import NEWEST, ShortTexts
from xiangyin.kernel.services.erasure import erase_person

TEA = "茶湾村的春茶今天开采，南坡来了很多人"
MORE_TEA = "南坡春茶开采，今年价钱不错"
BALL = "镇里的小学足球队在市里得了第二名"
HERE, THERE = SimpleNamespace(pk=1), SimpleNamespace(pk=2)


@pytest.fixture
def rows():
    """What the database holds, by county."""
    return {1: {7: TEA, 8: BALL}, 2: {9: TEA}}


@pytest.fixture
def texts(rows):
    return ShortTexts(lambda county: sorted(rows[county.pk].items(), reverse=True))


def test_two_who_tell_of_one_event_are_found_and_others_are_not(texts):
    assert list(texts.like(MORE_TEA, county=HERE)) == [7]
    assert texts.like("明天有雨", county=HERE) == {}


def test_a_text_is_not_like_itself(texts):
    assert texts.like(TEA, county=HERE, apart=7) == {}
    assert texts.like(TEA, county=HERE) == {7: pytest.approx(1.0)}


def test_what_came_in_since_is_found(texts, rows):
    texts.like(MORE_TEA, county=HERE)
    rows[1][10] = MORE_TEA

    assert list(texts.like(MORE_TEA, county=HERE)) == [10, 7]


def test_the_later_of_two_that_are_equally_alike_comes_first(texts, rows):
    rows[1][11] = TEA

    assert list(texts.like(MORE_TEA, county=HERE)) == [11, 7]


def test_what_is_gone_or_was_changed_is_held_no_more(texts, rows):
    texts.like(MORE_TEA, county=HERE)
    del rows[1][8]
    rows[1][7] = "已删除"

    assert texts.like(MORE_TEA, county=HERE) == {}
    assert len(texts._counties[1].shelf) == 1
    assert set(texts._counties[1].shelf._holders) == {"已删", "删除"}


def test_a_shelf_that_is_not_brought_up_to_date_would_go_on_telling(texts, rows):
    """The twin: what is held answers until it is compared with the database."""
    texts.like(MORE_TEA, county=HERE)
    del rows[1][7]

    assert [key for key, _share in texts._counties[1].shelf.like(MORE_TEA)] == [7]


def test_another_countys_texts_are_never_compared(texts):
    assert list(texts.like(MORE_TEA, county=THERE)) == [9]


def test_only_the_newest_are_looked_at(texts, rows):
    rows[1] |= {pk: "别的事" for pk in range(100, 100 + NEWEST)}

    assert texts.like(MORE_TEA, county=HERE) == {}


def test_small_words_make_nothing_alike():
    shelf = Shelf()
    shelf.put(1, "the gates of the town are shut at four")

    assert shelf.like("the bus is on at the old inn") == []


def test_a_text_without_a_word_is_like_nothing():
    shelf = Shelf()
    shelf.put(1, "！？")
    shelf.put(2, TEA)

    assert (shelf.like(""), len(shelf)) == ([], 2)


def test_nothing_is_held_once_a_person_was_deleted(texts, county):
    texts.like(MORE_TEA, county=HERE)
    boss = PersonFactory(is_superuser=True)

    erase_person(PersonFactory(posts=[("reporter", county)]), by=boss)

    assert texts._counties == {}
