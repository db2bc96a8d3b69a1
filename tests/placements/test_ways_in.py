"""By hand, and by file with saved columns."""

import io
from datetime import time

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories.people import PersonFactory
from xiangyin.kernel.errors import RuleBroken
from xiangyin.placements.models import (
    Article,
    ColumnMapping,
    ImportDraft,
    Outlet,
)
from xiangyin.placements.services.imports import import_file
from xiangyin.placements.services.mappings import fitting_mapping

BY_HAND = {
    "title": "石溪晚稻开镰",
    "published_on": "2026-10-04",
    "outlet_said": "清州电视台",
    "programme": "清州新闻",
    "aired_at": "晚７点31分",
    "duration": "1分30秒",
    "text": "石溪镇 晚稻\n开镰。",
}
ODD = "甲,乙,丙\n{title},清州日报,2026-10-04\n"


@pytest.fixture
def keeper(client, county, settings, tmp_path):
    settings.VAR = tmp_path
    person = PersonFactory(posts=[("ledger_keeper", county)])
    client.force_login(person)
    return person


def test_a_broadcast_is_written_down_with_its_minute_and_length(client, keeper):
    client.post(reverse("placements_articles:add"), BY_HAND)

    article = Article.objects.get()
    assert (article.programme, article.aired_at, article.seconds) == (
        "清州新闻",
        time(19, 31),
        90,
    )
    assert (article.where, article.length) == ("清州新闻 · 19:31 · 1:30", 8)


def test_a_newspaper_page_is_shown_with_its_issue(client, keeper):
    told = {**BY_HAND, "issue": "第3021期", "page": "A1 头版", "programme": ""}
    client.post(
        reverse("placements_articles:add"), {**told, "aired_at": "", "duration": ""}
    )
    article = Article.objects.get()

    page = client.get(reverse("placements_articles:inspect", args=[article.pk]))

    assert article.where == "第3021期 · A1 头版"
    assert page.content.decode().count("第3021期 · A1 头版") == 1


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("aired_at", "傍晚"),
        ("duration", "很久"),
        ("duration", "0"),
        ("aired_at", "25:00"),
    ],
)
def test_a_time_that_is_none_is_refused_at_its_field(client, keeper, field, written):
    page = client.post(reverse("placements_articles:add"), {**BY_HAND, field: written})

    assert list(page.context["form"].errors) == [field]
    assert Article.objects.count() == 0


def test_the_same_item_at_noon_and_in_the_evening_is_two(client, keeper):
    for aired in ("12:00", "19:30", "19:30"):
        client.post(reverse("placements_articles:add"), {**BY_HAND, "aired_at": aired})

    times = Article.objects.order_by("aired_at").values_list("aired_at", flat=True)
    assert list(times) == [time(12, 0), time(19, 30)]


def test_a_table_may_say_where_it_stood_and_how_long_it_lasted(county, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "标题,媒体,日期,期号,版次,节目,播出时间,时长\n"
        "甲,清州日报,2026-10-04,3021,1版,,,\n"
        "乙,清州台,2026-10-04,,,新闻,19:31,0:45\n"
        "丙,清州台,2026-10-04,,,新闻,傍晚,\n"
        f"丁,清州台,2026-10-04,,,{'长' * 81},,\n",
        "utf-8",
    )

    plan, kept = import_file(county, path, what="articles", only_good=True)

    assert kept.new == 2
    assert [(problem.row, problem.value[:2]) for problem in plan.problems] == [
        (4, "傍晚"),
        (5, "长长"),
    ]
    assert [each.where for each in Article.objects.order_by("pk")] == [
        "3021 · 1版",
        "新闻 · 19:31 · 0:45",
    ]


def sent(client, content, what="articles", name="a.csv"):
    """Send a file in, and return the page of what it would do."""
    body = content.encode() if isinstance(content, str) else content
    upload = SimpleUploadedFile(name, body)
    answer = client.post(reverse(f"placements_imports:{what}"), {"file": upload})
    return answer.url


def test_columns_chosen_once_are_used_by_themselves_the_next_time(client, keeper):
    address = sent(client, ODD.format(title="一"))
    client.post(
        address,
        {
            "save": "1",
            "name": "慧科",
            "title": "甲",
            "outlet": "乙",
            "published_on": "丙",
        },
    )

    again = sent(client, "多一列," + ODD.format(title="x,二").replace("x,", "", 1))
    page = client.get(again)

    assert page.context["draft"].mapping.name == "慧科"
    assert ImportDraft.objects.latest("made_at").columns == {
        "title": "甲",
        "outlet": "乙",
        "published_on": "丙",
    }


def test_without_saved_columns_such_a_file_says_what_it_lacks(client, keeper):
    """The twin."""
    page = client.get(sent(client, ODD.format(title="一")))

    assert bool(page.context["refusal"]) is True


def test_what_was_imported_by_saved_columns_remembers_the_day(client, keeper):
    address = sent(client, ODD.format(title="一"))
    told = {"title": "甲", "outlet": "乙", "published_on": "丙"}
    client.post(address, {"save": "1", "name": "慧科", **told})

    client.post(address, {"import": "1"})

    assert Article.objects.get().title == "一"
    assert ColumnMapping.objects.get().used_on is not None


def test_saved_columns_may_be_chosen_by_hand_and_forgotten(client, keeper, county):
    mapping = ColumnMapping.objects.create(
        unit=county, what="articles", name="旧", columns={"title": "丁", "outlet": "乙"}
    )
    address = sent(client, ODD.format(title="一"))

    client.post(address, {"use": "1", "mapping": mapping.pk})
    chosen = ImportDraft.objects.get()
    client.post(reverse("placements_imports:articles"), {"forget": mapping.pk})

    assert (chosen.columns, chosen.mapping_id) == ({"outlet": "乙"}, mapping.pk)
    assert ColumnMapping.objects.count() == 0
    assert ImportDraft.objects.get().mapping is None


def test_columns_are_saved_under_a_name_and_of_something(client, keeper, county):
    address = sent(client, ODD.format(title="一"))
    told = {"title": "甲", "outlet": "乙", "published_on": "丙"}

    client.post(address, {"save": "1", "name": " ", **told})
    client.post(address, {"save": "1", "name": "空"})

    assert ColumnMapping.objects.count() == 0


def test_of_several_that_fit_the_nearest_is_taken(county):
    for name, headings in (("多", ["甲", "乙", "丙"]), ("少", ["甲", "乙"])):
        ColumnMapping.objects.create(
            unit=county,
            what="articles",
            name=name,
            headings=headings,
            columns={"title": "甲", "outlet": "乙"},
        )

    found = [
        fitting_mapping(county, "articles", headings)
        for headings in (["甲", "乙"], ["乙", "甲", "丙"], ["甲"])
    ]

    assert [each and each.name for each in found] == ["少", "多", None]


def test_wrong_rows_are_downloaded_put_right_and_sent_again(client, keeper):
    good = "标题,媒体,日期\n一,清州日报,2026-10-04\n=1+1,清州日报,昨天\n三,,昨天\n"
    address = sent(client, good)
    client.post(address, {"import": "1"})

    address = sent(client, good)
    answer = client.get(f"{address}wrong.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    rows = [[cell.value for cell in row][:4] for row in book.active]
    for row in list(book.active)[1:]:
        row[1].value, row[2].value = "清州日报", "2026-10-05"
    kept = io.BytesIO()
    book.save(kept)
    client.post(sent(client, kept.getvalue()), {"import": "1"})

    assert [row[0] for row in rows] == ["标题", "=1+1", "三"]
    assert [row[3] for row in rows[1:]] == [3, 4]
    assert {each.title for each in Article.objects.all()} == {"一", "=1+1", "三"}


def test_wrong_rows_of_a_file_without_its_columns_lead_back(client, keeper):
    address = sent(client, ODD.format(title="一"))

    assert client.get(f"{address}wrong.xlsx").url == address


def test_outlets_from_a_table_say_what_may_be_kept_and_which_are_ours(county, tmp_path):
    path = tmp_path / "outlets.csv"
    path.write_text(
        "名称,级别,留存,本单位\n清州日报,市级,文字,否\n清岚网,县级,,是\n"
        "甲,市级,录像,否\n乙,市级,,也许\n",
        "utf-8",
    )

    plan, _kept = import_file(county, path, what="outlets", only_good=True)

    assert [(problem.row, problem.value) for problem in plan.problems] == [
        (4, "录像"),
        (5, "也许"),
    ]
    told = Outlet.objects.order_by("pk").values_list("evidence", "is_ours")
    assert list(told) == [("text", False), ("picture", True)]


def test_a_command_takes_saved_columns_too(county, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(ODD.format(title="一"), "utf-8")
    with pytest.raises(RuleBroken):
        import_file(county, path, what="articles")
    ColumnMapping.objects.create(
        unit=county,
        what="articles",
        name="慧科",
        columns={"title": "甲", "outlet": "乙", "published_on": "丙"},
    )

    _plan, kept = import_file(county, path, what="articles")

    assert kept.new == 1
