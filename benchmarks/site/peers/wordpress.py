"""WordPress as Debian ships it, with nginx, php-fpm and MariaDB of its own."""

import getpass
import json
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

from benchmarks.site import servers

from .running import running
from .stories import SHOWN, pictures, stories

DEBIAN = Path("/usr/share/wordpress")
NGINX = """
daemon off;
user {user};
pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_processes 2;
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {folder}/body;
    fastcgi_temp_path {folder}/fastcgi;
    proxy_temp_path {folder}/proxy;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        root {folder}/site;
        index index.php;
        location / {{ try_files $uri $uri/ /index.php?$args; }}
        location ~ \\.php$ {{
            include /etc/nginx/fastcgi_params;
            fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
            fastcgi_pass unix:{folder}/php.sock;
        }}
    }}
}}
"""
FPM = """
[global]
error_log = {folder}/fpm.log
[www]
user = {user}
group = {user}
listen = {folder}/php.sock
listen.mode = 0666
pm = static
pm.max_children = 2
"""
# A site that is looked after runs its jobs by cron and not inside of readers' requests.
WORDPRESS_SETTINGS = """<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{folder}/sql.sock');
define('DB_CHARSET', 'utf8mb4');
define('WP_HOME', 'http://localhost');
define('WP_SITEURL', 'http://localhost');
define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
$table_prefix = 'wp_';
defined('ABSPATH') || define('ABSPATH', __DIR__ . '/');
require ABSPATH . 'wp-settings.php';
"""


@contextmanager
def mariadb(folder: Path):
    command = ["mariadbd", "--no-defaults", f"--datadir={folder}/sql"]
    command += [f"--socket={folder}/sql.sock", "--skip-networking"]
    command += [f"--user={getpass.getuser()}"]
    ready = ["mariadb-admin", f"--socket={folder}/sql.sock", "-uroot"]
    ready += ["--silent", "--wait=30", "ping"]
    with running(command, folder) as child:
        subprocess.run(ready, check=True, stdout=subprocess.DEVNULL)
        yield child


@contextmanager
def wordpress(folder: Path, port: int):
    """nginx, php-fpm and MariaDB; yields the numbers of the three."""
    if not (folder / "filled").exists():
        fill_wordpress(folder)
    user = getpass.getuser()
    for name, text in (("nginx.conf", NGINX), ("fpm.conf", FPM)):
        (folder / name).write_text(text.format(folder=folder, port=port, user=user))
    php = ["php-fpm8.2", "-F", "-R", "-y", f"{folder}/fpm.conf"]
    with (
        mariadb(folder) as database,
        running(php, folder) as fpm,
        running(["nginx", "-c", f"{folder}/nginx.conf"], folder) as front,
    ):
        servers.wait_for(port)
        yield front.pid, fpm.pid, database.pid


def fill_wordpress(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    site = folder / "site"
    shutil.copytree(DEBIAN, site, ignore_dangling_symlinks=True)
    (site / "wp-config.php").write_text(
        WORDPRESS_SETTINGS.replace("{folder}", str(folder))
    )
    install = ["mariadb-install-db", "--no-defaults", f"--datadir={folder}/sql"]
    install += ["--auth-root-authentication-method=normal", "--skip-test-db"]
    install += [f"--user={getpass.getuser()}"]
    subprocess.run(install, check=True, stdout=subprocess.DEVNULL)
    told = {"shown": SHOWN, "stories": stories()}
    told["pictures"] = [str(path) for path in pictures(folder / "pictures")]
    (folder / "told.json").write_text(json.dumps(told))
    create = ["mariadb", f"--socket={folder}/sql.sock", "-uroot", "-e"]
    create += ["CREATE DATABASE wordpress CHARACTER SET utf8mb4"]
    php = ["php", "-d", "memory_limit=1G", str(Path(__file__).with_suffix(".php"))]
    with mariadb(folder):
        subprocess.run(create, check=True)
        subprocess.run([*php, str(site), str(folder / "told.json")], check=True)
    (folder / "filled").touch()
