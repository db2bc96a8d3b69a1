"""What of a story's body is a photo, a text, a word: told of every kind of block.

The rules ask it for what is signed, the reports for what changed, others for the words.
"""

import hashlib
from datetime import UTC, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from xiangyin.engines import captions
from xiangyin.engines.markup import words_of


def moment_of(note) -> datetime:
    """When a note was taken; a time without a zone is the office's."""
    at = note["at"]
    return timezone.make_aware(at) if timezone.is_naive(at) else at


def with_anchors(notes) -> list[tuple[str, datetime, dict]]:
    """Notes oldest first, each with an address of its own within the page."""
    found, taken = [], {}
    for note in sorted(notes, key=moment_of):
        at = moment_of(note)
        anchor = f"note-{timezone.localtime(at):%Y%m%d-%H%M}"
        taken[anchor] = taken.get(anchor, 0) + 1
        number = f"-{taken[anchor]}" if taken[anchor] > 1 else ""
        found.append((anchor + number, at, note))
    return found


def photos_in(block) -> list:
    """The photos of one block, each with ``picture``, ``alt``, ``caption``, ``credit``."""
    if block.block_type == "gallery":
        return list(block.value["photos"])
    if block.block_type == "notes":
        return [note for note in block.value if note.get("picture")]
    return [block.value] if block.block_type in ("photo", "map") else []


def films_in(block) -> list:
    """The films of one block."""
    film = block.value["film"] if block.block_type == "film" else None
    return [film] if film else []


def readable(block) -> list[str]:
    """What is said in a film, line by line, without times.

    A draft may hold what cannot be read as times: then it is all words.
    """
    words = block["words"] or ""
    try:
        return captions.words_of(words).splitlines()
    except captions.BrokenCaptions:
        return words.splitlines()


def captions_address(story, block) -> str:
    """Where the captions of a film in ``story`` are, or nothing.

    The address changes with the words, so that whoever has them may keep them.
    """
    words, film = block["words"] or "", block["film"]
    if not film or story is None or not story.pk or not captions.has_times(words):
        return ""
    return reverse("captions", args=[story.pk, film.pk, mark_of(words)])


def mark_of(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def rich_texts_in(block) -> list[str]:
    """The rich texts of one block, as HTML."""
    if block.block_type == "text":
        return [block.value.source]
    if block.block_type == "notes":
        return [note["text"].source for _anchor, _at, note in with_anchors(block.value)]
    return []


def words_in(block) -> list[str]:
    """What one block says, without markup; captions where they are what is told."""
    kind, value = block.block_type, block.value
    if kind == "heading":
        return [value]
    if kind == "quote":
        return [value["quote"]]
    if kind == "gallery":
        return [
            value["title"] or "",
            *(each["caption"] or "" for each in photos_in(block)),
        ]
    if kind == "map":
        return [place_in_words(place) for place in value["places"]]
    if kind == "film":
        return [value["caption"], *readable(value)]
    if kind == "notes":
        return [
            line
            for _a, _at, note in with_anchors(value)
            for line in note_in_words(note)
        ]
    return [strip_tags(html.replace("</p>", "</p>\n")) for html in rich_texts_in(block)]


def place_in_words(place) -> str:
    return " ".join(filter(None, (place["mark"], place["name"], place["words"])))


def note_in_words(note) -> list[str]:
    return [note["title"] or "", words_of(note["text"].source)]


def said_by(block, hash_of) -> list:
    """Everything that a reader signs in one block; a picture is what ``hash_of`` says.

    Without the keys that lists give to their entries: they are nobody's words.
    """
    kind, value = block.block_type, block.value
    if kind == "photo":
        return [kind, *_photo_said(value, hash_of)]
    if kind == "gallery":
        photos = [_photo_said(each, hash_of) for each in value["photos"]]
        return [kind, value["title"] or "", photos]
    if kind == "notes":
        return [kind, [_note_said(note, hash_of) for note in value]]
    if kind == "film":
        film = value["film"]
        files = [film.file_hash, hash_of(film.still)] if film else []
        words = [value[name] or "" for name in ("caption", "credit", "words")]
        return [kind, files, *words, bool(value["is_silent"])]
    if kind == "map":
        places = [[each[name] or "" for name in each] for each in value["places"]]
        return [kind, *_photo_said(value, hash_of), places]
    return [kind, block.block.get_prep_value(value)]


def _photo_said(photo, hash_of) -> list:
    words = [photo.get(name, "") for name in ("alt", "caption", "credit")]
    return [hash_of(photo.get("picture")), *words]


def _note_said(note, hash_of) -> list:
    at = moment_of(note).astimezone(UTC).isoformat(timespec="seconds")
    told = [at, note["title"] or "", note["text"].source]
    return [*told, *_photo_said(note, hash_of)]
