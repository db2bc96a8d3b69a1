"""A paper as PDF/A, set by Typst; every character in it is shown."""

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

from ..errors import RuleBroken
from .paper import Grid, Heading, Paper, Picture, Text

TEMPLATE = Path(__file__).with_name("paper.typ")
# The faces that official documents ask for, then what is like them and free.
SONG = (
    "SimSun",
    "NSimSun",
    "STSong",
    "Songti SC",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Serif SC",
    "FandolSong",
    "AR PL SungtiL GB",
    "AR PL UMing CN",
)
HEI = (
    "SimHei",
    "STHeiti",
    "Heiti SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "FandolHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
)
FACES = {
    "title": (
        "FZXiaoBiaoSong-B05S",
        "FZXiaoBiaoSong-B05",
        "方正小标宋简体",
        "方正小标宋_GBK",
        "STZhongsong",
        *SONG,
        *HEI,
    ),
    "body": (
        "FangSong_GB2312",
        "FangSong",
        "仿宋_GB2312",
        "STFangsong",
        "FandolFang R",
        "FandolFang",
        *SONG,
        *HEI,
    ),
    "kai": (
        "KaiTi_GB2312",
        "KaiTi",
        "楷体_GB2312",
        "STKaiti",
        "Kaiti SC",
        "FandolKai",
        "LXGW WenKai",
        "AR PL KaitiM GB",
        "AR PL UKai CN",
        *SONG,
        *HEI,
    ),
    "hei": (*HEI, *SONG),
    "song": (*SONG, *HEI),
}
# A little face of its own weight; any other is set bold for a title.
TITLE_FACES = frozenset(FACES["title"][:5])
ARCHIVE = ["a-2a", "ua-1"]
MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
# What a printer sets for a character that no face has, as proofs have always shown it.
GETA = "〓"


@lru_cache(maxsize=1)
def machine_fonts() -> typst.Fonts:
    """The faces of this machine; a new one is found at the next start."""
    return typst.Fonts()


def set_in_type(said: Paper, fonts: typst.Fonts | None = None) -> bytes:
    """Set a paper. Refused, in words, where the machine has no Chinese face."""
    fonts = fonts or machine_fonts()
    faces = _faces(fonts.families())
    known = frozenset().union(*FACES.values())
    if said.is_chinese and not any(name in known for name in faces["body"]):
        raise RuleBroken(no_face())
    told = _as_data(said, faces)
    try:
        return _compile(told, fonts)
    except typst.TypstError as error:
        missing = _missing(error.diagnostic)
        if not missing:
            raise
    if missing & set(GETA + said.title + said.day):
        raise RuleBroken(no_face())
    return _compile(told.translate(dict.fromkeys(map(ord, missing), GETA)), fonts)


def _missing(diagnostic: str) -> set[str]:
    """The characters that no face of the machine has."""
    found = "".join(MISSING.findall(diagnostic))
    plain = ESCAPED.sub(lambda code: chr(int(code.group(1), 16)), found)
    return {each for each in plain if not each.isascii()}


def no_face() -> str:
    return _(
        "This machine has no Chinese font, so the PDF would show boxes. Install one"
        " (on Debian: fonts-noto-cjk), or take the DOCX."
    )


def _compile(told: str, fonts: typst.Fonts) -> bytes:
    compiler = typst.Compiler(font_paths=fonts, ignore_system_fonts=True)
    return compiler.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"paper": told},
        pdf_standards=ARCHIVE,
    )


def _faces(families: Iterable[str]) -> dict[str, list[str]]:
    """Of the faces wanted, those that the machine has; a Latin one in their absence."""
    here = set(families)
    found = {
        role: [name for name in wanted if name in here]
        for role, wanted in FACES.items()
    }
    return {role: names or ["Libertinus Serif"] for role, names in found.items()}


def _as_data(said: Paper, faces: dict[str, list[str]]) -> str:
    """All that the template says, as JSON."""
    return json.dumps(
        {
            "title": said.title,
            "title-weight": "regular" if faces["title"][0] in TITLE_FACES else "bold",
            "lang": "zh" if said.is_chinese else "en",
            "region": "cn" if said.is_chinese else "gb",
            "faces": faces,
            "body": [_block(each) for each in said.body],
            "annex": said.annex,
            "annex-word": said.annex_word,
            "annex-label": said.annex_label,
            "pictures": [_block(each) for each in said.pictures],
            "office": said.office,
            "day": said.day,
            "on": [said.on.year, said.on.month, said.on.day],
        },
        ensure_ascii=False,
    )


def _block(each: Heading | Text | Grid | Picture) -> dict[str, Any]:
    if isinstance(each, Heading):
        return {"kind": "heading", "text": each.text, "level": each.level}
    if isinstance(each, Text):
        return {"kind": "text", "text": each.text}
    if isinstance(each, Picture):
        chart = each.chart
        return {
            "kind": "picture",
            "svg": chart.svg,
            "alt": chart.alt,
            "note": chart.note,
            "width": 1 if chart.is_upright else 0.9,
        }
    return {
        "kind": "grid",
        "groups": each.groups,
        "heading": each.heading,
        "lines": each.lines,
        "widths": each.widths,
        "has-sum": each.has_sum,
    }
