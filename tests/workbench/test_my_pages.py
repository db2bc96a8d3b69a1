"""Where people arrive, what they are shown, and the language they choose."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories.people import PersonFactory, unit
from tests.factories.placements import (
    ArticleFactory,
    OutletFactory,
    WorkFactory,
    a_placement,
)
from xiangyin.newsroom.services.tips import decline_tip, receive_tip

from .conftest import TODAY

pytestmark = pytest.mark.django_db
LIST_QUERIES = 21


def test_a_correspondent_arrives_at_their_tips(client, newsroom):
    client.force_login(newsroom.correspondent)

    assert client.get(reverse("start")).url == reverse("my_tips")


@pytest.mark.parametrize("role", ["editor", "leader", "first_reader"])
def test_staff_arrive_at_the_workbench(client, newsroom, role):
    client.force_login(getattr(newsroom, role))

    assert client.get(reverse("start")).url == reverse("wagtailadmin_home")


def test_who_is_not_logged_in_is_asked_to(client, db):
    response = client.get(reverse("my_tips"))

    assert response.url == f"{reverse('account_login')}?next={reverse('my_tips')}"


def test_one_sees_ones_own_tips_newest_first(client, newsroom):
    first, second = newsroom.tip(), newsroom.tip()
    client.force_login(newsroom.correspondent)

    rows = client.get(reverse("my_tips")).context["rows"]

    assert [row["tip"] for row in rows] == [second, first]


def test_one_may_look_at_the_tips_of_ones_unit(client, newsroom):
    tip = newsroom.tip()
    client.force_login(PersonFactory(posts=[("correspondent", unit("shixi"))]))

    mine = client.get(reverse("my_tips")).context["rows"]
    units = client.get(reverse("my_tips"), {"whose": "unit"}).context["rows"]

    assert mine == []
    assert [row["tip"] for row in units] == [tip]


def test_a_tip_of_another_unit_is_not_found(client, newsroom):
    tip = newsroom.tip()
    client.force_login(PersonFactory(posts=[("correspondent", unit("rmt"))]))

    response = client.get(reverse("my_tip", args=[tip.pk]))

    assert response.status_code == 404


def test_a_sender_reads_why_a_tip_was_declined(client, newsroom):
    tip = newsroom.tip()
    decline_tip(tip, by=newsroom.editor, note="<b>上周</b>报道过了")
    client.force_login(newsroom.correspondent)

    page = client.get(reverse("my_tip", args=[tip.pk])).content.decode()

    assert page.count("&lt;b&gt;上周&lt;/b&gt;报道过了") == 1
    assert page.count("<b>上周</b>") == 0


def test_what_was_sent_is_never_markup(client, newsroom):
    tip = receive_tip(
        by=newsroom.correspondent,
        unit=unit("chawan"),
        text="<script>alert(1)</script> 𠮷䶮",
        place="<i>村口</i>",
        today=TODAY,
    )
    client.force_login(newsroom.correspondent)

    page = client.get(reverse("my_tip", args=[tip.pk])).content.decode()

    assert page.count("<script>alert(1)") == 0
    assert page.count("<i>村口</i>") == 0


@pytest.mark.parametrize("tips", [1, 3])
def test_the_list_asks_the_same_queries_for_one_tip_and_three(
    client, newsroom, tips, django_assert_num_queries
):
    for _tip in range(tips):
        newsroom.handed_in()
    client.force_login(newsroom.correspondent)
    client.get(reverse("my_tips"))

    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("my_tips"))


def test_the_language_is_kept_with_the_person(client, newsroom):
    client.force_login(newsroom.editor)

    response = client.post(reverse("speak", args=["en"]), {"next": "/admin/"})

    newsroom.editor.refresh_from_db()
    assert response.url == "/admin/"
    assert response.cookies["django_language"].value == "en"
    assert newsroom.editor.wagtail_userprofile.preferred_language == "en"


def test_choosing_a_language_leads_nowhere_else(client, newsroom):
    response = client.post(
        reverse("speak", args=["en"]), {"next": "https://elsewhere.example/"}
    )

    assert response.url == "/"


def test_an_unknown_language_is_not_found(client, newsroom):
    assert client.post(reverse("speak", args=["xx"])).status_code == 404


def carried_tip(newsroom, *, outlet, on):
    """A tip of the correspondent's whose story ``outlet`` took over."""
    tip = newsroom.tip()
    newsroom.published(newsroom.plan(tip))
    work = WorkFactory(unit=unit("chawan"), origin=tip.number)
    article = ArticleFactory(
        unit=newsroom.county,
        outlet=OutletFactory(name=outlet),
        address="https://paper.example/a",
        published_on=on,
    )
    a_placement(confirmed=True, work=work, article=article)
    return tip


def test_one_sees_where_ones_own_tips_went_month_by_month(client, newsroom):
    tip = carried_tip(newsroom, outlet="江北日报", on=date(2026, 10, 14))
    newsroom.tip("又一条", on=date(2026, 9, 2))
    client.force_login(newsroom.correspondent)

    page = client.get(reverse("my_figures"))

    told = page.context["told"]
    months = {each.key: each for each in told.months if each.sent}
    assert list(months) == ["2026-09", "2026-10"]
    line = months["2026-10"]
    assert (line.sent, line.taken, line.published, line.carried) == (1, 1, 1, 1)
    assert [went.tip for went in told.went] == [tip]
    assert b"https://paper.example/a" in page.content
    assert len(page.content) < 20_000


def test_nobody_sees_where_anothers_tips_went(client, newsroom):
    carried_tip(newsroom, outlet="江北日报", on=date(2026, 10, 14))
    client.force_login(PersonFactory(posts=[("correspondent", unit("chawan"))]))

    page = client.get(reverse("my_figures"), {"year": "2026"})

    assert page.context["told"].whole.sent == 0
    assert page.context["told"].went == []
