"""A page drawn by Chromium: what it looks like, what it may cost, whom it may call."""

import io
import os
import shutil
import socket
import subprocess
import tempfile
import threading
from pathlib import Path

import pytest
from PIL import Image

from xiangyin.engines import drawing

pytestmark = pytest.mark.browser
RED = "<body style='margin:0;background:#f00'><div style='height:{height}px'>春耕</div>"


def allowed() -> bool:
    """Whether this kernel lets a stranger be shut into a namespace."""
    stranger = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
    tried = [*(stranger if os.geteuid() == 0 else []), *drawing.SHUT_IN, "true"]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


ALLOWED = allowed()


def drawn(html: str) -> Image.Image | None:
    """The picture; none where the kernel forbids namespaces: there is no weaker way."""
    if ALLOWED:
        return Image.open(io.BytesIO(drawing.draw(html)))
    with pytest.raises(drawing.NotDrawn):
        drawing.draw(html)
    return None


def left_over() -> list[str]:
    """Folders and browsers of this process that are still there."""
    ours = f"xiangyin-page-{os.getpid()}-"
    told = [path.name for path in Path("/tmp").glob(f"{ours}*")]
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            told += ["browser"] if ours.encode() in line.read_bytes() else []
        except OSError:
            continue
    return told


def test_a_page_is_drawn_in_its_whole_height():
    picture = drawn(RED.format(height=1500))

    assert left_over() == []
    if picture:
        assert picture.size == (drawing.WIDTH, 1500)
        red, green, blue = picture.getpixel((600, 1400))
        assert red > 240 > 20 > max(green, blue)


def test_a_page_without_end_is_cut():
    picture = drawn(RED.format(height=90_000))

    assert picture is None or picture.height == drawing.TALLEST


def test_scripts_do_not_run():
    page = (
        RED.format(height=900)
        + "<script>document.body.style.background='#00f'</script>"
    )

    picture = drawn(page)

    assert picture is None or picture.getpixel((600, 500))[0] > 240


@pytest.mark.parametrize(
    ("bound", "why"), [({"wall": 0.05}, "too slow"), ({"memory": 2**20}, "too large")]
)
def test_what_costs_too_much_is_given_up_and_gone(bound, why):
    with pytest.raises(drawing.NotDrawn, match=why if ALLOWED else "died|too"):
        drawing.draw(RED.format(height=900), **bound)

    assert left_over() == []


LEAVING = "#!/bin/sh\nsetsid sleep {long} &\nsleep {long}\n"


@pytest.fixture
def leaving(monkeypatch):
    """A browser whose helper leaves its group; and a way to find and end the helper."""
    long = 86_000 + os.getpid() / 1e7
    home = Path(tempfile.mkdtemp())
    program = home / "browser"
    program.write_text(LEAVING.format(long=long))
    home.chmod(0o755)
    program.chmod(0o755)
    monkeypatch.setattr(drawing, "BROWSERS", (str(program),))

    def signalled(flag: str) -> bool:
        found = ["pkill", flag, "-f", f"^sleep {long}"]
        return subprocess.run(found, check=False).returncode == 0

    yield signalled
    shutil.rmtree(home)


def test_a_helper_that_left_the_group_is_gone_too(leaving):
    with pytest.raises(drawing.NotDrawn):
        drawing.draw("", wall=1)

    assert not leaving("-0")


def test_without_a_namespace_of_processes_it_would_stay(leaving, monkeypatch):
    """The twin."""
    monkeypatch.setattr(drawing, "SHUT_IN", ())

    with pytest.raises(drawing.NotDrawn, match="too slow"):
        drawing.draw("", wall=1)

    assert leaving("-KILL")


class Canary:
    """A server of this machine that remembers whether anybody called."""

    def __init__(self):
        self.touched = threading.Event()
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        try:
            while True:
                line, _place = self.server.accept()
                self.touched.set()
                line.close()
        except OSError:
            return


@pytest.fixture
def canary():
    canary = Canary()
    yield canary
    canary.server.close()


def calling(canary) -> str:
    return RED.format(height=900) + f"<img src=http://127.0.0.1:{canary.port}/a.png>"


def test_a_page_that_calls_reaches_nobody(canary, monkeypatch):
    open_flags = [each for each in drawing.FLAGS if "resolver" not in each]
    monkeypatch.setattr(drawing, "FLAGS", open_flags)

    drawn(calling(canary))

    assert not canary.touched.is_set()


def test_out_of_its_namespace_it_would(canary, monkeypatch):
    """The twin: the page does call, and it is the namespace that keeps it in."""
    open_flags = [each for each in drawing.FLAGS if "resolver" not in each]
    monkeypatch.setattr(drawing, "FLAGS", open_flags)
    monkeypatch.setattr(drawing, "SHUT_IN", ())

    if not ALLOWED:
        return  # nor does its own sandbox stand there

    drawing.draw(calling(canary))

    assert canary.touched.wait(5)


def test_where_no_browser_is_installed_it_is_said(monkeypatch):
    monkeypatch.setattr(drawing, "BROWSERS", ("no-such-browser",))

    with pytest.raises(drawing.NoBrowser):
        drawing.draw("")


def test_where_nothing_shuts_it_in_there_is_no_browser(monkeypatch):
    monkeypatch.setattr(drawing.shutil, "which", lambda name: None)

    assert drawing.browser() == ""


@pytest.mark.parametrize(
    "script",
    [
        "exit 1",  # such as a kernel that forbids the namespace
        "cat <&3 >/dev/null & sleep 30",
        'printf \'{"id":1,"result":{"targetInfos":[]}}\\0\' >&4; cat <&3 >/dev/null',
        'printf \'{"id":1,"error":{}}\\0\' >&4; cat <&3 >/dev/null',
        'printf \'{"method":"Inspector.targetCrashed"}\\0\' >&4; cat <&3 >/dev/null',
        "head -c 2000 /dev/zero | tr '\\0' x >&4; cat <&3 >/dev/null",
    ],
)
def test_a_browser_that_brings_nothing_is_no_picture(tmp_path, monkeypatch, script):
    program = tmp_path / "browser"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    monkeypatch.setattr(drawing, "browser", lambda: str(program))
    monkeypatch.setattr(drawing, "MOST_ANSWER", 1000)

    with pytest.raises(drawing.NotDrawn):
        drawing.draw("", wall=1)


def test_as_somebody_else_than_root_it_is_drawn_too():
    """A subprocess, because this one may not give its rights away for good."""
    if os.geteuid():
        return
    told = subprocess.run(
        [
            *("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"),
            *(os.sys.executable, "-c"),
            "from xiangyin.engines import drawing; print(len(drawing.draw('a')) > 1000)",
        ],
        capture_output=True,
        text=True,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": ".",
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        timeout=60,
        check=False,
    )

    assert told.stdout.strip() == ("True" if ALLOWED else ""), told.stderr
