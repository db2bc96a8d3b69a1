"""What changed between two versions of a story, paragraph by paragraph.

Written for Chinese: words are not parted by spaces, so single characters are
compared, and crumbs (one or two kept characters between two changes) are
joined to the change around them. Latin words and figures stay whole: "1200"
against "1500" is one change, not two digits.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from ..body import photos_in, place_in_words, with_anchors

PIECE = re.compile(r"[0-9]+(?:[.,:][0-9]+)*%?|[A-Za-z]+|\s+|.", re.DOTALL)
PARAGRAPH_ENDS = re.compile(r"</(?:p|li)>|<br\s*/?>", re.IGNORECASE)
KIN = 0.4
CRUMB = 2
LONGEST = 3000


@dataclass(frozen=True)
class Line:
    """One paragraph: ``same``, ``added``, ``removed`` or ``changed``, in pieces.

    ``pieces`` are ``(kind, text)`` with kind ``same``, ``ins`` or ``del``.
    """

    kind: str
    pieces: tuple[tuple[str, str], ...]


def paragraphs(story) -> list[str]:
    """Everything a reader of the site sees, as plain paragraphs in their order."""
    cover = [story.cover_alt, story.cover_caption]
    lines = [story.title, story.lead, story.byline]
    if story.cover_id:
        lines.append(photo_line(story.cover_id, *cover))
    for block in story.body:
        lines += block_lines(block)
    return [line.strip() for line in lines if line and line.strip()]


def block_lines(block) -> list[str]:
    value = block.value
    if block.block_type == "text":
        return text_lines(value.source)
    if block.block_type == "quote":
        return [f"“{value.get('quote', '')}” {value.get('speaker', '')}"]
    if block.block_type == "notes":
        return [line for note in with_anchors(value) for line in note_lines(*note)]
    if block.block_type == "film":
        return film_lines(value)
    photos = [line_of(photo) for photo in photos_in(block)]
    if block.block_type == "gallery":
        return [value["title"] or "", *photos]
    if block.block_type == "map":
        return [*photos, *(place_in_words(place) for place in value["places"])]
    return photos or [str(value)]


def text_lines(source: str) -> list[str]:
    html = PARAGRAPH_ENDS.sub("\n", source)
    links = [f"→ {address}" for address in re.findall(r'href="([^"]+)"', source)]
    return [*strip_tags(html).splitlines(), *links]


def note_lines(_anchor, at, note) -> list[str]:
    head = f"{timezone.localtime(at):%Y-%m-%d %H:%M} {note['title'] or ''}"
    shown = [line_of(note)] if note.get("picture") else []
    return [head, *text_lines(note["text"].source), *shown]


def film_lines(block) -> list[str]:
    """With the times of captions, for a moved one is a change as well."""
    film = block["film"]
    told = [f"▶ {film.pk} {film}" if film else "▶", block["caption"], block["credit"]]
    told.append(_("Nothing is said in it") if block["is_silent"] else "")
    head = " · ".join(str(word) for word in told if word)
    return [head, *(block["words"] or "").splitlines()]


def line_of(photo) -> str:
    picture = photo.get("picture")
    words = [photo.get(name, "") for name in ("alt", "caption", "credit")]
    return photo_line(picture.pk if picture else "", *words)


def photo_line(key, *words) -> str:
    return " · ".join([f"▣ {key}", *(word for word in words if word)])


def compare(before: list[str], after: list[str]) -> list[Line]:
    """Compare two lists of paragraphs."""
    lines: list[Line] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            lines += [Line("same", (("same", text),)) for text in after[j1:j2]]
        else:
            lines += _replaced(before[i1:i2], after[j1:j2])
    return lines


def _replaced(old: list[str], new: list[str]) -> list[Line]:
    """Pair each new paragraph with the old one it grew from, if there is one."""
    lines, at = [], 0
    for text in new:
        kin = next((i for i in range(at, len(old)) if _akin(old[i], text)), None)
        if kin is None:
            lines.append(Line("added", (("ins", text),)))
            continue
        lines += [Line("removed", (("del", gone),)) for gone in old[at:kin]]
        lines.append(Line("changed", tuple(differ(old[kin], text))))
        at = kin + 1
    return lines + [Line("removed", (("del", gone),)) for gone in old[at:]]


def _akin(old: str, new: str) -> bool:
    matcher = SequenceMatcher(None, old[:LONGEST], new[:LONGEST], autojunk=False)
    return matcher.quick_ratio() >= KIN and matcher.ratio() >= KIN


def differ(old: str, new: str) -> list[tuple[str, str]]:
    """Pieces that lead from ``old`` to ``new``.

    >>> differ("今年收茶1200斤", "今年收茶1500斤")
    [('same', '今年收茶'), ('del', '1200'), ('ins', '1500'), ('same', '斤')]
    """
    if max(len(old), len(new)) > LONGEST:
        return [("del", old), ("ins", new)]
    a, b = PIECE.findall(old), PIECE.findall(new)
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    pieces: list[tuple[str, str]] = []
    gone = come = ""
    opcodes = matcher.get_opcodes()
    for number, (tag, i1, i2, j1, j2) in enumerate(opcodes):
        kept = "".join(a[i1:i2])
        inside = 0 < number < len(opcodes) - 1
        if tag == "equal" and not (inside and len(kept) <= CRUMB):
            pieces += _change(gone, come)
            pieces.append(("same", kept))
            gone = come = ""
        else:
            gone += kept
            come += "".join(b[j1:j2])
    return pieces + _change(gone, come)


def _change(gone: str, come: str) -> list[tuple[str, str]]:
    return [(kind, text) for kind, text in (("del", gone), ("ins", come)) if text]
