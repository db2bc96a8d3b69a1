"""The shipped nginx before a server on this machine, without its certificate."""

import re
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

SHIPPED = Path(__file__).parents[1] / "deploy/nginx.conf"
AROUND = """
user root;
daemon off;
pcre_jit on;
pid {folder}/pid;
error_log {folder}/error.log;
worker_processes 1;
worker_rlimit_nofile 40000;
events {{ worker_connections 20000; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    sendfile on;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{shipped}
{more}
}}
"""


def configuration(folder: Path, *, port: int, behind: int, more: str = "") -> str:
    """What is shipped, listening on loopback and without TLS, its files in ``folder``."""
    for name in ("cache", "log", "visits"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    shipped = SHIPPED.read_text()
    plain, tls = re.split(r"(?m)^server \{", shipped)[1:]
    head = shipped.partition("server {\n    listen 80;")[0]
    tls = re.sub(r"(?m)^\s*(ssl_|listen \[).*$", "", tls)
    tls = re.sub(
        r"(?m)^\s*listen .*;", f"    listen 127.0.0.1:{port} backlog=16384;", tls
    )
    assert "return 301" in plain
    head = head.replace("/var/cache/nginx", f"{folder}/cache")
    tls = tls.replace("/var/log/nginx", f"{folder}/log")
    tls = tls.replace("/var/lib/xiangyin/visits", f"{folder}/visits")
    head = head.replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
    return AROUND.format(folder=folder, shipped=f"{head}server {{{tls}", more=more)


@contextmanager
def nginx(folder: Path, text: str, port: int):
    """nginx with this configuration, in the foreground; yields its process."""
    path = folder / "nginx.conf"
    path.write_text(text)
    child = subprocess.Popen(["nginx", "-c", str(path)], stderr=subprocess.DEVNULL)
    try:
        for _try in range(100):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5)
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.1)
            else:
                break
        yield child
    finally:
        child.terminate()
        child.wait(timeout=30)
