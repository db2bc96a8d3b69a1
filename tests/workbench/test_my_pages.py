"""Where people arrive, what they are shown, and the language they choose."""

import pytest
from django.urls import reverse

from tests.factories.people import PersonFactory, unit
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
