"""What no test renders or opens is named; the judge misses nothing it is shown."""

import json

import pytest
from django.urls import resolve

from tests import seen

OURS = {"portal/templates/a.html", "portal/templates/b.html"}
ROUTES = {"tips/", "tips/<int:pk>/"}


def note(folder, name, **told):
    (folder / name).write_text(json.dumps({"templates": [], "routes": [], **told}))


def test_what_nobody_tried_is_named(tmp_path):
    note(tmp_path, "1.json", templates=["portal/templates/a.html"])
    note(tmp_path, "2.json", routes=["tips/"])

    missing = seen.judge(tmp_path, templates=OURS, routes=ROUTES)

    assert missing == [
        "never rendered: portal/templates/b.html",
        "never opened: tips/<int:pk>/",
    ]


def test_what_several_processes_saw_together_is_enough(tmp_path):
    note(tmp_path, "1.json", templates=["portal/templates/a.html"], routes=["tips/"])
    note(tmp_path, "2.json", templates=["portal/templates/b.html"])
    note(tmp_path, "3.json", routes=["tips/<int:pk>/", "admin/"])

    assert seen.judge(tmp_path, templates=OURS, routes=ROUTES) == []


def test_a_run_that_saw_nothing_is_not_well(tmp_path):
    """The twin: with nobody watching, everything is missing."""
    missing = seen.judge(tmp_path, templates=OURS, routes=ROUTES)

    assert len(missing) == len(OURS) + len(ROUTES)


def test_our_templates_and_addresses_are_known():
    assert "newsroom/templates/newsroom/tips.html" in seen.templates()
    assert {"admin/newsroom/tips/", "feed.atom", "healthz"} <= seen.routes()


@pytest.mark.parametrize(
    "path",
    [
        "/admin/placements/bulletin/2026-10/charts/tiers.svg",
        "/admin/newsroom/tips/7/",
        "/media/images/a.jpg",
    ],
)
def test_an_address_is_known_by_the_name_under_which_it_is_opened(path):
    """Patterns and paths below other patterns included: else nothing opens them."""
    assert resolve(path).route in seen.routes()
