"""Asking stands in the masthead; answers on the front page and in the search."""

import pytest

from tests.factories.answers import open_desk, publish_answer
from tests.factories.people import a_county
from tests.portal.front.house import arrange
from tests.portal.paper import a_site, a_story
from xiangyin.answers.models import Publication
from xiangyin.answers.services import asker, publishing
from xiangyin.answers.services.redacting import hide_passages
from xiangyin.kernel.search import public
from xiangyin.portal.answers import answers_found
from xiangyin.portal.searching import read
from xiangyin.portal.services import findable_answers

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def home(county):
    return a_site(county)


@pytest.fixture
def desk(county, home):
    return open_desk(county)


def found(home, query):
    site = home.get_site()
    return [row.title for row in answers_found(site, read(query)).shown]


def answer_about(desk, title, text="请问怎么办？", *, number=1):
    contact = f"139000000{number:02}"
    return publish_answer(desk, title=title, text=text, contact=contact)


def test_the_masthead_of_every_page_leads_to_asking(client, home):
    story = a_story(home)

    for address in ("/", "/news/", story.url, "/search/", "/answers/", "/site-map/"):
        assert '<a href="/ask/"' in client.get(address).content.decode()


def test_the_front_page_shows_the_newest_answers_as_laid_out_by_the_house(client, desk):
    a_story(desk.county.home)
    for number in range(5):
        answer_about(desk, f"问题{number}", number=number)

    shown = client.get("/").context["answers"]

    assert [row.title for row in shown] == ["问题4", "问题3", "问题2"]


def test_an_office_may_place_the_answers_and_says_how_many(client, home, desk):
    for number in range(3):
        answer_about(desk, f"问题{number}", number=number)
    arrange(home, ("answers", {"count": 2}))

    (piece,) = client.get("/").context["pieces"]

    assert [row.title for row in piece.about] == ["问题2", "问题1"]


def test_without_answers_the_block_says_how_to_ask(client, home, desk):
    arrange(home, ("answers", {"count": 2}))

    page = client.get("/").content.decode()

    assert "No answered question is public here yet." in page
    assert "Ask the office yourself" in page


def test_answers_are_found_by_any_word_of_question_or_reply(home, desk):
    answer_about(desk, "茶湾村口的路灯坏了", "三盏灯不亮。")

    assert found(home, "路灯") == ["茶湾村口的路灯坏了"]
    assert found(home, "三盏") == ["茶湾村口的路灯坏了"]
    assert found(home, "修好 路灯") == ["茶湾村口的路灯坏了"]
    assert found(home, "医保") == []
    assert found(home, "") == []


def test_those_whose_title_speaks_of_it_come_first(home, desk):
    answer_about(desk, "公交改道", "路灯边上的站牌没了。", number=2)
    answer_about(desk, "路灯坏了", number=1)
    answer_about(desk, "修桥", "路灯也一起修吗？", number=3)

    assert found(home, "路灯") == ["路灯坏了", "修桥", "公交改道"]


def test_the_page_of_results_shows_them_and_stories_apart(client, home, desk):
    a_story(home, title="路灯亮了")
    answer_about(desk, "路灯坏了")

    page = client.get("/search/?q=路灯")
    narrowed = client.get("/search/?q=路灯&when=year")

    assert [row.title for row in page.context["answered"].shown] == ["路灯坏了"]
    assert [row.title for row in page.context["found"].stories] == ["路灯亮了"]
    assert "1 answered question speaks of it" in page.content.decode()
    assert narrowed.context["answered"].shown == []


def test_where_no_story_speaks_of_it_the_answers_still_do(client, home, desk):
    answer_about(desk, "路灯坏了")

    page = client.get("/search/?q=路灯").content.decode()

    assert "1 answered question speaks of it" in page
    assert "No story speaks of “路灯”." in page


def test_many_are_counted_and_lead_to_their_list(client, home, desk):
    for number in range(5):
        answer_about(desk, f"路灯{number}", number=number)

    page = client.get("/search/?q=路灯").content.decode()

    assert "5 answered questions speak of it" in page
    assert 'href="/answers/?q=%E8%B7%AF%E7%81%AF"' in page


def test_what_is_redacted_is_found_by_the_new_words_alone(home, desk):
    shown = answer_about(desk, "路灯坏了", "就在北街糊灯笼的隔壁。")
    assert found(home, "糊灯笼") == ["路灯坏了"]

    hide_passages(
        shown.question,
        by=desk.coordinator,
        reason="写到了邻居",
        title="路灯坏了",
        text="就在北街[[糊灯笼]]的隔壁。",
        reply=shown.reply,
    )

    assert found(home, "糊灯笼") == []
    assert found(home, "北街") == ["路灯坏了"]


def withdraw(desk, shown):
    publishing.take_from_public(shown, by=desk.coordinator, reason="重复")


def forget(desk, shown):
    asker.forget_asker(shown.question, everything=True)


def delete(desk, shown):
    shown.delete()


@pytest.mark.parametrize("leave", [withdraw, forget, delete])
def test_what_is_withdrawn_or_deleted_leaves_the_table_of_words(home, desk, leave):
    shown = answer_about(desk, "路灯坏了")
    noted = public.noted()

    leave(desk, shown)

    assert found(home, "路灯") == []
    assert noted - public.noted() == {findable_answers.BEYOND + shown.question_id}


def test_who_changes_it_past_the_model_is_seen_but_finds_nothing_public(home, desk):
    """The twin of saving: the words stay, but what is shown is asked anew."""
    shown = answer_about(desk, "路灯坏了")

    Publication.objects.update(withdrawn_at=shown.published_at)

    assert findable_answers.BEYOND + shown.question_id in public.noted()
    assert found(home, "路灯") == []


def test_stories_and_answers_never_find_each_other(client, home, desk):
    answer_about(desk, "路灯坏了")

    assert client.get("/search/?q=路灯").context["found"].total == 0


def test_machines_are_told_where_each_answer_stands(client, home, desk):
    shown = answer_about(desk, "路灯坏了")
    number = shown.question.number

    assert f"/answers/{number}/</loc>" in client.get("/sitemap.xml").content.decode()
    withdraw(desk, shown)
    assert number not in client.get("/sitemap.xml").content.decode()


def test_another_county_finds_nothing_of_this_one(home, desk):
    answer_about(desk, "路灯坏了")
    other = a_county(code="yunhe", name="云河县")
    elsewhere = a_site(other, hostname="yunhe.example", is_default=False)

    assert found(elsewhere, "路灯") == []


def test_answers_that_were_public_before_are_noted_after_migrations(home, desk):
    answer_about(desk, "路灯坏了")
    public.forget(findable_answers.BEYOND + Publication.objects.get().question_id)
    assert found(home, "路灯") == []

    findable_answers.set_up()
    findable_answers.set_up()

    assert found(home, "路灯") == ["路灯坏了"]
