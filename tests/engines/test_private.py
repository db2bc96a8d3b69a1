"""What says who somebody is, or where to find them, is found in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyin.engines.private import CHECKS, WEIGHTS, find, hide


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("打13812345678", "phone", "13812345678"),
        ("打138 1234 5678。", "phone", "138 1234 5678"),
        ("打138-1234-5678", "phone", "138-1234-5678"),
        ("打１３８１２３４５６７８", "phone", "１３８１２３４５６７８"),
        ("+86 13812345678", "phone", "+86 13812345678"),
        ("座机0571-88001122", "phone", "0571-88001122"),
        ("座机057188001122", "phone", "057188001122"),
        ("证号11010519491231002X", "identity", "11010519491231002X"),
        ("证号34052419800101001x", "identity", "34052419800101001x"),
        ("卡号6222 0212 3456 7890 128", "card", "6222 0212 3456 7890 128"),
        ("写信到wang.li@example.cn", "mail", "wang.li@example.cn"),
        ("车牌浙A·12345", "plate", "浙A·12345"),
        ("车牌浙AD12345", "plate", "浙AD12345"),
        ("住3栋2单元501室", "door", "3栋2单元501室"),
        ("住12号楼502室", "door", "12号楼502室"),
        ("住人民路128号", "door", "路128号"),
    ],
)
def test_what_has_a_form_is_found(text, kind, words):
    assert [(each.kind, each.words) for each in find(text)] == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "公交2路改道，3月2日起",
        "订单号20260302000112345678",
        "110105194912310021",  # the check character is wrong
        "文件清政办〔2026〕12号",
        "地铁5号线",
        "全县有12345人次，见ASK-2026-0007",
        "补贴1500元，电话12345",
    ],
)
def test_ordinary_numbers_are_left_alone(text):
    assert find(text) == []


def test_names_one_is_given_are_found_wherever_they_stand():
    found = find("王秀英说，请找王秀英。Wang Xiuying", names=["王秀英", "wang xiuying"])

    assert [each.words for each in found] == ["王秀英", "王秀英", "Wang Xiuying"]


def test_a_name_of_one_character_would_find_everything_and_is_left_alone():
    assert find("王家村的路", names=["王", " "]) == []


@given(st.text(), st.text())
def test_hiding_leaves_nothing_to_find(before, after):
    text = f"{before} 13812345678 {after}"

    hidden = hide(text, find(text))

    assert "13812345678" not in hidden


@given(st.from_regex(r"[1-9][0-9]{5}19[0-9]{2}[0-9]{4}[0-9]{3}", fullmatch=True))
def test_every_identity_number_with_its_check_is_found_and_with_another_is_not(digits):
    total = sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True))
    right = CHECKS[total % 11]
    wrong = CHECKS[(total + 1) % 11]

    assert "identity" in [each.kind for each in find(f"我{digits}{right}。")]
    assert "identity" not in [each.kind for each in find(f"我{digits}{wrong}。")]
