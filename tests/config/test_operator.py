"""The operator's door says what it does, and refuses clearly."""

import socket
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from xiangyin.config.operator import IMPORTS, OURS, main
from xiangyin.config.running import require_port, require_space
from xiangyin.kernel.models import Person, Unit
from xiangyin.portal.models import Home

GOOD_UNITS = "代码,名称,类别,上级,英文名\nt1,东镇,乡镇,,East\nv1,一村,村,t1,\n"
BAD_UNITS = "代码,名称,类别,上级\nt1,东镇,乡镇,\nv1,一村,楼,t1\nv2,,村,t9\n"


def test_due_prints_the_last_day(capsys):
    main(["due", "2026-02-13", "5"])

    assert capsys.readouterr() == ("2026-02-27\n", "")


def test_due_says_when_a_notice_is_missing(capsys):
    main(["due", "2026-12-30", "5"])

    told = capsys.readouterr()
    assert (told.out, "暂定" in told.err) == ("2027-01-06\n", True)


@pytest.mark.parametrize("words", [["2026-02-30", "5"], ["2026-02-13", "-1"], []])
def test_due_refuses_what_is_no_period(words):
    with pytest.raises(SystemExit):
        main(["due", *words])


def test_help_names_every_command(capsys):
    main(["--help"])

    told = capsys.readouterr().out
    assert [name for name in OURS if f"  {name} " not in told] == []


def test_an_unknown_import_is_told_what_there_is(capsys):
    with pytest.raises(SystemExit):
        main(["import", "people"])

    told = capsys.readouterr().err
    assert [kind for kind in IMPORTS if kind not in told] == []


def test_a_taken_port_is_told_with_another(capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(SystemExit):
            require_port("127.0.0.1", port)

    assert f"make run PORT={port + 1}" in capsys.readouterr().err


def test_a_full_disk_is_told(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("xiangyin.config.running.ENOUGH_SPACE", 2**60)

    with pytest.raises(SystemExit):
        require_space(tmp_path)

    assert "磁盘空间不足" in capsys.readouterr().err


@pytest.fixture
def answers(tmp_path):
    """Flags that set up an office, with its unit file and password file."""
    units, password = tmp_path / "units.csv", tmp_path / "password"
    units.write_text(GOOD_UNITS, "utf-8")
    password.write_text("a long sentence nobody guesses 7\n")
    return {
        "county": "测试县",
        "code": "ceshi",
        "site_name": "测试融媒",
        "host": "news.example",
        "admin": "boss",
        "admin_name": "老板",
        "units": units,
        "password_file": password,
        "yes": True,
    }


@pytest.mark.django_db
def test_a_real_office_is_set_up_from_flags(answers):
    call_command("set_up", **answers)

    boss = Person.objects.get()
    assert [unit.name for unit in Unit.objects.all()] == ["测试县", "东镇", "一村"]
    assert boss.check_password("a long sentence nobody guesses 7")
    assert (boss.roles, boss.is_superuser) == ({"administrator"}, False)
    assert Home.objects.get().county.code == "ceshi"


@pytest.mark.django_db
def test_a_wrong_row_is_named_and_nothing_is_set_up(answers, capsys):
    Path(answers["units"]).write_text(BAD_UNITS, "utf-8")

    with pytest.raises(CommandError, match="2 行有误"):
        call_command("set_up", **answers)

    told = capsys.readouterr().err
    assert ("第 3 行" in told, "第 4 行" in told) == (True, True)
    assert (Unit.objects.count(), Person.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_weak_password_is_refused_and_nothing_is_set_up(answers):
    Path(answers["password_file"]).write_text("12345678")

    with pytest.raises(CommandError):
        call_command("set_up", **answers)

    assert Unit.objects.count() == 0


@pytest.mark.django_db
def test_the_same_county_is_not_set_up_twice(answers):
    call_command("set_up", **answers)

    with pytest.raises(CommandError, match="已经有了"):
        call_command("set_up", **answers)
