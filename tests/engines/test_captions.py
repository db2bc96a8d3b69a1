"""Captions as editing programs write them, and what of them is words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyin.engines.captions import (
    BrokenCaptions,
    Cue,
    as_webvtt,
    cues_in,
    words_of,
)

SRT = """\ufeff1
00:00:00,500 --> 00:00:02,000
云岭的<font color="#fff">春茶</font>

2
00:00:02,000 --> 00:00:04,250
{\\an8}今天开采
全县同时
"""
VTT = """WEBVTT - 春茶
Kind: captions

STYLE
::cue { color: red }

NOTE nobody says this

intro
00:01.000 --> 00:02.000 align:start
<v 茶农>今年&amp;去年</v>

last
01:00:00.000 --> 01:00:01.000
一小时以后
"""


def test_subrip():
    assert cues_in(SRT) == [
        Cue(500, 2000, "云岭的春茶"),
        Cue(2000, 4250, "今天开采\n全县同时"),
    ]


def test_webvtt():
    assert cues_in(VTT) == [
        Cue(1000, 2000, "今年&去年"),
        Cue(3600000, 3601000, "一小时以后"),
    ]


def test_windows_lines_and_cues_without_a_line_between():
    text = "1\r\n0:00:01,0 --> 0:00:02,0\r\n一\r\n2\r\n0:00:02,0 --> 0:00:03,0\r\n二"
    assert cues_in(text) == [Cue(1000, 2000, "一"), Cue(2000, 3000, "二")]


def test_an_empty_line_within_a_cue_loses_nothing():
    assert cues_in("00:01.0 --> 00:02.0\n一\n\n二")[0].words == "一\n二"


def test_what_is_a_number_is_said():
    text = "1\n00:01.0 --> 00:02.0\n2026\n\n2\n00:02.0 --> 00:03.0\n年"
    assert [cue.words for cue in cues_in(text)] == ["2026", "年"]


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("1\n00:00:01 --> 00:00:02\n一", 2, "time"),
        ("WEBVTT\n\n00:02.000 --> 00:01.000\n一", 3, "order"),
        ("春茶\n00:01.000 --> 00:02.000\n一", 1, "time"),
        ("00:01.000 --> 00:02.000\n一\n\n--> 00:03.000\n二", 4, "time"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text, line, why):
    with pytest.raises(BrokenCaptions) as caught:
        cues_in(text)
    assert (caught.value.line, caught.value.why) == (line, why)


def test_words_without_times():
    assert words_of(SRT) == "云岭的春茶\n今天开采 全县同时"
    assert words_of(" 他说：茶好。\n") == "他说：茶好。"


cues = st.builds(
    lambda begins, length, words: Cue(begins, begins + length, words),
    st.integers(0, 10**7),
    st.integers(1, 10**4),
    st.text(st.sampled_from("春茶 <>&ab-"), min_size=1)
    .map(str.strip)
    .filter(lambda words: words and "-->" not in words),
)


@given(st.lists(cues, max_size=5))
def test_what_is_written_is_read_again(some):
    some = sorted(some, key=lambda cue: cue.begins)
    assert cues_in(as_webvtt(some)) == some
