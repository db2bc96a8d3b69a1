"""The sample county loads whole, through the same rules as any office."""

from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from xiangyin.answers.models import Publication, Question
from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.models import Letter, Unit
from xiangyin.newsroom.models import Story, Tip
from xiangyin.newsroom.services.readings import unsigned_live_stories
from xiangyin.placements.models import Article, Outlet, Placement
from xiangyin.placements.reports import Period, bulletin
from xiangyin.sample import loading
from xiangyin.sample.seeds import last_occurrence, stories, tips

TODAY = date(2026, 11, 23)


def plain_pictures(wanted):
    """One small grey picture each: drawing them is tested elsewhere."""
    out = BytesIO()
    Image.new("RGB", (60, 40), "grey").save(out, "JPEG")
    return {key: out.getvalue() + key.encode() for key, _motif in wanted}


@pytest.fixture
def loaded(db, monkeypatch):
    monkeypatch.setattr(loading, "draw_pictures", plain_pictures)
    monkeypatch.setattr(loading, "index_everything", lambda: None)
    monkeypatch.setattr(loading, "make_first_pictures", lambda: None)
    return loading.load_sample(today=TODAY)


def test_the_county_is_lived_in_and_every_public_text_is_signed(loaded):
    units = Unit.objects.below(loaded.root)
    month = bulletin(loaded.root, Period(2026, 10, 1))

    assert units.filter(kind="town").count() == 8
    assert units.filter(kind="village").count() == 60
    assert units.filter(kind="department").count() == 12
    assert Outlet.objects.count() == 42
    assert Story.objects.live().count() > 80
    assert Story.objects.filter(live=False).count() > 3
    assert Tip.objects.count() == len(stories()) + len(tips())
    assert set(Tip.objects.values_list("state", flat=True)) == {
        "waiting",
        "taken",
        "declined",
        "merged",
    }
    assert set(Question.objects.values_list("state", flat=True)) == {
        "waiting",
        "handled",
        "asked",
        "signing",
        "answered",
    }
    assert Publication.objects.count() == 3
    assert Article.objects.count() > 200
    assert set(Placement.objects.values_list("kind", flat=True)) == {
        "reprint",
        "abridged",
        "excerpt",
        "rewritten",
        "mention",
    }
    assert unsigned_live_stories() == []
    assert not Letter.objects.exclude(state="delivered").exists()
    assert month.total.points == sum(row.points for row in month.rows)
    with pytest.raises(RuleBroken):
        loading.load_sample(today=TODAY)


def test_days_fall_on_their_latest_date():
    assert last_occurrence("11-23", today=TODAY) == date(2025, 11, 23)
    assert last_occurrence("02-29", today=TODAY) == date(2026, 2, 28)


def test_every_seed_names_what_exists():
    from xiangyin.sample.pictures import MOTIFS
    from xiangyin.sample.seeds import read

    county = read("county.toml")
    units = {"qinglan", *[row["code"] for row in county["departments"]]}
    for town in county["towns"]:
        units |= {town["code"], *[village[0] for village in town["villages"]]}
    sections = {row["slug"] for row in county["sections"]}
    themes = {"", *[row["code"] for row in county["themes"]]}

    told = stories()
    assert {seed.unit for seed in [*told, *tips()]} <= units
    assert {seed.section for seed in told} == sections
    assert {seed.theme for seed in told} <= themes
    assert {seed.picture for seed in told} <= set(MOTIFS)
    assert len({seed.key for seed in told}) == len(told)
