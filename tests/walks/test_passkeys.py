"""A passkey in Chromium's own virtual authenticator: second step, and sign-in alone."""

import pytest

from xiangyin.kernel.models import Record

from .browser import PHONE, keep_picture
from .checks import fits
from .office import PASSWORD
from .words import CHINESE as WORDS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings(
        "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
    ),
]


@pytest.fixture
def two_steps(settings):
    settings.XIANGYIN_SECOND_FACTOR = True


def with_authenticator(window, *, verifies=True):
    """Give the window's machine an authenticator that its owner is in front of."""
    cdp = window.page.context.new_cdp_session(window.page)
    cdp.send("WebAuthn.enable")
    told = {
        **{"protocol": "ctap2", "transport": "internal", "hasResidentKey": True},
        **{"hasUserVerification": True, "isUserVerified": verifies},
        "automaticPresenceSimulation": True,
    }
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": told})


def type_the_password(window, username="final"):
    window.open("/start/")
    window.fill(WORDS.user_name, username)
    window.fill(WORDS.password, PASSWORD)
    window.press(WORDS.sign_in)


def add_a_passkey(window, *, alone=False):
    window.is_at("/accounts/2fa/")
    window.follow("添加通行密钥")
    window.page.get_by_label("取个名字").fill("办公室电脑")
    if alone:
        window.page.get_by_label("只用它登录，不输密码").check()
    fits(window)
    window.press("添加")
    window.is_at("/accounts/2fa/recovery-codes/")


def sign_out(window):
    window.press("退出登录")
    window.is_at("/")


def test_a_final_reader_adds_a_passkey_and_signs_in_with_it(house, browser, two_steps):
    window = browser.window(PHONE)
    with_authenticator(window)
    type_the_password(window)
    add_a_passkey(window)
    sign_out(window)

    type_the_password(window)
    window.is_at("/accounts/2fa/authenticate/")
    keep_picture(window, "second-step")
    fits(window)
    window.press("用通行密钥")

    window.page.wait_for_url("**/admin/")
    assert window.troubles == []


def test_with_a_passkey_alone_nobody_types_a_password(house, browser, two_steps):
    window = browser.window(PHONE)
    with_authenticator(window)
    type_the_password(window)
    add_a_passkey(window, alone=True)
    sign_out(window)

    window.open("/accounts/login/")
    keep_picture(window, "login-with-passkey")
    fits(window)
    window.press("用通行密钥登录")

    window.page.wait_for_url("**/admin/")
    assert window.troubles == []
    last = Record.objects.filter(action="sign_in").latest("pk")
    assert last.by == house.office.people["final"]


def test_a_passkey_that_is_not_of_this_house_opens_nothing(house, browser, two_steps):
    window = browser.window(PHONE)
    with_authenticator(window)
    type_the_password(window)
    add_a_passkey(window, alone=True)
    sign_out(window)
    house.office.people["final"].authenticator_set.filter(type="webauthn").delete()

    window.open("/accounts/login/")
    window.press("用通行密钥登录")

    window.is_at("/accounts/login/")
    window.sees("验证码不对。")
    window.open("/admin/")
    window.is_at(r"/accounts/login/\?next=/admin/")
