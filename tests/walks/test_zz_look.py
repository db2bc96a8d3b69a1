import pytest

from xiangyin.kernel.services.posts import appoint

from .office import a_busy_day, a_person
from .test_every_screen import sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings(
        "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
    ),
]


def test_look(house, browser):
    a_busy_day(house.office)
    adm = a_person("admin1", "周管理", "Zhou")
    appoint(adm, "administrator", house.office.county)
    from .checks import fits

    for w in (360, 1280):
        win = browser.window({"width": w, "height": 800})
        sign_in(win, "sender")
        win.open("/accounts/data/")
        fits(win)
        win.page.screenshot(path=f"/tmp/shots-rights/mine-{w}.png", full_page=True)
        win = browser.window({"width": w, "height": 800})
        sign_in(win, "admin1")
        pk = house.office.people["sender"].pk
        for n in ("data", "edit"):
            win.open(
                f"/admin/people/{pk}/data/"
                if n == "data"
                else f"/admin/people/edit/{pk}/"
            )
            win.page.screenshot(
                path=f"/tmp/shots-rights/adm-{n}-{w}.png", full_page=True
            )
        win.open("/accounts/login/")
        assert win.troubles == []
