"""The audit trail: only added to, and chained so that a hand in it is found.

The tests that change a line are the twins of the triggers: they lift them first, and
the chain has to say what was done.
"""

import csv
import json
from contextlib import contextmanager
from importlib import import_module
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F
from django.urls import reverse

from tests.factories.people import PersonFactory
from xiangyin.kernel.models import Link, Record
from xiangyin.kernel.services import chain
from xiangyin.kernel.services.audit import record

pytestmark = pytest.mark.django_db
QUERIES = {"sqlite": 5, "postgresql": 3}


@pytest.fixture
def five(county):
    """Five lines of the trail, linked as they are after a commit."""
    lines = [
        record(county, "open", by=None, label=f"第{number}条", n=number, half=0.5)
        for number in range(1, 6)
    ]
    settle()
    return lines


def settle():
    """PostgreSQL links at the commit, which a test does not reach."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def unguarded():
    """Work on the two tables as somebody who took the triggers off."""
    names = ("0002_records_are_only_added", "0005_records_are_chained")
    guards = [import_module(f"xiangyin.kernel.migrations.{name}") for name in names]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for table in ("record", "link"):
                for change in ("update", "delete"):
                    cursor.execute(f"DROP TRIGGER kernel_{table}_no_{change}")
        else:
            cursor.execute("ALTER TABLE kernel_record DISABLE TRIGGER USER")
            cursor.execute("ALTER TABLE kernel_link DISABLE TRIGGER USER")
    yield
    settle()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for statement in guards[0].SQLITE + guards[1].SQLITE:
                cursor.execute(statement)
        else:
            cursor.execute("ALTER TABLE kernel_record ENABLE TRIGGER USER")
            cursor.execute("ALTER TABLE kernel_link ENABLE TRIGGER USER")


def changed(five):
    Record.objects.filter(pk=five[2].pk).update(label="改了")


def changed_in_its_data(five):
    Record.objects.filter(pk=five[2].pk).update(data={"n": 4, "half": 0.5})


def backdated(five):
    Record.objects.filter(pk=five[2].pk).update(at=five[0].at)


def removed(five):
    Link.objects.filter(record=five[2]).delete()
    Record.objects.filter(pk=five[2].pk).delete()


def inserted(five):
    """A line put between the third and the fourth, with a hash of its own."""
    for number in (5, 4):
        Link.objects.filter(number=number).update(number=F("number") + 1)
    third = Link.objects.get(number=3)
    line = put_beside(five[0].county)
    sealed = chain.hash_of(third.hash[::-1], 4, line.digest)
    Link.objects.create(number=4, record=line, previous=third.hash[::-1], hash=sealed)


def swapped(five):
    """The third and the fourth line change places under their links."""
    links = Link.objects.filter(number__in=[3, 4])
    third, fourth = links.order_by("number").values()
    links.delete()
    Link.objects.create(**{**third, "record_id": fourth["record_id"]})
    Link.objects.create(**{**fourth, "record_id": third["record_id"]})


def renumbered(five):
    Link.objects.filter(number=3).update(number=30)
    Link.objects.filter(number=4).update(number=3)
    Link.objects.filter(number=30).update(number=4)


def put_beside(county) -> Record:
    line = Record(at=county_time(), county=county, subject="x:1", action="open")
    line.digest = "f" * 64
    line.save(force_insert=True)
    return line


def county_time():
    return Record.objects.order_by("pk").first().at


def test_a_trail_that_nobody_touched_holds(five):
    assert chain.first_broken_here() == 5


def test_each_line_follows_the_one_before_it(five):
    links = list(Link.objects.order_by("number"))

    assert [link.record for link in links] == five
    assert [link.number for link in links] == [1, 2, 3, 4, 5]
    assert [link.previous for link in links] == [
        chain.GENESIS,
        *[link.hash for link in links[:-1]],
    ]


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_a_link(five, change):
    links = Link.objects.filter(number=3)

    with pytest.raises(DatabaseError), transaction.atomic():
        links.update(hash="0" * 64) if change == "update" else links.delete()

    assert chain.first_broken_here() == 5


def test_the_database_refuses_a_line_without_a_digest(county):
    with pytest.raises(DatabaseError), transaction.atomic():
        Record.objects.create(at="2026-03-01T00:00Z", subject="x:1", action="open")

    assert Record.objects.count() == 0


@pytest.mark.parametrize(
    ("damage", "number", "what"),
    [
        (changed, 3, "changed"),
        (changed_in_its_data, 3, "changed"),
        (backdated, 3, "changed"),
        (removed, 3, "missing"),
        (inserted, 4, "out of order"),
        (swapped, 3, "changed"),
        (renumbered, 3, "out of order"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_with_the_triggers_off_the_chain_finds_the_hand_in_the_trail(
    five, damage, number, what
):
    with unguarded():
        damage(five)

    broken = chain.first_broken_here()

    assert (broken.number, broken.what) == (number, what)


def test_a_line_that_hangs_on_no_chain_is_found(five):
    with unguarded():
        line = put_beside(five[0].county)
        Link.objects.filter(record=line).delete()

    assert chain.first_broken_here().what == "outside"


def test_a_trail_cut_at_its_end_is_found_by_a_hash_that_was_written_down(five):
    known = chain.newest().hash
    assert chain.first_broken_here(known) == 5

    with unguarded():
        Link.objects.filter(number=5).delete()
        Record.objects.filter(pk=five[4].pk).delete()

    assert chain.first_broken_here() == 4
    assert chain.first_broken_here(known).what == "unknown"


def test_a_line_costs_the_same_whatever_the_length_of_the_trail(
    county, django_assert_num_queries
):
    for _line in range(3):
        with django_assert_num_queries(QUERIES[connection.vendor]):
            record(county, "open", by=None)


def test_the_operator_checks_the_trail_from_the_shell(five):
    said = StringIO()
    call_command("audit", "verify", stdout=said)
    with unguarded():
        changed(five)

    with pytest.raises(CommandError) as refusal:
        call_command("audit", "verify")

    assert said.getvalue() == "操作记录完整，共 5 条 / the audit trail holds: 5 lines\n"
    assert refusal.value.returncode == 1
    assert str(refusal.value) == (
        "操作记录第 3 条被改动 / "
        "line 3 is changed: it says something else than when written"
    )


def test_an_exported_trail_is_checked_apart(five, tmp_path):
    path = tmp_path / "trail.jsonl"
    call_command("audit", "export", path, stdout=StringIO())
    said = StringIO()

    call_command("audit", "verify", path, stdout=said)

    assert said.getvalue() == "操作记录完整，共 5 条 / the audit trail holds: 5 lines\n"
    lines = path.read_text("utf-8").splitlines()
    assert [json.loads(line)["label"] for line in lines] == [
        "第1条",
        "第2条",
        "第3条",
        "第4条",
        "第5条",
    ]


@pytest.mark.parametrize(
    ("forge", "told"),
    [
        (lambda lines: [lines[0].replace("第1条", "第9条"), *lines[1:]], "line 1 is changed"),
        (lambda lines: lines[:1] + lines[2:], "line 2 is missing"),
        (lambda lines: [lines[0], lines[2], lines[1]], "line 2 is missing"),
        (lambda lines: [lines[0], lines[0]], "line 2 is out of order"),
        (lambda lines: [lines[0], "{"], "line 2 cannot be read"),
        (lambda lines: [lines[0], "{}"], "line 2 cannot be read"),
    ],
)  # fmt: skip
def test_a_forged_export_is_told(five, tmp_path, forge, told):
    path = tmp_path / "trail.jsonl"
    call_command("audit", "export", path, stdout=StringIO())
    path.write_text("\n".join(forge(path.read_text("utf-8").splitlines())), "utf-8")

    with pytest.raises(CommandError) as refusal:
        call_command("audit", "verify", path)

    assert str(refusal.value).split(" / ")[1].split(":")[0] == told


def test_an_export_never_overwrites_a_file(five, tmp_path):
    path = tmp_path / "trail.jsonl"
    path.write_text("kept", "utf-8")

    with pytest.raises(CommandError):
        call_command("audit", "export", path)

    assert path.read_text("utf-8") == "kept"


def test_lines_that_were_there_before_the_chain_are_linked_by_the_migration(five):
    migration = import_module("xiangyin.kernel.migrations.0005_records_are_chained")
    apps = MigrationExecutor(connection).loader.project_state().apps
    with unguarded():
        Link.objects.all().delete()
        Record.objects.update(digest="x")

        migration.chain(apps, SimpleNamespace(connection=connection, execute=run))

    assert chain.first_broken_here() == 5


def test_the_trail_shows_its_newest_seal_and_exports_no_formula(client, county):
    zhou = PersonFactory(posts=[("administrator", county)])
    client.force_login(zhou)
    record(county, "open", by=zhou, label="=1+1", note="＝cmd")
    settle()
    seal = chain.newest()

    page = client.get(reverse("trail:index"))
    exported = client.get(reverse("trail:index") + "?export=csv").getvalue().decode()

    assert page.context["newest"] == seal
    assert [row[2:] for row in csv.reader(exported.splitlines())][1] == [
        "'=1+1",
        f"kernel.unit:{county.pk}",
        "'＝cmd",
    ]
    assert Record.objects.filter(action="export", by=zhou).count() == 1
