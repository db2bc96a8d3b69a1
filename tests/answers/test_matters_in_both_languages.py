"""What a matter says to residents stands in the language of the page, and in Chinese to staff."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from xiangyin.answers.models import Matter, Question
from xiangyin.answers.models.catalogue import lines_of

from .test_phone import TYPED


@pytest.fixture(autouse=True)
def _afterwards_as_before():
    """A page in English leaves this process speaking English."""
    with override("zh-hans"):
        yield


ENGLISH = {"headers": {"Accept-Language": "en"}}


def in_both_languages(matter, **told):
    values = {
        "about": "路灯、站台",
        "about_en": "Lamps and stops",
        "ask_also": "哪个站？\n哪路车？",
        "ask_also_en": "Which stop?\n\nWhich bus?",
        **told,
    }
    Matter.objects.filter(pk=matter.pk).update(**values)


def labels(client, desk, **told) -> list[str]:
    form = client.get(f"/ask/about/{desk.matter.pk}/", **told).context["form"]
    return [str(field.label) for field in form.more]


def test_a_matters_own_questions_are_asked_in_the_language_of_the_page(client, desk):
    in_both_languages(desk.matter)

    assert labels(client, desk) == ["哪个站？", "哪路车？"]
    assert labels(client, desk, **ENGLISH) == ["Which stop?", "Which bus?"]
    assert "Lamps and stops" in client.get("/ask/", **ENGLISH).content.decode()
    assert "路灯、站台" in client.get("/ask/").content.decode()


@pytest.mark.parametrize("english", ["", "Which stop?", "a\nb\nc"])
def test_where_not_each_one_has_its_english_all_are_asked_in_chinese(
    client, desk, english
):
    in_both_languages(desk.matter, ask_also_en=english, about_en="")

    assert labels(client, desk, **ENGLISH) == ["哪个站？", "哪路车？"]
    assert "路灯、站台" in client.get("/ask/", **ENGLISH).content.decode()


def test_what_was_asked_in_english_is_read_in_chinese_by_staff(client, desk):
    in_both_languages(desk.matter)
    url = f"/ask/about/{desk.matter.pk}/"

    client.post(url, {**TYPED, "more_0": "the school", "more_1": ""}, **ENGLISH)

    question = Question.objects.get()
    assert (question.language, question.more) == ("en", [["哪个站？", "the school"]])
    with override("en"):
        assert question.more_shown == [["Which stop?", "the school"]]
    with override("zh-hans"):
        assert question.more_shown == question.more
    Matter.objects.update(ask_also="别的？", ask_also_en="Else?")
    with override("en"):
        assert Question.objects.get().more_shown == question.more


def test_as_many_questions_in_english_as_in_chinese_are_kept(desk):
    matter = desk.matter
    matter.ask_also, matter.ask_also_en = "哪个站？\n哪路车？", "Which stop?"

    with override("zh-hans"), pytest.raises(ValidationError) as refused:
        matter.full_clean()

    words = "中文有 2 问，英文有 1 问：请逐行对应，或者把英文留空。"
    assert refused.value.message_dict == {"ask_also_en": [words]}
    matter.ask_also_en += "\n\nWhich bus?\n"
    matter.full_clean()


def test_with_the_numbers_not_compared_a_wrong_question_would_be_asked(
    client, desk, monkeypatch
):
    """The twin: what is there in English is shown first, be it as many or not."""
    in_both_languages(desk.matter, ask_also_en="Which bus?")

    def shown(matter):
        english = lines_of(matter.ask_also_en)
        return [*english, *matter.prompts[len(english) :]]

    monkeypatch.setattr(Matter, "prompts_shown", property(shown))

    client.post(f"/ask/about/{desk.matter.pk}/", {**TYPED, "more_0": "2"}, **ENGLISH)

    assert labels(client, desk, **ENGLISH) == ["Which bus?", "哪路车？"]
    assert Question.objects.get().more == [["哪个站？", "2"]]


def test_the_editing_screen_says_at_the_english_ones_that_one_is_missing(client, desk):
    client.force_login(desk.coordinator)
    url = f"/admin/answers/matters/edit/{desk.matter.pk}/"
    told = {
        "name": "道路",
        "ask_also": "哪个站？",
        "ask_also_en": "a\nb",
        "position": 1,
    }

    wrong = client.post(url, told)
    right = client.post(url, {**told, "ask_also_en": "Which stop?"})

    assert (wrong.status_code, right.status_code) == (200, 302)
    assert list(wrong.context["form"].errors) == ["ask_also_en"]
    assert Matter.objects.get().ask_also_en == "Which stop?"


def test_each_question_stands_on_its_own_line_of_the_editing_screen(client, desk):
    """In a field of one line a browser would join them, and save them joined."""
    in_both_languages(desk.matter)
    client.force_login(desk.coordinator)

    page = client.get(f"/admin/answers/matters/edit/{desk.matter.pk}/")

    fields = page.context["form"].fields
    several = {name for name, each in fields.items() if is_of_lines(each)}
    assert several == {
        *("about", "about_en", "ask_also", "ask_also_en", "route", "route_en")
    }


def is_of_lines(field) -> bool:
    return field.widget.template_name.endswith("textarea.html")


def test_the_laws_own_way_is_explained_in_english_too(client, desk):
    told = {"route": "请到法院立案。", "route_en": "Go to the court."}
    in_both_languages(desk.matter, **told)
    url = f"/ask/about/{desk.matter.pk}/"

    pages = [
        client.get(url).content.decode(),
        client.get(url, **ENGLISH).content.decode(),
    ]

    assert [told["route"] in page for page in pages] == [True, False]
    assert [told["route_en"] in page for page in pages] == [False, True]


def test_an_open311_client_is_told_in_the_language_it_asks_in(client, desk):
    in_both_languages(desk.matter)
    told = {}

    for name, how in (("zh", {}), ("en", ENGLISH)):
        (service,) = client.get("/open311/v2/services.json", **how).json()
        at = f"/open311/v2/services/{desk.matter.pk}.json"
        attributes = client.get(at, **how).json()["attributes"]
        more = [each["description"] for each in attributes[3:]]
        told[name] = (service["description"], more)

    assert told == {
        "zh": ("路灯、站台", ["哪个站？", "哪路车？"]),
        "en": ("Lamps and stops", ["Which stop?", "Which bus?"]),
    }
