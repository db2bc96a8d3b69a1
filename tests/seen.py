"""Which templates were rendered and which addresses opened, by the whole suite.

Every process writes down what it saw (``keep``); after a run of everything
``tests.run`` puts it together and fails if a template of ours was never rendered or
an address of ours never opened. What is never tried is either missing a test or
not needed.
"""

import json
import os
from collections.abc import Iterable
from functools import wraps
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "xiangyin"
FOLDER = "XIANGYIN_SEEN"

_templates: set[str] = set()
_routes: set[str] = set()


def watch() -> None:
    """Begin to write down. Does nothing unless ``tests.run`` asked for it."""
    if FOLDER not in os.environ:
        return
    from django.core.handlers.base import BaseHandler
    from django.test.signals import template_rendered

    template_rendered.connect(_note_template, dispatch_uid="tests.seen")
    real = BaseHandler.resolve_request

    @wraps(real)
    def resolve_request(self, request):
        match = real(self, request)
        _routes.add(match.route)
        return match

    BaseHandler.resolve_request = resolve_request


def _note_template(sender, template, **kwargs) -> None:
    name = name_of(getattr(template.origin, "name", ""))
    if name:
        _templates.add(name)


def name_of(path: str) -> str:
    """A template of ours by its place in the package, others by nothing.

    >>> name_of(str(PACKAGE / "portal/templates/404.html")), name_of("/a/b.html")
    ('portal/templates/404.html', '')
    """
    path = str(path)
    return path.removeprefix(f"{PACKAGE}/") if path.startswith(f"{PACKAGE}/") else ""


def keep() -> None:
    """Write what this process saw beside what the others did."""
    if FOLDER in os.environ:
        seen = {"templates": sorted(_templates), "routes": sorted(_routes)}
        place = Path(os.environ[FOLDER]) / f"{os.getpid()}.json"
        place.write_text(json.dumps(seen))


def templates() -> set[str]:
    """Every template of ours."""
    found = PACKAGE.glob("*/templates/**/*")
    return {name_of(path) for path in found if path.is_file()}


def routes() -> set[str]:
    """Every address that one of our views answers."""
    import xiangyin.config  # noqa: F401 -- the newer SQLite

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiangyin.config.settings.test")
    import django

    django.setup()
    from django.urls import get_resolver

    return set(_ours(get_resolver(), ""))


def _ours(resolver, before: str) -> Iterable[str]:
    for pattern in resolver.url_patterns:
        route = joined(before, str(pattern.pattern))
        if hasattr(pattern, "url_patterns"):
            yield from _ours(pattern, route)
            continue
        view = getattr(pattern.callback, "view_class", pattern.callback)
        if getattr(view, "__module__", "").startswith("xiangyin."):
            yield route


def joined(before: str, part: str) -> str:
    """A route as Django names it when it was found: ``^`` stands only at its start.

    >>> joined("admin/", "^(20|21)/$"), joined("", "^media/")
    ('admin/(20|21)/$', '^media/')
    """
    return before + part.removeprefix("^") if before else part


def judge(folder: Path, *, templates: set[str], routes: set[str]) -> list[str]:
    """What nobody rendered or opened, one line each; nothing is well."""
    seen = [json.loads(part.read_text()) for part in sorted(folder.glob("*.json"))]
    rendered = {name for part in seen for name in part["templates"]}
    opened = {route for part in seen for route in part["routes"]}
    return [
        *(f"never rendered: {name}" for name in sorted(templates - rendered)),
        *(f"never opened: {route}" for route in sorted(routes - opened)),
    ]
