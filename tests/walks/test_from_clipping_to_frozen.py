"""A clipping file becomes points, a bulletin is objected to and frozen; corrected later."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.factories.people import unit
from tests.factories.placements import WorkFactory
from xiangyin.kernel.services.outbox import deliver_due
from xiangyin.kernel.services.posts import appoint
from xiangyin.placements.models import KeptBulletin, Placement
from xiangyin.placements.reports import Period

from .browser import DESKTOP, PHONE, Window
from .checks import Checks, fits
from .office import PASSWORD, a_person
from .words import CHINESE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings(
        "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
    ),
]


def test_a_clipping_file_becomes_a_frozen_bulletin_and_a_correction_a_difference(
    house, browser
):
    walk = Walk(house, browser)

    walk.the_keeper_imports_clippings()
    walk.the_keeper_confirms_and_sees_the_points()
    walk.the_keeper_compiles_and_lets_units_object()
    walk.the_clerk_objects()
    walk.the_keeper_puts_it_right_and_answers()
    walk.the_keeper_freezes_and_publishes()
    walk.the_files_say_the_same()
    walk.a_later_correction_shows_as_a_difference()

    walk.checks.finish()


class Walk:
    """A keeper at the desk, a town's clerk on a phone; the month is the one just past."""

    def __init__(self, house, browser):
        self.house, self.browser = house, browser
        self.checks = Checks("zh")
        self.windows: dict[str, Window] = {}
        clerk = a_person("clerk", "石溪镇办事员", "Clerk of Shixi")
        appoint(clerk, "leader", unit("shixi"))
        this_month = timezone.localdate().replace(day=1)
        self.day: date = this_month - timedelta(days=10)
        self.period = Period.of_month(self.day)
        self.works = [
            WorkFactory(title=title, text=text, published_on=self.day)
            for title, text in STORIES
        ]

    def enter(self, username: str, viewport=DESKTOP) -> Window:
        if username not in self.windows:
            window = self.windows[username] = self.browser.window(viewport)
            window.open("/start/")
            window.fill(CHINESE.user_name, username)
            window.fill(CHINESE.password, PASSWORD)
            window.press(CHINESE.sign_in)
        return self.windows[username]

    def open_bulletin(self, username: str, viewport=DESKTOP) -> Window:
        window = self.enter(username, viewport)
        window.open(f"/admin/placements/bulletin/{self.period}/")
        return window

    def figures(self, window: Window) -> list[str]:
        """The total line: items by tier, items, points."""
        total = window.page.locator(".bulletin table").first.locator("tfoot td")
        return [cell.strip() for cell in total.all_inner_texts()][:7]

    # -- the steps ---------------------------------------------------------------

    def the_keeper_imports_clippings(self):
        window = self.enter("keeper")
        window.open("/admin/placements/imports/articles/")
        file = {"name": "剪报.csv", "mimeType": "text/csv", "buffer": self.clippings()}
        window.page.set_input_files("input[type=file]", [file])
        window.press(CHINESE.look_at_it)
        window.sees(f"【清岚】{STORIES[0][0]}")
        window.press(CHINESE.import_two)
        window.sees(CHINESE.imported_two)
        while deliver_due():
            pass

    def clippings(self) -> bytes:
        out = io.StringIO()
        table = csv.writer(out)
        table.writerow(["标题", "日期", "媒体", "正文"])
        day = f"{self.day.year}年{self.day.month}月{self.day.day}日"
        for (title, text), outlet in zip(STORIES, ("江宁日报", "东华网"), strict=True):
            table.writerow([f"【清岚】{title}", day, outlet, text])
        return out.getvalue().encode("gb18030")

    def the_keeper_confirms_and_sees_the_points(self):
        window = self.enter("keeper")
        window.open("/admin/placements/confirm/")
        window.sees("确认后可得：")
        self.checks.look(window, "points-of-a-candidate")
        window.page.wait_for_load_state()
        window.page.keyboard.press("c")
        window.sees(CHINESE.confirmed)
        window.page.wait_for_load_state()
        window.page.keyboard.press("c")
        window.sees(CHINESE.nothing_waits)
        assert Placement.objects.confirmed().count() == 2

    def the_keeper_compiles_and_lets_units_object(self):
        window = self.open_bulletin("keeper")
        assert self.figures(window) == ["0", "1", "1", "0", "0", "2", "15"]
        window.press("编制本期通报")
        window.sees("草稿", "刚刚按台账重算：数据一致。")
        self.checks.look(window, "bulletin-draft")
        window.fill("申诉截止", timezone.localdate().isoformat())
        window.press("开放申诉")
        window.sees("申诉期")
        self.checks.look(window, "bulletin-open")

    def the_clerk_objects(self):
        window = self.open_bulletin("clerk", PHONE)
        window.page.get_by_text("对某一条提出申诉").click()
        self.checks.look(window, "objecting")
        fits(window)
        form = window.page.locator(".objection-form")
        form.get_by_label("单位", exact=True).select_option(label="石溪镇")
        form.get_by_label("上稿编号").fill(self.in_the_province().number)
        form.get_by_label("异议内容").fill("省级一条登在头版，漏记了版位。")
        window.press("提交申诉")
        window.sees("申诉已提交", "省级一条登在头版，漏记了版位。")

    def in_the_province(self) -> Placement:
        return Placement.objects.get(article__outlet__tier="province")

    def the_keeper_puts_it_right_and_answers(self):
        placement = self.in_the_province()
        window = self.open_bulletin("keeper")
        window.follow(placement.number)
        window.page.get_by_label("位置", exact=True).select_option(label="头版")
        window.press("保存")
        window.sees("头版，单独：10 × 2 = 20")

        window = self.open_bulletin("keeper")
        window.sees("编制之后台账有变动", "积分 15 → 25")
        self.checks.look(window, "bulletin-changed")
        window.page.get_by_label("处理结果").select_option(label="属实，已更正")
        window.page.get_by_label("答复", exact=True).fill("已按头版改正，加 10 分。")
        window.page.locator(".objection-form").get_by_role("button").click()
        window.sees("已答复。")
        window.press("重新编制")
        window.sees("刚刚按台账重算：数据一致。")
        assert self.figures(window)[-2:] == ["2", "25"]

    def the_keeper_freezes_and_publishes(self):
        window = self.open_bulletin("keeper")
        window.press("定稿")
        window.sees("已定稿，数据不再变动。")
        self.checks.look(window, "bulletin-frozen")
        window.page.get_by_label("发布范围").select_option(label="向社会公开")
        way = window.page.get_by_role("region", name="办理进度")
        way.get_by_role("button", name="发布", exact=True).click()
        window.sees("已发布。")
        reader = self.browser.window(PHONE)
        reader.open("/bulletins/")
        reader.follow(reader.page.locator(".bulletins a").first.inner_text())
        reader.sees("石溪镇", KeptBulletin.objects.get().hash)
        fits(reader)
        self.checks.look(reader, "bulletin-public")

    def the_files_say_the_same(self):
        """Filled in with the exports."""

    def a_later_correction_shows_as_a_difference(self):
        placement = self.in_the_province()
        window = self.enter("keeper")
        window.open(f"/admin/placements/confirm/{placement.pk}/")
        window.page.keyboard.press("u")
        window.sees("已撤销，重新等待确认。")

        window = self.open_bulletin("keeper")
        window.sees("现在的台账与定稿数据不一致", "积分 25 → 5")
        assert self.figures(window)[-2:] == ["2", "25"]
        self.checks.look(window, "bulletin-differs")


STORIES = [
    (
        "石溪镇修好三座便民桥",
        "连日阴雨之后，石溪镇三座便民桥赶在秋收前全部修好通车。桥面加宽到四米五，"
        "两侧装上护栏和夜间反光条，运粮的农用车可以直接开到田头。镇里组织党员和"
        "村民投工两百多人次，节省资金十一万元。茶湾村村民说，过去绕路要走四十分钟，"
        "如今十分钟就到晒场。镇里还安排专人每周巡查桥墩和河道，雨季加密到每天一次。",
    ),
    (
        "茶湾村卫生室夜里也有人",
        "从这个月起，茶湾村卫生室晚上六点到九点也开门，由镇卫生院医生轮流值守。"
        "村里老人多，白天下地，晚上量血压、拿药成了最方便的时候。头半个月接诊一百"
        "三十七人次，其中慢病随访八十九人次。镇卫生院把常用药目录从六十种增加到"
        "九十二种，并给行动不便的十六位老人建了上门服务台账，每两周上门一次。",
    ),
]
