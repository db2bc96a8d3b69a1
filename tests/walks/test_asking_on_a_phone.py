"""Asking where there is no signal, and by ear."""

import pytest
from playwright.sync_api import expect

from tests.factories.answers import publish_answer
from xiangyin.answers.models import Question

from .answers_office import open_answers
from .test_ways_to_read import A_VOICE, a_reader, kept, wait_until_kept

pytestmark = [
    pytest.mark.browser,
    # Wagtail leaves the files open from which it made a picture's sizes.
    pytest.mark.filterwarnings(
        "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
    ),
]
COPY = (
    """async (path) => await (await (await caches.open("pages")).match(path)).text()"""
)
SEAL = "[name=csrfmiddlewaretoken]"


@pytest.fixture
def desk(house):
    return open_answers(house.office)


def test_a_question_is_begun_without_a_signal_and_sent_when_there_is_one(
    house, browser, desk
):
    about = f"/ask/about/{desk.matter.pk}/"
    window = a_reader(house, browser)
    page = window.page
    window.open("/ask/")
    wait_until_kept(window, "/ask/")
    window.open(about)
    wait_until_kept(window, about)
    seal = page.locator(f"form {SEAL}").last.input_value()
    assert seal not in page.evaluate(COPY, about)
    window.open("/ask/status/")

    page.context.set_offline(True)
    window.open("/ask/")
    window.sees("现在没有网络")
    window.follow("道路与公交")
    window.sees("现在没有网络", "您写的存在手机上")
    assert page.locator(f"[data-ask-form] {SEAL}").input_value() == ""
    page.get_by_label("我要求助").check()
    page.locator("#id_title").fill("村口的灯不亮")
    page.locator("#id_text").fill("村口到学校的三盏灯不亮。")
    page.locator("#id_contact").fill("13812345678")
    window.press("提交留言")
    window.sees("没有发出去")
    window.open(about)
    window.sees("草稿")
    assert page.locator("#id_text").input_value() == "村口到学校的三盏灯不亮。"
    assert page.locator("#id_contact").input_value() == ""
    assert Question.objects.count() == 0

    page.context.set_offline(False)
    page.locator("#id_contact").fill("13812345678")
    window.press("提交留言")
    window.is_at("/confirm/")
    assert Question.objects.get().text == "村口到学校的三盏灯不亮。"
    window.open(about)
    expect(page.locator("[data-restored]")).to_be_hidden()
    assert {"/ask/status/", f"/ask/status/{Question.objects.get().number}/confirm/"} & {
        *kept(window)
    } == set()


def read_aloud(window) -> list[str]:
    """Everything a device with a voice says of a page."""
    page = window.page
    window.press("朗读全文")
    while page.evaluate("document.querySelector('.aloud').dataset.state") == "speaking":
        page.evaluate("end()")
    return page.evaluate("heard")


def test_the_form_is_read_aloud_and_what_was_typed_is_not(browser, desk):
    window = browser.window()
    window.page.add_init_script(A_VOICE.replace("LOCAL", "[true]"))
    window.open(f"/ask/about/{desk.matter.pk}/")
    window.page.locator("#id_text").fill("只给单位看的话。")

    heard = read_aloud(window)

    assert heard[0] == "1 道路与公交"
    assert "1 您的手机号或电子邮箱" in heard
    assert "只给单位看的话" not in "".join(heard)
    assert window.troubles == []


def test_an_answer_is_read_aloud(browser, desk):
    shown = publish_answer(desk, title="路灯坏了")
    window = browser.window()
    window.page.add_init_script(A_VOICE.replace("LOCAL", "[true]"))
    window.open(f"/answers/{shown.question.number}/")

    heard = read_aloud(window)

    assert "1 路灯坏了" in heard
    assert "1 路灯已修好，请您看看还有没有不亮的。" in heard
    assert window.troubles == []
