"""A password of the office's own words is no password."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from tests.factories.people import PersonFactory, a_county, unit
from xiangyin.kernel.passwords import NotOurOwnWords, own_words
from xiangyin.kernel.services.invitations import invite, token_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def wu(county):
    return PersonFactory(username="wu", posts=[("correspondent", unit("chawan"))])


def takes(password, person=None) -> bool:
    try:
        NotOurOwnWords().validate(password, person)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    "password",
    [
        "xiangyin2026",
        "XiangYin@123",
        "乡音乡音乡音乡音",
        "Wagtail-Wagtail!",
        "editor12345678",
        "final_reader#1",
        "融媒体中心2026",
    ],
)
def test_nobody_may_take_the_products_words_or_a_post(password):
    assert not takes(password)


@pytest.mark.parametrize(
    "password",
    [
        "qinglan2026",
        "Qinglan.Chawan1",
        "清岚县20261003",
        "茶湾村茶湾村",
        "qinglan-chawan-ab",
    ],
)
def test_nor_the_names_and_codes_of_the_units_one_belongs_to(wu, password):
    assert not takes(password, wu)


@pytest.mark.parametrize(
    "password",
    ["qinglan-tea-2026", "清岚县的春茶真好喝", "    !?    ", "correct horse battery"],
)
def test_words_of_ones_own_may_stand_beside_them(wu, password):
    assert takes(password, wu)


def test_another_countys_name_is_an_ordinary_word(wu):
    other = a_county("tanxi", "潭溪县")

    assert takes(f"{other.code}2026", wu)
    assert other.code not in own_words(wu)


def test_somebody_without_a_post_and_nobody_are_asked_too(db):
    assert not takes("xiangyin2026", PersonFactory())
    assert not takes("xiangyin2026", None)


def test_the_form_says_so_where_the_password_is_chosen(client, wu):
    made = invite(wu, by=None, now=timezone.now())
    link = reverse("invitation", args=[token_of(made)])
    told = {"password": "qinglan2026", "again": "qinglan2026"}

    response = client.post(link, told)

    assert response.context["form"].errors == {
        "password": [
            "这个密码只由本单位的名称、岗位之类的字样组成。请加上别人猜不到的内容。"
        ]
    }
