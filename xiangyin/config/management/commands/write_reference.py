"""Write the reference pages that the code itself can tell."""

import argparse
import io
import os
from contextlib import redirect_stdout, suppress
from pathlib import Path

from django.apps import apps
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand
from django.utils.translation import override

from xiangyin.config import operator
from xiangyin.config.catalogues import compile_catalogues
from xiangyin.kernel.models import Case
from xiangyin.kernel.personal import register
from xiangyin.kernel.rights import Role, rights_table

HEAD = "<!-- Written by `xiangyin write_reference`. Do not edit by hand. -->\n\n"
WIDTH = "80"
DJANGOS_OWN = {
    "help",
    "version",
    "verbosity",
    "settings",
    "pythonpath",
    "traceback",
    "no_color",
    "force_color",
    "skip_checks",
}


class Command(BaseCommand):
    help = "Write docs/reference/{commands,lifecycles,personal-data,rights}.md from the code."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument(
            "folder", nargs="?", type=Path, default=Path("docs/reference")
        )

    def handle(self, *, folder, **options):
        compile_catalogues()
        pages = {
            "commands.md": commands,
            "lifecycles.md": lifecycles,
            "rights.md": rights,
            "personal-data.md": personal_data,
        }
        for name, page in pages.items():
            (folder / name).write_text(HEAD + page(), encoding="utf-8")


def in_both(words) -> str:
    """What a lazy text says in Chinese and English, once if they are the same."""
    said = []
    for language in ("zh-hans", "en"):
        with override(language):
            said.append(str(words))
    return " ".join(dict.fromkeys(said))


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


# --- commands -------------------------------------------------------------------


def commands() -> str:
    """Every command of ours with its options."""
    parts = [
        "# Commands\n\n"
        "`xiangyin COMMAND [options]`. Settings for an office are taken when "
        "`XIANGYIN_SECRET` is set,\notherwise those for one machine. Commands that "
        "are not listed here are handed to Django, for example\n`xiangyin check`. "
        "Those of Django's options that every command has are left out.\n"
    ]
    for name, about in operator.OURS.items():
        parts.append(f"\n## {name}\n\n{about}\n")
        if name == "import":
            for kind, command in operator.IMPORTS.items():
                parts.append(f"\n### import {kind}\n\n{_managed(command)}")
        elif name in ("run", "serve", "prepare", "due"):
            parts.append(f"\n```\n{_help_of(name)}```\n")
        else:
            parts.append(f"\n{_managed(operator.DIRECT[name])}")
    return "".join(parts)


def _help_of(name: str) -> str:
    """What ``xiangyin NAME --help`` prints at a width of 80."""
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = WIDTH
    try:
        with redirect_stdout(io.StringIO()) as said, suppress(SystemExit):
            operator.main([name, "--help"])
    finally:
        os.environ.pop("COLUMNS")
        if before is not None:
            os.environ["COLUMNS"] = before
    return said.getvalue()


def _managed(command: str) -> str:
    """The options of one of our management commands."""
    home = get_commands().get(command)
    if home is None:
        return "Not built yet.\n"
    parser = load_command_class(home, command).create_parser("xiangyin", command)
    said = " ".join((parser.description or "").split())
    options = [action for action in parser._actions if action.dest not in DJANGOS_OWN]
    if not options:
        return f"{said}\n\nNo options.\n"
    rows = [[_call(action), _about(action)] for action in options]
    return f"{said}\n\n{table(['option', 'what it does'], rows)}"


def _call(action: argparse.Action) -> str:
    value = action.metavar or action.dest.upper()
    if action.choices:
        value = "{" + ",".join(str(choice) for choice in action.choices) + "}"
    if not action.option_strings:
        shown = f"[{value}]" if action.nargs in ("?", "*") else str(value)
    else:
        shown = ", ".join(action.option_strings)
        if action.nargs != 0:
            shown += f" {value}"
    return f"`{shown}`"


def _about(action: argparse.Action) -> str:
    about = " ".join((action.help or "").split()) % {
        **vars(action),
        "prog": "xiangyin",
    }
    if action.required and action.option_strings:
        about = f"{about} (needed)".strip()
    shown = isinstance(action.default, int | float | str) and action.default != ""
    if shown and action.nargs != 0:
        about = f"{about} (default {action.default})".strip()
    return about.replace("|", "\\|")


# --- lifecycles -----------------------------------------------------------------


def lifecycles() -> str:
    """Every lifecycle as a diagram and a table, in the order of the desks."""
    parts = [
        "# Lifecycles\n\n"
        "Cases move by these tables and in no other way: only "
        "`xiangyin.kernel.services.cases` writes a state.\nStories are no cases; "
        "Wagtail's workflow and the three readings move them, see\n"
        "[Readings](../explanation/readings.md).\n"
    ]
    cases = [model for model in apps.get_models() if issubclass(model, Case)]
    for model in cases:
        parts.append(_lifecycle(model))
    return "".join(parts)


def _lifecycle(model) -> str:
    table_of = model.lifecycle
    states = type(table_of.start)
    drawn = [f"    [*] --> {table_of.start.value}\n"]
    for state in states:
        drawn.append(f"    {state.value} : {in_both(state.label)}\n")
    rows = []
    for step in table_of.steps.values():
        sources = sorted(step.source, key=list(states).index)
        for source in sources:
            drawn.append(f"    {source} --> {step.target} : {in_both(step.label)}\n")
        rows.append(
            [
                f"`{step.name}`",
                in_both(step.label),
                ", ".join(f"`{source}`" for source in sources),
                f"`{step.target}`",
                f"`{step.right}`" if step.right else "the program",
                "yes" if step.needs_note else "",
            ]
        )
    closed = [state for state in states if state in model.closed_states]
    for state in closed:
        drawn.append(f"    {state.value} --> [*]\n")
    head = ["step", "on screen", "from", "to", "right", "needs a reason"]
    return (
        f"\n## {in_both(model._meta.verbose_name)} (`{model._meta.label}`)\n\n"
        f"Numbered `{model.series}-YEAR-NNNN`, without gaps per county and year.\n\n"
        f"```mermaid\nstateDiagram-v2\n{''.join(drawn)}```\n\n{table(head, rows)}"
    )


# --- rights ---------------------------------------------------------------------


def rights() -> str:
    """The table of rights and the roles that carry them."""
    roles = list(Role)
    head = ["right", *[in_both(role.label).replace(" ", "<br>", 1) for role in roles]]
    rows = [
        [f"`{right}`", *["●" if role.value in holders else "" for role in roles]]
        for right, holders in rights_table().items()
        if holders
    ]
    return (
        "# Rights\n\n"
        "A person holds a role at a unit: a post. It reaches the unit and everything "
        "below it, and never another\ncounty. A right is asked for an object. A "
        "superuser is the host's operator and reaches all units, but\nno rule of the "
        "readings makes an exception for them.\n\n"
        "What a person sent or wrote themselves they see without any of these.\n\n"
        f"{table(head, rows)}"
    )


# --- personal data --------------------------------------------------------------


def personal_data() -> str:
    """The register of personal data, as the law wants it told."""
    head = ["field", "purpose", "legal basis", "kept", "seen by", "when deleted"]
    rows = [
        [
            "<br>".join(f"`{name}`" for name in entry),
            in_both(entry.purpose),
            in_both(entry.basis.label),
            in_both(entry.until),
            f"`{entry.seen_by}`" if entry.seen_by else "nobody",
            " ".join(in_both(each) for each in entry.fate),
        ]
        for entry in register()
    ]
    return (
        "# Personal data\n\n"
        "What is kept of people, why, on which ground, how long, who sees it (the "
        "right is in [Rights](rights.md)), and\nwhat becomes of it when the person is "
        "deleted. What a person sent or wrote themselves they see\nwithout a right. A "
        "field that is not here and not said to be impersonal fails the tests.\n\n"
        f"{table(head, rows)}"
    )
