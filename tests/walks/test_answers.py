"""Three walks over the answers desk: a grandmother's, two units', a clerk's morning."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories.answers import answer, code_sent_to
from xiangyin.answers.models import Question
from xiangyin.answers.services.knowledge import make_entry
from xiangyin.answers.services.publishing import publish_question
from xiangyin.answers.services.triage import assign_question

from .answers_office import (
    Calendar,
    a_case,
    at_the_desk,
    follow_pages,
    open_answers,
    promises_of,
)
from .browser import DESKTOP, NARROW
from .checks import Checks, fits, focus_is_visible, violations

pytestmark = [
    pytest.mark.browser,
    # Wagtail leaves the files open from which it made a picture's sizes.
    pytest.mark.filterwarnings(
        "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
    ),
]
PHONE = {"width": 360, "height": 740}
LIST = "/admin/answers/questions/"
OPEN_ACT = "document.activeElement.closest('details[data-key]')?.id"


@pytest.fixture
def desk(house):
    return open_answers(house.office)


@pytest.fixture
def calendar(monkeypatch):
    return Calendar(monkeypatch)


def act(window, name: str):
    """The form of one act, opened."""
    form = window.page.locator(f"details#{name}")
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    return form


def submit(form) -> None:
    form.locator("form button.button").click()


def open_question(window, question) -> None:
    window.open(f"{LIST}{question.pk}/")


def acts_of(window) -> set[str]:
    return set(
        window.page.locator("details[data-key]").evaluate_all(
            "all => all.map(each => each.id)"
        )
    )


def test_a_grandmother_s_question_in_large_type(browser, desk, calendar):
    checks = Checks("grandmother")
    calendar.days_ago(40)
    window = browser.window(PHONE)
    number, code = she_asks(window, checks)
    question = Question.objects.get()
    assert (number, len(code.replace(" ", ""))) == (question.number, 10)
    assign_question(
        question, unit=desk.roads, by=desk.coordinator, today=timezone.localdate()
    )
    calendar.today()

    window.open("/ask/status/")
    window.fill("编号", number)
    window.fill("十位查询码", code)
    window.press("打开留言")
    window.sees("逾期", "转交通运输局办理")
    checks.look(window, "late")
    answer(desk, Question.objects.get(), today=timezone.localdate())
    window.page.reload()
    window.sees("路灯已修好", "问题解决了吗？")
    window.page.locator("input[name=solved][value=no]").check()
    window.page.locator("textarea[name=words]").fill("还有一盏没亮。")
    window.press("提交评价")
    window.sees("已重新办理，答复将由另一人审核。")
    checks.look(window, "reopened")
    fits(window)
    others_answer_again(browser, desk, question, checks)

    window.page.reload()
    window.sees("最后一盏也换好了")
    passed = question.replies.get(round=2).approvals.order_by("pk")
    assert [each.by for each in passed] == [desk.second_checker, desk.head]
    checks.finish()


def she_asks(window, checks) -> list[str]:
    """From the front page to number and query code, once with what was forgotten."""
    window.open("/")
    window.press("大字版")
    window.follow("我要留言")
    window.sees("您想问什么事？")
    checks.look(window, "matters")
    window.follow("道路与公交")
    window.fill("一句话说明", "村口的灯不亮")
    window.press("提交留言")
    window.sees("请写明是什么事。")
    refused = [each for each in window.troubles if "status of 422" in each]
    assert window.troubles == refused  # a browser tells that a form came back
    window.troubles.clear()
    assert window.page.get_by_label("一句话说明").input_value() == "村口的灯不亮"
    window.page.get_by_label("我要求助").check()
    window.page.locator("#id_text").fill("村口到学校的三盏灯不亮，孩子晚上看不见路。")
    window.page.locator("#id_contact").fill("138 1234 5678")
    checks.look(window, "form")
    fits(window)
    window.press("提交留言")
    window.is_at("/confirm/")
    window.sees("还差一步", "138••••5678")
    checks.look(window, "code")
    window.page.locator("#id_code").fill(code_sent_to(Question.objects.get()))
    window.press("确认")
    told = window.page.locator(".ask-code strong")
    expect(told).to_have_count(2)
    checks.look(window, "told")
    fits(window)
    return told.all_inner_texts()


def others_answer_again(browser, desk, question, checks) -> None:
    """The clerk, a checker who has not checked it yet, the head."""
    clerk = at_the_desk(browser, desk.clerk)
    clerk.open("/admin/")
    clerk.sees("待答复的留言")
    clerk.follow("村口的灯不亮")
    clerk.sees("未解决", "还有一盏没亮。")
    reply = act(clerk, "reply")
    reply.locator("textarea").fill("最后一盏也换好了，请您晚上再看看。")
    submit(reply)
    first = at_the_desk(browser, desk.checker)
    open_question(first, question)
    assert "check" not in acts_of(first)
    second = at_the_desk(browser, desk.second_checker)
    second.open("/admin/")
    second.sees("待审核的答复")
    second.follow("村口的灯不亮")
    check = act(second, "check")
    checks.look(second, "checker")
    check.get_by_label("通过").check()
    submit(check)
    head = at_the_desk(browser, desk.head)
    open_question(head, question)
    sign = act(head, "sign")
    sign.get_by_label("通过").check()
    submit(sign)
    head.sees("已签发")
    assert [each.troubles for each in (clerk, first, second, head)] == [[]] * 4


def test_a_matter_of_two_units_that_one_returns_twice(browser, desk):
    checks = Checks("two-units")
    question = a_case(desk, 1)
    roads = at_the_desk(browser, desk.clerk)
    coordinator = at_the_desk(browser, desk.coordinator)

    for why, waits in (
        ("排水沟归水利局管。", "待转办的留言"),
        ("灯杆立在渠堤上，归水利局管。", "已退回两次，请您裁定"),
    ):
        open_question(roads, question)
        back = act(roads, "give_back")
        back.locator("textarea").fill(why)
        submit(back)
        coordinator.open("/admin/")
        coordinator.sees(waits)
        checks.look(coordinator, "workbench")
        coordinator.follow(question.title)
        assign = act(coordinator, "assign")
        assign.locator("select[name=unit]").select_option(label="交通运输局")
        submit(assign)

    open_question(roads, question)
    assert "give_back" not in acts_of(roads)
    help_of = act(roads, "support")
    help_of.locator("select[name=unit]").select_option(label="水利局")
    help_of.locator("textarea").fill("渠堤上能不能立灯杆？")
    submit(help_of)
    roads.sees("水利局", "渠堤上能不能立灯杆？")
    checks.look(roads, "lead-unit")

    water = at_the_desk(browser, desk.water_clerk)
    water.open("/admin/")
    water.sees("等本单位提交协办意见的留言")
    water.follow(question.title)
    word = act(water, "word")
    checks.look(water, "supporting-unit")
    word.locator("textarea").fill("可以，离渠顶一米以外。")
    submit(word)
    open_question(roads, question)
    roads.sees("可以，离渠顶一米以外。")

    resident = browser.window(PHONE)
    resident.open("/ask/status/")
    resident.fill("编号", question.number)
    resident.fill("十位查询码", question.code)
    resident.press("打开留言")
    handed = resident.page.get_by_text("转交通运输局办理")
    expect(handed).to_have_count(3)
    question.refresh_from_db()
    assert (question.returns, question.unit) == (2, desk.roads)
    checks.look(resident, "resident")
    for each in (roads, coordinator, water, resident):
        assert each.troubles == []
    assert checks.wrong == []


def test_a_clerk_s_morning_with_thirty_cases_by_keyboard_alone(browser, desk):
    cases = [a_case(desk, number) for number in range(1, 31)]
    window = at_the_desk(browser, desk.clerk)
    page, keys = window.page, window.page.keyboard
    window.open(LIST)
    rows = page.locator("[data-row]")
    expect(rows).to_have_count(30)
    page.locator("[data-rows]").wait_for()

    for _row in range(30):
        keys.press("j")
    expect(rows.last).to_have_attribute("data-here", "")
    focus_is_visible(window)
    for _row in range(29):
        keys.press("k")
    expect(rows.first).to_have_attribute("data-here", "")

    def told(key: str, act_of: str, words: str):
        """One act by its key: the words, then the button below them."""
        keys.press(key)
        assert page.evaluate(OPEN_ACT) == act_of
        while page.evaluate("document.activeElement.localName") != "textarea":
            keys.press("Tab")
        keys.insert_text(words)
        while page.evaluate("document.activeElement.localName") != "button":
            keys.press("Tab")
        focus_is_visible(window)
        with page.expect_navigation():
            keys.press("Enter")

    with page.expect_navigation():
        keys.press("Enter")
    for number in range(5):
        told("r", "reply", f"第{number + 1}盏已修好。")
        window.is_at(rf"{LIST}{cases[number + 1].pk}/")
    told("n", "note", "等配件，下午再看。")
    told("q", "ask", "是哪一侧的灯？")
    window.is_at(rf"{LIST}{cases[6].pk}/")
    told("b", "give_back", "这盏在厂区里，归工信局。")
    window.is_at(rf"{LIST}{cases[7].pk}/")
    told("x", "extend", "要等电力部门停电检修。")
    with page.expect_navigation():
        keys.press("u")

    window.is_at(LIST)
    expect(rows).to_have_count(23)
    states = list(Question.objects.order_by("pk").values_list("state", flat=True))
    assert states[:8] == [*["checking"] * 5, "asked", "waiting", "handled"]
    assert Question.objects.get(pk=cases[7].pk).extensions.count() == 1
    assert window.troubles == []


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"], ids=["zh", "en"])
def test_every_page_of_the_desk_passes_axe_and_the_checker(browser, desk, language):
    """On a phone in light colours, and the same page wide and dark."""
    checks = Checks(f"ask-{language[:2]}")
    question = a_case(desk, 1)
    answered = answer(desk, a_case(desk, 2), today=timezone.localdate())
    publish_question(answered, by=desk.coordinator)
    promises_of(desk, answered)
    known = make_entry(
        answered,
        by=desk.coordinator,
        title="路灯坏了找谁",
        text="打城管局的报修电话。",
        owner=desk.clerk,
        good_until=timezone.localdate() + timedelta(days=30),
        today=timezone.localdate(),
    )
    spoken = {"extra_http_headers": {"Accept-Language": language}}
    about = f"/ask/about/{desk.matter.pk}/"
    window = browser.window(NARROW, color_scheme="light", **spoken)
    pages = [
        *("/ask/", about, f"{about}?title=路灯不亮", f"{about}?title=没有的事"),
        *("/ask/status/", "/answers/", "/answers/?q=路灯", "/answers/figures/"),
        *(f"/answers/{answered.number}/", "/search/?q=路灯"),
        *("/answers/known/", f"/answers/known/{known.pk}/"),
        *(f"/ask/follow/{answered.number}/", *follow_pages(answered)),
        f"/ask/about/{desk.matter.pk + 1}/",
    ]
    for number, address in enumerate(pages):
        window.open(address)
        look_twice(window, checks, f"{number:02}")
    staff = at_the_desk(browser, desk.clerk, color_scheme="light", **spoken)
    for address in (
        LIST,
        f"{LIST}?tab=closed",
        f"{LIST}new/",
        f"{LIST}{question.pk}/",
        f"{LIST}{answered.pk}/",
    ):
        staff.open(address)
        checks.look(staff, re.sub(r"\W+", "-", address))
    coordinator = at_the_desk(browser, desk.coordinator, color_scheme="light", **spoken)
    for address in (
        *("/admin/answers/figures/", "/admin/answers/applications/"),
        *("/admin/answers/promises/", "/admin/answers/promises/?tab=done"),
        *("/admin/answers/knowledge/", f"/admin/answers/knowledge/{known.pk}/"),
        *(f"{LIST}closing/", f"{LIST}{answered.pk}/public/"),
    ):
        coordinator.open(address)
        checks.look(coordinator, re.sub(r"\W+", "-", address))

    if language == "zh-CN":
        checks.finish()  # the markup is the same in both
    assert checks.wrong == []


def look_twice(window, checks, step: str) -> None:
    page = window.page
    fits(window)
    checks.look(window, step)
    page.set_viewport_size(DESKTOP)
    page.emulate_media(color_scheme="dark")
    fits(window)
    checks.wrong += [f"{step}, wide and dark: {each}" for each in violations(window)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(NARROW)
