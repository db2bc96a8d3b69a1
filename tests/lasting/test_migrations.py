"""Every migration of ours goes down and up again, with an office's data in it."""

import ast
import re
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations import RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from tests.factories.newsroom import a_draft, sign
from xiangyin.newsroom.models import gate
from xiangyin.newsroom.services.stories import submit_story
from xiangyin.placements.models import marks
from xiangyin.portal.kept import triggers as triggers_of_pages

HOUSE = Path(__file__).parents[2] / "xiangyin"
FILES = sorted(HOUSE.glob("*/migrations/0*.py"))
OURS_FIRST = ("kernel", "0001_initial")
OURS = [(path.parent.parent.name, path.stem) for path in FILES]


def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return {
        name
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or "."]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }


def states() -> dict:
    """Each migration of ours in its order, with the models as they were before it."""
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    before, state = {}, ProjectState()
    for migration, _backwards in executor.migration_plan(leaves, clean_start=True):
        if (migration.app_label, migration.name) in OURS:
            before[migration] = state.clone()
        state = migration.mutate_state(state, preserve=False)
    return before


@pytest.mark.parametrize(
    "path", FILES, ids=lambda path: f"{path.parts[-3]}.{path.stem}"
)
def test_a_migration_imports_no_code_of_the_program(path):
    assert {
        name for name in imports(path) if name.startswith(("xiangyin", "."))
    } == set()


@pytest.mark.parametrize(
    "path", FILES, ids=lambda path: f"{path.parts[-3]}.{path.stem}"
)
def test_a_migration_is_named_for_its_change(path):
    assert re.fullmatch(r"\d{4}_(initial|(?!auto)[a-z0-9_]+)", path.stem)
    assert re.search(r"_auto_\d|_alter_|_add_|_remove_", path.stem) is None


def test_every_operation_of_ours_can_be_undone():
    loader = MigrationLoader(None)
    one_way = [
        (key, type(operation).__name__)
        for key in OURS
        for operation in loader.disk_migrations[key].operations
        if not operation.reversible
        or (isinstance(operation, RunPython) and operation.reverse_code is None)
    ]

    assert one_way == []


def test_migrations_of_ours_stand_in_one_line():
    assert MigrationLoader(None).detect_conflicts() == {}


def triggers() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "sqlite"
            else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        )
        return {name for (name,) in cursor.fetchall() if "fts" not in name}


def counts() -> dict[str, int]:
    """Rows of each table, but those in which migrations are noted."""
    with connection.cursor() as cursor:
        found = {}
        for name in connection.introspection.table_names(cursor):
            if name != "django_migrations" and "_fts" not in name:
                cursor.execute(f'SELECT COUNT(*) FROM "{name}"')
                found[name] = cursor.fetchone()[0]
        return found


def test_each_goes_down_and_up_again_on_a_populated_copy(office):
    """All but the kernel's first, on which Wagtail's own tables stand."""
    story = a_draft(office.room)
    submit_story(story, by=office.room.reporter)
    sign(office.room, story)
    kept, executor, lost, went = triggers(), MigrationExecutor(connection), {}, []
    gate.take_away(connection)
    marks.take_away(connection)
    triggers_of_pages.take_away(connection)

    for migration, state in reversed(states().items()):
        if (migration.app_label, migration.name) == OURS_FIRST:
            continue
        populated = counts()
        executor.unapply_migration(state.clone(), migration)
        down = counts()
        executor.apply_migration(state.clone(), migration)
        up = counts()
        executor.unapply_migration(state.clone(), migration)
        lost |= {
            f"{migration}: {table}": (number, down[table], up[table])
            for table, number in populated.items()
            if table in down and not number == down[table] == up[table]
        }
        went.append((migration.app_label, migration.name))

    upwards = MigrationExecutor(connection)
    upwards.migrate(upwards.loader.graph.leaf_nodes())
    gate.set_up(connection)
    marks.set_up(connection)
    triggers_of_pages.set_up(connection)
    assert lost == {}
    assert sorted([*went, OURS_FIRST]) == sorted(OURS)
    assert triggers() == kept
    assert counts()["newsroom_tip"] == 0


def test_a_migration_that_cannot_be_undone_is_found():
    loader = MigrationLoader(None)
    one_way = RunPython(lambda apps, editor: None)

    operations = [*loader.disk_migrations[OURS[0]].operations, one_way]

    assert [each for each in operations if not each.reversible] == [one_way]
