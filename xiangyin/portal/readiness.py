"""What a web worker has read before anybody waits for it."""

from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation


def be_ready() -> None:
    """Read addresses, words and public templates: half a second of a first reader's."""
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext("Search")
            reverse("wagtail_serve", args=[""])
    for template in templates():
        get_template(template)


def templates() -> Iterator[str]:
    """Those of the rooms that readers see, and of what stories are made of."""
    for name in ("portal", "newsroom", "answers"):
        folder = Path(apps.get_app_config(name).path) / "templates"
        for path in sorted(folder.rglob("*.*")):
            yield str(path.relative_to(folder))
