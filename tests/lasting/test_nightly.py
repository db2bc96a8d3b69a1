"""The nightly backup keeps the newest, and the unit files say what there is."""

import configparser
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command, load_command_class

from xiangyin.config.operator import DIRECT, OURS, server_options
from xiangyin.kernel.backup import Damaged, Refused, make_nightly, nightly, verify

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = ["xiangyin-web", "xiangyin-worker", "xiangyin-backup"]
NIGHT = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)  # half past two in Beijing


@pytest.fixture
def folder(tmp_path):
    """A folder of backups, with two old ones and two files that are not ours."""
    folder = tmp_path / "backups"
    folder.mkdir()
    for name in (
        *("office-2026-02-27.tar", "office-2026-02-28.tar"),
        *("office-by-hand.tar", "letter.txt"),
    ):
        (folder / name).write_text("older")
    return folder


def names(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_night_adds_one_and_removes_the_oldest(office, folder):
    made, removed = make_nightly(folder, keep=2, now=NIGHT)

    assert verify(made.path)["counts"]["newsroom_tip"] == 1
    assert [path.name for path in removed] == ["office-2026-02-27.tar"]
    assert names(folder) == [
        *("letter.txt", "office-2026-02-28.tar", "office-2026-03-02.tar"),
        "office-by-hand.tar",
    ]


def test_a_second_one_on_a_day_has_the_time_in_its_name(office, folder):
    make_nightly(folder, keep=9, now=NIGHT)

    made, removed = make_nightly(folder, keep=9, now=NIGHT + timedelta(minutes=1))

    assert (made.path.name, removed) == ("office-2026-03-02-023100.tar", [])


def test_by_a_clock_that_is_wrong_the_new_one_still_stays(office, folder):
    made, removed = make_nightly(folder, keep=1, now=datetime(1999, 1, 1, tzinfo=UTC))

    assert made.path.exists()
    assert [path.name for path in removed] == [
        *("office-2026-02-27.tar", "office-2026-02-28.tar"),
    ]


def test_the_newest_deletions_lie_beside_it(office, folder, settings):
    settings.XIANGYIN_DELETIONS.write_text('{"person": 7}\n')

    make_nightly(folder, keep=9, now=NIGHT)

    assert (folder / "deletions.jsonl").read_text() == '{"person": 7}\n'


def spoil(monkeypatch):
    """Let the disk change a byte of what was written."""
    make = nightly.make_backup

    def made_badly(path):
        made = make(path)
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 255
        path.write_bytes(data)
        return made

    monkeypatch.setattr(nightly, "make_backup", made_badly)


def test_where_the_new_one_is_not_good_nothing_is_removed(office, folder, monkeypatch):
    spoil(monkeypatch)

    with pytest.raises(Damaged):
        make_nightly(folder, keep=1, now=NIGHT)

    assert [name for name in names(folder) if "2026-02" in name] == [
        *("office-2026-02-27.tar", "office-2026-02-28.tar"),
    ]


def test_unread_a_bad_one_would_have_replaced_the_good_ones(
    office, folder, monkeypatch
):
    """The twin."""
    spoil(monkeypatch)
    monkeypatch.setattr(nightly.archive, "verify", lambda path: {})

    make_nightly(folder, keep=1, now=NIGHT)

    assert [name for name in names(folder) if "2026-02" in name] == []


def test_a_folder_that_cannot_be_written_to_is_told(office, folder, monkeypatch):
    def refuse(path):
        raise Refused("不行", "it cannot be written to")

    monkeypatch.setattr(nightly, "make_backup", refuse)

    with pytest.raises(Refused):
        make_nightly(folder, keep=1, now=NIGHT)

    assert len(names(folder)) == 4


def test_the_command_keeps_fourteen_and_says_what_went(office, folder, capsys):
    for day in range(1, 14):
        (folder / f"office-2026-01-{day:02}.tar").write_text("older")

    call_command("backup", folder)

    told = capsys.readouterr().out
    assert re.findall(r"Removed an old backup: (\S+)", told) == [
        *("office-2026-01-01.tar", "office-2026-01-02.tar"),
    ]


@pytest.mark.parametrize("keep", ["0", "-1"])
def test_to_keep_none_is_refused(keep, folder):
    with pytest.raises(CommandError, match="keep at least one"):
        call_command("backup", folder, f"--keep={keep}")

    assert len(names(folder)) == 4


def unit(name: str) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(DEPLOY / f"{name}.service")
    return parser["Service"]


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_starts_a_command_that_there_is(name):
    program, command, *words = unit(name)["ExecStart"].split()

    assert program == "/opt/xiangyin/.venv/bin/xiangyin"
    assert "xiangyin = " in (ROOT / "pyproject.toml").read_text("utf-8")
    assert OURS.keys() >= {command}
    if command == "serve":
        assert server_options(command, words).workers == 2
    else:
        app = "xiangyin.kernel" if command == "worker" else "xiangyin.config"
        load_command_class(app, DIRECT[command]).create_parser("x", command).parse_args(
            words
        )


def test_the_backup_may_write_where_it_writes_and_is_as_confined_as_the_others():
    backup, web = unit("xiangyin-backup"), unit("xiangyin-web")
    folder = backup["ExecStart"].split()[2]

    assert backup["ReadWritePaths"].split() == [web["ReadWritePaths"], folder]
    for name in ("User", "Group", "WorkingDirectory", "EnvironmentFile"):
        assert backup[name] == web[name]
    hardening = [name for name in web if name.startswith(("Protect", "Private", "Res"))]
    kept = [name for name in hardening if name not in ("Restart", "RestartSec")]
    assert {name: backup[name] for name in kept} == {name: web[name] for name in kept}


@pytest.mark.parametrize("page", ["install.md", "install.zh-CN.md"])
def test_the_page_installs_every_unit_that_there_is(page):
    text = (ROOT / "docs/how-to" / page).read_text("utf-8")
    units = {path.name for path in DEPLOY.glob("*.service")}
    units |= {path.name for path in DEPLOY.glob("*.timer")}

    assert set(re.findall(r"deploy/(xiangyin-[\w.]+)", text)) == units
    assert re.findall(r"systemctl enable --now (.*)", text) == [
        "xiangyin-web xiangyin-worker",
        "xiangyin-backup.timer",
    ]
    folder = unit("xiangyin-backup")["ExecStart"].split()[2]
    assert f"install -d -m 0700 -o xiangyin -g xiangyin {folder}\n" in text


def test_the_timer_comes_every_night_and_makes_up_for_a_missed_one():
    timer = configparser.ConfigParser(strict=False, interpolation=None)
    timer.optionxform = str
    timer.read(DEPLOY / "xiangyin-backup.timer")

    assert timer["Timer"]["OnCalendar"] == "*-*-* 02:30:00"
    assert timer["Timer"]["Persistent"] == "true"
    assert timer["Install"]["WantedBy"] == "timers.target"
