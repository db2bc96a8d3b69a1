"""The editor for rich text, which breaks on nothing that is put into it."""

import json

from django.utils.html import escape
from wagtail.admin.rich_text import DraftailRichTextArea

from xiangyin.engines.markup import clean_kept, words_of


class CarefulEditor(DraftailRichTextArea):
    """Wagtail's editor, which raises on what is not well formed.

    What it cannot read is shown and kept as paragraphs of plain words: nothing that
    somebody typed is lost, and no screen breaks.
    """

    def format_value(self, value):
        html = clean_kept(getattr(value, "source", value) or "")
        try:
            return super().format_value(html)
        except Exception:  # whatever odd markup makes the converter raise
            return super().format_value(paragraphs(words_of(html)))

    def value_from_datadict(self, data, files, name):
        try:
            return super().value_from_datadict(data, files, name)
        except Exception:  # no content state, or one with holes
            return paragraphs(_words_in(data[name]))


def paragraphs(words: str) -> str:
    """Plain words as rich text, a paragraph for each line."""
    lines = [line.strip() for line in words.splitlines()]
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)


def _words_in(sent: str) -> str:
    """The words of a content state that the converter cannot read."""
    try:
        parts = json.loads(sent)["blocks"]
        return "\n".join(str(part["text"]) for part in parts)
    except (ValueError, KeyError, TypeError, RecursionError):
        return words_of(sent)
