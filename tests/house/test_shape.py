"""The house keeps its own rules."""

import ast
import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2] / "xiangyin"
FILES = [path for path in sorted(HOUSE.rglob("*.py")) if "migrations" not in path.parts]
TEMPLATES = sorted(HOUSE.rglob("templates/**/*.html"))
LONGEST = 400

# Who may write ``state``: cases are moved by the one, letters delivered by the other.
STATE_WRITERS = {"kernel/services/cases.py", "kernel/services/outbox.py"}

# Where a text may be put on a page as it is. Each needs its reason beside it.
RAW_OUTPUT = {
    "portal/templatetags/portal.py": "what nh3 has just cleaned, and our own <wbr>",
}

# Who may use what can reach another machine, or start a program that could; and why.
NETWORK = {
    *("aiohttp", "asyncio", "ftplib", "http.client", "httpx", "imaplib", "nntplib"),
    *("paramiko", "poplib", "pycurl", "requests", "smtplib", "socket", "socketserver"),
    *("ssl", "subprocess", "telnetlib", "trafilatura.downloads", "urllib.request"),
    *("urllib3", "websockets", "xmlrpc.client", "multiprocessing", "pty"),
    *("trafilatura.fetch_url", "trafilatura.fetch_response", "http.server"),
}
NETWORK_CALLS = {"system", "popen", "execv", "execve", "posix_spawn", "spawnv"}
NETWORK_USERS = {
    "config/operator.py",  # gives its place to the command that was asked for
    "config/running.py",  # starts web and worker, asks this machine's own health page
    "engines/child.py",  # starts the nursery and speaks with it over a local socket
    "engines/drawing.py",  # starts Chromium in a namespace without a network
    "engines/nursery.py",  # the other end of that socket
    "gateways/fetch.py",  # the one way out
    "kernel/backup/databases.py",  # starts PostgreSQL's own pg_dump and pg_restore
}

# Pages that are a frame themselves or must work when nothing else does.
FRAMES = {"base.html", "400.html", "500.html", "503.html"}
# Folders of parts, and parts without the underscore that parts begin with.
PART_FOLDERS = {"blocks", "elements"}
PARTS = {
    "portal/templates/mfa/webauthn/snippets/scripts.html",
    "publishing/templates/publishing/again_cell.html",
    "workbench/templates/workbench/panel.html",
}

RAW = re.compile(
    r"\bmark_safe\b|\bSafeString\b|\|\s*(?:safe|safeseq|richtext)\b|autoescape\s+off"
)
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)|<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:",
    re.I,
)
# The one script of ours that stands in a page; the policy knows it by its hash.
START = re.compile(
    r"<script [^>]*data-begin=[^>]*>\{% include [^%]*_start.js[^%]*%\}</script>"
)
COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}", re.S)


def name(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


def nodes(path: Path):
    return ast.walk(ast.parse(path.read_text("utf-8")))


def writes_state(node: ast.AST) -> bool:
    """``thing.state = …`` or ``queryset.update(state=…)``."""
    if isinstance(node, ast.Attribute):
        return node.attr == "state" and isinstance(node.ctx, ast.Store)
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("update", "update_or_create")
        and any(keyword.arg == "state" for keyword in node.keywords)
    )


def imported(node: ast.AST) -> set[str]:
    """The modules a statement imports, each with everything above it."""
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        names = [node.module, *(f"{node.module}.{each.name}" for each in node.names)]
    else:
        return set()
    return {
        ".".join(parts[: length + 1])
        for parts in (each.split(".") for each in names)
        for length in range(len(parts))
    }


def is_a_page(path: Path) -> bool:
    """A page of its own, not a part of one."""
    inner = path.parts[path.parts.index("templates") + 1 :]
    part = path.name.startswith("_") or PART_FOLDERS & set(inner) or name(path) in PARTS
    return not part and path.name not in FRAMES


def test_a_file_fits_in_the_head():
    long = {
        name(path): lines
        for path in FILES
        if (lines := len(path.read_text("utf-8").splitlines())) > LONGEST
    }

    assert long == {}


def test_only_the_kernel_writes_the_state_of_a_case():
    writers = {name(path) for path in FILES if any(map(writes_state, nodes(path)))}

    assert writers == STATE_WRITERS


def test_nothing_is_put_on_a_page_unescaped():
    raw = {
        name(path)
        for path in [*FILES, *TEMPLATES]
        if RAW.search(COMMENT.sub("", path.read_text("utf-8")))
    }

    assert raw == set(RAW_OUTPUT)


def test_templates_carry_no_script_or_style_of_their_own():
    inline = {
        name(path): found.group()
        for path in TEMPLATES
        if (found := INLINE.search(START.sub("", uncommented(path))))
    }
    starting = [name(path) for path in TEMPLATES if START.search(uncommented(path))]

    assert inline == {}
    assert starting == ["portal/templates/portal/base.html"]


def uncommented(template: Path) -> str:
    return COMMENT.sub("", template.read_text("utf-8"))


def reaches_out(node: ast.AST) -> bool:
    """An import of what can reach another machine, or ``os.system`` and its like."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return node.value.id == "os" and node.attr in NETWORK_CALLS
    return bool(NETWORK & imported(node))


def test_only_the_gateway_reaches_another_machine():
    users = {name(path) for path in FILES if any(map(reaches_out, nodes(path)))}

    assert users == NETWORK_USERS


@pytest.mark.parametrize(
    "sentence",
    [
        "import requests",
        "from urllib import request",
        "import http.client",
        "from socket import create_connection",
        "import smtplib as post",
        "from ftplib import FTP",
        "import subprocess; subprocess.run(['curl', address])",
        "import os; os.system('curl ' + address)",
        "import os\ndef f():\n    return os.popen('wget ' + address)",
        "from trafilatura import fetch_url",
    ],
)
def test_a_way_out_is_seen_however_it_is_written(sentence):
    assert any(map(reaches_out, ast.walk(ast.parse(sentence))))


def test_every_page_extends_another_first():
    loose = [
        name(path)
        for path in TEMPLATES
        if is_a_page(path)
        and not path.read_text("utf-8").lstrip().startswith("{% extends ")
    ]

    assert loose == []
