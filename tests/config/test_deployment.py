"""What stands in front of the program and around it: nginx and systemd, as shipped."""

import re
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

from tests.front import configuration
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


def test_nginx_itself_takes_what_is_shipped(tmp_path):
    (tmp_path / "cache").mkdir()
    path = tmp_path / "nginx.conf"
    path.write_text(configuration(tmp_path, port=18080, behind=18081))

    told = subprocess.run(
        ["nginx", "-t", "-c", str(path)], capture_output=True, text=True, check=False
    )

    assert (told.returncode, "emerg" in told.stderr) == (0, False), told.stderr


def test_a_kept_page_is_told_apart_by_what_a_reader_chose(settings):
    """What the program keeps pages by, nginx does too."""
    told = production()
    cookies = [told[name] for name, _values in settings.XIANGYIN_PAGE_COOKIES]

    [key] = said("proxy_cache_key", NGINX.partition("location / {")[2])
    maps = dict(re.findall(r"map \$http_cookie (\$\w+) \{([^}]*)\}", NGINX))
    chosen = {name for name, text in maps.items() for c in cookies if c in text}
    assert len(chosen) == len(cookies)
    assert {name for name in chosen if name in key} == chosen
    assert told["SESSION_COOKIE_NAME"] in maps["$xiangyin_known"]
    assert said("proxy_no_cache") == said("proxy_cache_bypass")
    assert set(said("proxy_no_cache")) == {"$xiangyin_known"}


def test_nothing_old_is_shown_while_the_program_lives():
    """``updating`` would show the page of an hour ago to the first who comes."""
    pages = NGINX.partition("location / {")[2].partition("}")[0]

    [stale] = said("proxy_cache_use_stale", pages)
    assert stale == "error timeout http_500 http_502 http_503 http_504"
    assert (
        said("proxy_cache_background_update") == said("proxy_cache_valid", pages) == []
    )
    assert said("tcp_nopush", pages) == ["off"]
