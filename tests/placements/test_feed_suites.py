"""All test feeds of feedparser and of W3C's validator, through our own reading."""

import random
from collections import Counter
from datetime import date

import pytest

from tests.engines.feed_suites import (
    expectations,
    files,
    holds,
    plain_entries,
    read_all,
    suite,
)
from xiangyin.engines.child import run
from xiangyin.kernel.errors import RuleBroken
from xiangyin.placements.services.feeds import articles_of, read_feed

TODAY = date(2026, 10, 8)
SUITES = ["feedparser", "feedvalidator"]


@pytest.fixture(scope="module")
def feeds():
    """Every file of both suites, by suite and name."""
    return {name: dict(files(suite(name))) for name in SUITES}


@pytest.fixture(scope="module")
def read():
    """What was read of each, a suite in one child."""
    path = f"{read_all.__module__}:{read_all.__name__}"
    return {name: run(path, suite(name), cpu=60, wall=120) for name in SUITES}


def standing(seen: dict) -> str:
    return "raised" if "raised" in seen else seen.get("refused", "read")


def as_feedparser_expects(bodies: dict, read: dict) -> list[bool]:
    """Of what feedparser expects and our reader uses; what is refused is apart."""
    return [
        holds(read[name], *expected)
        for name, body in bodies.items()
        if "refused" not in read[name]
        for expected in expectations(body)
    ]


def as_a_plain_reader_reads(bodies: dict, read: dict) -> list[bool]:
    verdicts = []
    for name, body in bodies.items():
        entries = read[name].get("entries")
        for number, plain in enumerate(plain_entries(body) if entries else []):
            seen = entries[number] if number < len(entries) else {}
            verdicts += [seen.get(field) == value for field, value in plain.items()]
    return verdicts


def share(verdicts: list[bool]) -> float:
    return sum(verdicts) / len(verdicts)


def test_every_feed_is_read_or_refused_and_none_raises(read):
    standings = {
        name: dict(Counter(map(standing, read[name].values()))) for name in read
    }

    assert standings == {
        "feedparser": {"read": 1829, "no feed": 16, "declaration": 5},
        "feedvalidator": {"read": 1839, "no feed": 343, "declaration": 10},
    }


def test_no_entry_of_any_feed_stops_the_desk(read):
    entries = articles = 0
    for results in read.values():
        for seen in results.values():
            if "entries" in seen:
                entries += len(seen["entries"])
                articles += len(articles_of(seen, today=TODAY))

    assert entries > 2000
    assert articles > 900


def test_values_are_as_feedparser_expects(feeds, read):
    verdicts = as_feedparser_expects(feeds["feedparser"], read["feedparser"])

    print(f"{len(verdicts)} of feedparser's expectations: {share(verdicts):.2%} met")
    assert len(verdicts) > 600
    assert share(verdicts) >= 0.99


def test_values_are_as_a_plain_reader_reads_them(feeds, read):
    verdicts = as_a_plain_reader_reads(feeds["feedvalidator"], read["feedvalidator"])

    print(
        f"{len(verdicts)} values in W3C's feeds: {share(verdicts):.2%} as ElementTree"
    )
    assert len(verdicts) > 900
    assert share(verdicts) >= 0.99


def test_values_of_other_feeds_would_be_noticed(feeds, read):
    """The twin: the same comparisons, each feed's values being those of another."""
    feedparser, feedvalidator = (shuffled(read[name]) for name in SUITES)

    assert share(as_feedparser_expects(feeds["feedparser"], feedparser)) < 0.5
    assert share(as_a_plain_reader_reads(feeds["feedvalidator"], feedvalidator)) < 0.5


def shuffled(results: dict) -> dict:
    values = list(results.values())
    random.Random(7).shuffle(values)
    return dict(zip(results, values, strict=True))


def test_a_sample_goes_the_whole_way_a_child_for_each(feeds):
    sample = random.Random(7).sample(sorted(feeds["feedvalidator"].items()), 40)

    ends = Counter(end(body) for _name, body in sample)

    assert sum(ends.values()) == 40
    assert set(ends) == {"read", "refused"}


def end(body: bytes) -> str:
    try:
        read_feed(body, today=TODAY)
    except RuleBroken:
        return "refused"
    return "read"
