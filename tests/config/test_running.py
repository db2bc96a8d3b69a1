"""Server and worker start together and stop together."""

import signal
import subprocess
import sys

import psutil
import pytest

SCRIPT = """
import sys
from xiangyin.config import running

SERVE = '''
import http.server, sys
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *words): pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
'''
running.serve_command = lambda host, port, workers: [
    sys.executable, "-c", SERVE, str(port)
]
running.work_command = lambda: [sys.executable, "-c", sys.argv[2]]
ready = lambda: print("ready", flush=True)
sys.exit(running.run_together("127.0.0.1", int(sys.argv[1]), 1, ready=ready))
"""


def start(port: int, worker: str):
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(port), worker],
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ctrl_c_stops_everything(number, unused_port):
    running = start(unused_port, "import time; time.sleep(60)")
    assert running.stdout.readline() == "ready\n"
    children = psutil.Process(running.pid).children()

    running.send_signal(number)

    assert running.wait(timeout=20) == 0
    running.stdout.close()
    assert [child for child in children if child.is_running()] == []


def test_when_one_dies_the_other_is_stopped_and_it_is_said(unused_port):
    running = start(unused_port, "import time; time.sleep(2)")
    children = psutil.Process(running.pid).children()

    told, _nothing = running.communicate(timeout=30)

    assert running.returncode == 1
    assert "worker stopped unexpectedly" in told
    assert [child for child in children if child.is_running()] == []


@pytest.fixture
def unused_port():
    from tests.postgres import free_port

    return free_port()
