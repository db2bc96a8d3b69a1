"""The partners of the drill ``outbox_kills``, each with a manner of its own."""

import json
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Partners:
    """What arrived at each door, how often, and what came of it there.

    ``keyed`` does a message once by its key. ``angry`` takes it, does it, and says
    500 the first time. ``silent`` takes it and never answers. ``notices`` knows no
    keys: it does whatever comes, and says when asked what it has.
    """

    def __init__(self, port: int = 0):
        self.lock = threading.Lock()
        self.came: Counter = Counter()  # (door, message)
        self.done: Counter = Counter()  # (door, fact)
        self.heard: list[float] = []  # when something came
        partners = self

        class Door(BaseHTTPRequestHandler):
            def log_message(self, *args):
                """Nothing: the drill counts."""

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                door = self.path.strip("/")
                told = json.loads(body)
                fact = told["fact"] if door == "notices" else told["data"]["key"]
                first = partners.take(door, self.headers.get("webhook-id"), fact)
                if door == "silent":
                    time.sleep(0.6)  # longer than anybody waits
                    return
                self.answer(500 if door == "angry" and first else 200, {})

            def do_GET(self):
                fact = self.path.rsplit("/", 1)[1]
                with partners.lock:
                    has = partners.done["notices", fact] > 0
                self.answer(200, {"has": has})

            def answer(self, status, told):
                body = json.dumps(told).encode()
                try:
                    self.send_response(status)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    """Whoever asked was killed meanwhile."""

        class House(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, request, client_address):
                """A caller that was killed in the middle is what this is about."""

        self.server = House(("127.0.0.1", port), Door)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, door: str, key: str | None, fact: str) -> bool:
        """Do what a message asks, once by its key if there is one. First time?"""
        time.sleep(0.01)  # work, in which its sender may die
        with self.lock:
            message = (door, key or fact)
            self.came[message] += 1
            self.heard.append(time.monotonic())
            first = self.came[message] == 1
            if first or key is None:
                self.done[door, fact] += 1
            return first

    def repeated(self) -> int:
        """How many messages came again: what would be double without keys."""
        with self.lock:
            keyed = [n - 1 for (door, _), n in self.came.items() if door != "notices"]
        return sum(keyed)

    def close(self):
        self.server.shutdown()
        self.server.server_close()
