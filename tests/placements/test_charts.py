"""Charts: each is drawn from its own table, and says what the bulletin says."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image

from tests.factories.people import unit
from tests.factories.placements import (
    ArticleFactory,
    OutletFactory,
    WorkFactory,
    a_placement,
    a_scheme,
)
from xiangyin.kernel.papers.charts import MARKED, PLAIN
from xiangyin.kernel.papers.charts import told as plain
from xiangyin.placements.models import Outlet
from xiangyin.placements.reports import Period, bulletin, charts
from xiangyin.placements.reports.illustrated import CHARTS, charts_of


def carried(outlet, *, on=date(2026, 10, 4), by="shixi"):
    return a_placement(
        work=WorkFactory(unit=unit(by)),
        article=ArticleFactory(outlet=outlet, published_on=on),
        confirmed=True,
    )


@pytest.fixture
def told(county):
    a_scheme()
    paper, site = OutletFactory(tier="city"), OutletFactory(tier="central", name="光明")
    carried(paper, on=date(2026, 9, 5))
    carried(paper)
    carried(paper, on=date(2026, 10, 12), by="rmt")
    carried(site, on=date(2026, 10, 3))
    return bulletin(county, Period(2026, 10, 1))


def drawn(chart) -> list[float]:
    """The numbers that the picture draws."""
    return [row["value"] for row in chart.specification["data"]["values"]]


@pytest.mark.parametrize("name", CHARTS)
def test_a_picture_draws_the_numbers_of_its_table(told, name):
    chart = CHARTS[name](told)

    written = re.findall(r"<text[^>]*>([^<]+)</text>", chart.svg)
    assert drawn(chart) == [float(row[1]) for row in chart.rows]
    assert {len(row) for row in chart.rows} == {len(chart.headings)}
    for row in chart.rows:
        assert str(row[0]) in written
        assert plain(row[1]) in written


def test_every_month_of_the_trend_is_what_its_own_bulletin_says(county, told):
    rows = CHARTS["trend"](told).rows

    assert len(rows) == 12
    assert rows[-2][1:] == (1, bulletin(county, Period(2026, 9, 1)).total.points)
    assert rows[-1] == ("2026-10", told.total.items, told.total.points)


def test_the_months_told_of_are_marked_unless_all_are(county, told):
    quarter = bulletin(county, Period.parse("2026-Q4"))
    year = bulletin(county, Period.parse("2026"))

    assert CHARTS["trend"](told).marked == {11}
    assert CHARTS["trend"](quarter).marked == {9, 10, 11}
    assert CHARTS["trend"](year).marked == frozenset()


def test_tiers_units_and_outlets_sum_to_the_total(told):
    for name in ("tiers", "units", "outlets", "days"):
        assert sum(row[1] for row in CHARTS[name](told).rows) == told.total.items


def test_a_year_has_the_outlets_of_all_its_months(county, told):
    year = bulletin(county, Period.parse("2026"))

    assert CHARTS["outlets"](year).rows[0][1] == 3
    assert CHARTS["outlets"](told).rows[0][1] == 2


def test_days_are_from_our_publication_to_theirs_and_the_median_is_told(told):
    chart = CHARTS["days"](told)

    # The work is of the 3rd; articles of the 3rd, the 4th and the 12th.
    assert [row[1] for row in chart.rows] == [1, 1, 0, 0, 0, 1, 0, 0]
    assert chart.note == "中位数为1天（深色）。"
    assert chart.marked == {1}


def test_a_median_between_two_days_lies_with_the_lower():
    chart = charts.days([0, 1, 2, 40])

    assert chart.note == "中位数为1.5天（深色）。"
    assert chart.marked == {1}
    assert [row[1] for row in chart.rows] == [1, 1, 1, 0, 0, 0, 0, 1]


def test_what_appeared_before_ours_counts_as_the_same_day():
    assert charts.days([-3]).rows[0][1] == 1


def test_outlets_beyond_the_top_are_one_bar_at_the_end():
    chart = charts.outlets({f"报{number:02}": number for number in range(1, 21)})

    assert len(chart.rows) == 16
    assert chart.rows[0][:2] == ("报20", 20)
    assert chart.rows[-1][:2] == ("其他5家媒体", 15)


def test_two_lines_of_one_name_stay_two_bars():
    chart = charts.units([("甲镇", 3, Decimal(3)), ("甲镇", 5, Decimal(5))])

    assert chart.svg.count(">甲镇</text>") == 2


def test_a_name_cannot_break_out_of_its_picture():
    chart = charts.units([("</text><script>x</script>", 1, Decimal(1))])
    spell = charts.units([('"];alert(1);["', 1, Decimal(1))])

    assert "<script" not in chart.svg
    assert ">&quot;];alert(1);[&quot;</text>" in spell.svg.replace('"', "&quot;")


def test_the_print_is_a_picture_of_the_same_shape(told):
    chart = CHARTS["tiers"](told)

    picture = Image.open(BytesIO(chart.png(scale=2)))
    width = float(re.search(r'width="([\d.]+)"', chart.svg).group(1))
    assert picture.format == "PNG"
    assert abs(picture.width - 2 * width) <= 2


def test_marked_and_plain_bars_differ_in_grey():
    def grey(colour):
        return Image.new("RGB", (1, 1), colour).convert("L").getpixel((0, 0))

    assert grey(PLAIN) - grey(MARKED) >= 60


def test_charts_that_show_nothing_are_left_out(county):
    a_scheme()

    assert charts_of(bulletin(county, Period(2026, 10, 1))) == []


def test_all_tiers_stand_in_their_order(told):
    rows = CHARTS["tiers"](told).rows

    assert [row[0] for row in rows] == [str(tier.label) for tier in Outlet.Tier]
    assert [row[1] for row in rows] == [1, 0, 2, 0, 0]
    assert rows[0][2] == "33.3%"


def test_a_chart_too_long_for_a_page_is_split_and_keeps_one_scale():
    rows = [(f"镇{number}", number, Decimal(number)) for number in range(70)]

    parts = charts.units(rows).split(30)

    assert [len(part.rows) for part in parts] == [30, 30, 10]
    assert sum((part.rows for part in parts), ()) == tuple(rows)
    widest = [max(_widths(part)) for part in parts]
    assert [round(each / widest[-1], 2) for each in widest] == [
        round(29 / 69, 2),
        round(59 / 69, 2),
        1.0,
    ]


def _widths(chart) -> list[float]:
    """How long the bars are drawn."""
    paths = re.findall(
        r'aria-roledescription="bar"[^>]* d="M0,[^h]*h([\d.]+)', chart.svg
    )
    return [float(each) for each in paths]
