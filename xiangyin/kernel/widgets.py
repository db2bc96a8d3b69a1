"""Widgets of the office's forms."""

from django import forms
from django.forms.utils import flatatt
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join


class LongSelect(forms.Select):
    """A choice among thousands: asked for once a page, and no template for each.

    Wagtail shows a list's filters twice, and Django asks for the choices and opens a
    template for every one of them each time: 70 ms for 2,000 people.
    """

    @cached_property
    def offered(self) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in self.choices]

    def render(self, name, value, attrs=None, renderer=None):
        chosen = set(self.format_value(value))
        lines = format_html_join(
            "\n",
            '<option value="{}"{}>{}</option>',
            (
                (key, flatatt({"selected": key in chosen}), label)
                for key, label in self.offered
            ),
        )
        attributes = flatatt(self.build_attrs(self.attrs, attrs))
        return format_html(
            '<select name="{}"{}>\n{}\n</select>', name, attributes, lines
        )
