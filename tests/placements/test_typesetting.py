"""Paper is set in type: lines as official documents have them, characters that no face has."""

from datetime import date

import pytest
import typst

from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.papers import pdf
from xiangyin.kernel.papers.paper import Paper, Text
from xiangyin.kernel.papers.pdf import set_in_type

from .documents import text_of


def a_paper(*texts, title="清岚县上稿通报") -> Paper:
    return Paper(
        title=title,
        body=tuple(map(Text, texts)),
        annex="",
        annex_word="",
        annex_label="",
        pictures=(),
        office="清岚县",
        day="2026年11月5日",
        on=date(2026, 11, 5),
    )


def test_a_full_page_has_22_lines_of_28_characters():
    pages = text_of(set_in_type(a_paper("县" * 2000)))

    *lines, number = pages[1].splitlines()
    assert [len(line) for line in lines] == [28] * 22
    assert number == "— 2 —"


def test_a_character_that_no_face_has_is_shown_as_missing():
    (page,) = text_of(set_in_type(a_paper("镇名\U000f1234与\U00010ffe不全。")))

    assert "镇名〓与〓不全。" in page


def test_without_the_check_it_would_be_a_box(monkeypatch):
    monkeypatch.setattr(pdf, "ARCHIVE", [])

    (page,) = text_of(set_in_type(a_paper("镇名\U000f1234不全。")))

    assert "〓" not in page


def test_a_machine_without_chinese_faces_says_what_to_install():
    latin = typst.Fonts(include_system_fonts=False)

    with pytest.raises(RuleBroken, match="fonts-noto-cjk"):
        set_in_type(a_paper("县"), latin)


def test_words_are_never_taken_for_the_typesetters_own():
    (page,) = text_of(set_in_type(a_paper('#panic("x") *粗* $x$ @x \\ <b>')))

    assert '#panic("x") *粗* $x$ @x \\ <b>' in page
