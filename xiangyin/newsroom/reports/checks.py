"""What a reader should look at twice. Findings, not verdicts: people decide."""

import re
from dataclasses import dataclass

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from ..body import photos_in, rich_texts_in
from ..models import Story

LONG_PARAGRAPH = 300
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
ID_CARD = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
DIGITS = "零一二三四五六七八九"
UNITS = {"十": 10, "百": 100, "千": 1000}
CHINESE = re.compile(f"[{DIGITS}两十百千万]+")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class Finding:
    """One thing to look at. ``grave`` ones should not be published as they are."""

    words: str
    grave: bool = False


def findings(story: Story) -> list[Finding]:
    """Everything the house noticed in this text, the grave ones first."""
    found = [
        *_personal_data(story),
        *_missing_words(story),
        *_lonely_figures(story),
        *_long_paragraphs(story),
    ]
    return sorted(found, key=lambda finding: not finding.grave)


def _everything(story) -> str:
    captions = [story.cover_alt, story.cover_caption, *_photo_words(story)]
    return "\n".join([story.title, story.byline, story.plain_text, *captions])


def _photo_words(story) -> list[str]:
    photos = [photo for block in story.body for photo in photos_in(block)]
    names = ("alt", "caption", "credit")
    return [photo.get(name) or "" for photo in photos for name in names]


def _personal_data(story):
    text = _everything(story)
    for number in sorted(set(ID_CARD.findall(text))):
        if is_id_card(number):
            yield Finding(
                _("An identity card number stands in the text: %(number)s")
                % {"number": f"{number[:6]}…{number[-4:]}"},
                grave=True,
            )
    for number in sorted(set(MOBILE.findall(text))):
        yield Finding(
            _("A mobile number stands in the text: %(number)s") % {"number": number},
            grave=True,
        )


def is_id_card(number: str) -> bool:
    """Say whether the check character fits (GB 11643-1999).

    >>> is_id_card("11010519491231002X"), is_id_card("110105194912310021")
    (True, False)
    """
    total = sum(
        int(digit) * weight for digit, weight in zip(number[:17], WEIGHTS, strict=True)
    )
    return "10X98765432"[total % 11] == number[17].upper()


def _missing_words(story):
    photos = [photo for block in story.body for photo in photos_in(block)]
    silent = sum(not (photo.get("alt") or "").strip() for photo in photos)
    silent += bool(story.cover_id and not story.cover_alt.strip())
    if silent:
        yield Finding(_("A photo has no alternative text."), grave=True)


def _lonely_figures(story):
    """Figures of the title, lead or captions that the text itself does not carry."""
    sources = [html for block in story.body for html in rich_texts_in(block)]
    text = "\n".join(strip_tags(html) for html in sources)
    known = {figure.replace(",", "") for figure in FIGURE.findall(text)}
    known |= {str(from_chinese(word)) for word in CHINESE.findall(text)}
    places = [
        (_("title"), story.title),
        (_("lead"), story.lead),
        (_("caption"), " ".join([story.cover_caption, *_photo_words(story)])),
    ]
    for place, words in places:
        for figure in dict.fromkeys(FIGURE.findall(words)):
            if figure not in known and figure.replace(",", "") not in known:
                yield Finding(
                    _("“%(figure)s” (%(place)s) does not stand in the text.")
                    % {"figure": figure, "place": place}
                )


def from_chinese(word: str) -> int:
    """The value of a figure written in Chinese characters, as newspapers write it.

    >>> from_chinese("六十二"), from_chinese("十一"), from_chinese("三万二千")
    (62, 11, 32000)
    """
    total = section = digit = 0
    for char in word:
        if char == "万":
            total, section, digit = (total + section + digit) * 10_000, 0, 0
        elif char in UNITS:
            section, digit = section + (digit or 1) * UNITS[char], 0
        else:
            digit = DIGITS.index("二" if char == "两" else char)
    return total + section + digit


def _long_paragraphs(story):
    for html in (html for block in story.body for html in rich_texts_in(block)):
        for part in html.split("</p>"):
            words = strip_tags(part).strip()
            if len(words) > LONG_PARAGRAPH:
                yield Finding(
                    _("A paragraph has %(count)d characters: “%(start)s…”")
                    % {"count": len(words), "start": words[:12]}
                )
