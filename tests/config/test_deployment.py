"""What stands in front of the program and around it: nginx and systemd, as shipped."""

import re
from configparser import ConfigParser
from pathlib import Path

import pytest

from tests.portal.production import production

ROOT = Path(__file__).parents[2]
NGINX = re.sub(r"#.*", "", (ROOT / "deploy/nginx.conf").read_text())
SERVERS = re.split(r"(?m)^server \{", NGINX)[1:]
UNITS = sorted((ROOT / "deploy").glob("*.service"))


def said(name: str, text: str = NGINX) -> list[str]:
    return re.findall(rf"(?m)^\s*{name}\s+(.*?);", text)


def unit(path: Path) -> dict[str, str]:
    told = ConfigParser(strict=False, interpolation=None)
    told.optionxform = str
    told.read(path)
    return dict(told["Service"])


def test_over_plain_http_there_is_only_the_way_to_tls():
    plain, tls = SERVERS

    assert said("listen", plain) == ["80", "[::]:80"]
    assert said("return", plain) == ["301 https://$host$request_uri"]
    assert said("proxy_pass", plain) == []
    assert {"ssl" in each.split() for each in said("listen", tls)} == {True}


def test_only_todays_versions_of_tls_are_spoken():
    assert said("ssl_protocols") == ["TLSv1.2 TLSv1.3"]


def test_headers_that_are_believed_are_set_and_never_passed_on():
    """The twin of what the program believes: nginx writes each of them itself."""
    told = dict(each.split(maxsplit=1) for each in said("proxy_set_header"))

    assert told["Host"] == "$host"
    assert told["X-Forwarded-For"] == "$remote_addr"
    assert told["X-Forwarded-Proto"] == "$scheme"
    assert production()["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1


def test_nginx_lists_no_folder_and_serves_no_file_itself():
    """So neither ``.git`` nor a settings file can be asked for."""
    for name in ("autoindex", "root", "alias", "try_files"):
        assert said(name) == []
    assert set(said("proxy_pass")) == {"http://xiangyin"}


def test_the_front_says_no_version():
    assert said("server_tokens") == ["off"]


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_a_service_may_no_more_than_it_needs(path):
    told = unit(path)

    assert (told["User"], told["Group"]) == ("xiangyin", "xiangyin")
    assert told["UMask"] == {"xiangyin-backup": "0077"}.get(path.stem, "0027")
    assert told["ProtectSystem"] == "strict"
    assert told["ReadWritePaths"].split()[0] == "/var/lib/xiangyin"
    for name in ("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome"):
        assert told[name] == "yes"


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_no_secret_stands_in_a_service_or_an_example(path):
    """They come from a file that only root and the service read."""
    example = (ROOT / "deploy/environment.example").read_text()

    assert unit(path)["EnvironmentFile"] == "/etc/xiangyin/environment"
    assert re.findall(r"(?m)^#?\w*(?:SECRET|PASSWORD)=(.+)$", example) == []


def test_the_web_server_answers_on_this_machine_alone():
    start = unit(ROOT / "deploy/xiangyin-web.service")["ExecStart"]

    assert "--host 127.0.0.1" in start


def test_an_office_runs_without_debugging_and_with_a_second_step():
    told = production()

    assert told.get("DEBUG") is False
    assert told["XIANGYIN_SECOND_FACTOR"] is True
