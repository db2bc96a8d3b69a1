"""Ghost in production with SQLite, with the theme it comes with."""

import hashlib
import json
import os
import re
import shutil
import sqlite3
import uuid
from contextlib import contextmanager
from pathlib import Path

from benchmarks.site import servers

from .running import running
from .stories import ENDS, SHOWN, pictures, stories


@contextmanager
def ghost(folder: Path, program: Path, port: int):
    """Ghost as in production, with SQLite; yields its number."""
    if not (folder / "filled").exists():
        fill_ghost(folder, program, port)
    with ghost_running(folder, port) as child:
        yield child.pid


@contextmanager
def ghost_running(folder: Path, port: int):
    settings = {
        "url": f"http://localhost:{port}",  # it asks itself for its pictures' sizes
        "server": {"host": "127.0.0.1", "port": port},
        "database": {
            "client": "sqlite3",
            "connection": {"filename": f"{folder}/ghost.db"},
            "useNullAsDefault": True,
        },
        "paths": {"contentPath": f"{folder}/content"},
        "logging": {"level": "error", "transports": ["stdout"]},
        # Nothing asks the network; its pages keep their metadata.
        "privacy": dict.fromkeys(
            ("useUpdateCheck", "useGravatar", "useRpcPing"), False
        ),
    }
    (folder / "config.production.json").write_text(json.dumps(settings))
    command = ["node", "current/index.js"]
    told = {**os.environ, "NODE_ENV": "production"}
    with running(command, folder, cwd=folder, env=told) as child:
        servers.wait_for(port)
        yield child


def fill_ghost(folder: Path, program: Path, port: int) -> None:
    """Let Ghost make its database, and write the stories beside its own."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(program / "content", folder / "content")
    (folder / "current").symlink_to(program)  # as its own installer lays it out
    pictures(folder / "content/images")
    for theme in (folder / "content/themes").glob("*/package.json"):
        shown = re.sub(r'("posts_per_page": )\d+', rf"\g<1>{SHOWN}", theme.read_text())
        theme.write_text(shown)
    with ghost_running(folder, port):
        pass
    with sqlite3.connect(folder / "ghost.db") as database:
        write_ghost(database)
    (folder / "filled").touch()


def write_ghost(database: sqlite3.Connection) -> None:
    news, at_first = number("yaowen"), f"{ENDS:%Y-%m-%d %H:%M:%S}"
    author = database.execute("SELECT id FROM users ORDER BY created_at").fetchone()[0]
    by = {"created_by": author, "created_at": at_first}
    insert(database, "tags", id=news, name="要闻", slug="yaowen", **by)
    for at, story in enumerate(stories()):
        key = number(story["slug"])
        html = story["html"].replace(' class="wp-image-NUMBER"', "")
        html = html.replace("PHOTO", "__GHOST_URL__/content/images/tea-0.jpg")
        insert(
            database,
            "posts",
            id=key,
            uuid=str(uuid.UUID(key + "0" * 8)),
            comment_id=key,
            title=story["title"],
            slug=story["slug"],
            custom_excerpt=story["lead"],
            html=html,
            plaintext=re.sub("<[^>]+>", " ", html),
            feature_image=f"__GHOST_URL__/content/images/tea-{at % 50}.jpg",
            status="published",
            email_recipient_filter="all",
            published_at=story["shown_at"],
            **by,
        )
        insert(database, "posts_authors", id=key, post_id=key, author_id=author)
        insert(database, "posts_tags", id=key, post_id=key, tag_id=news)


def number(name: str) -> str:
    """A number in Ghost's form."""
    return hashlib.sha256(name.encode()).hexdigest()[:24]


def insert(database: sqlite3.Connection, table: str, **values) -> None:
    places = ", ".join("?" * len(values))
    columns = ", ".join(values)
    database.execute(
        f"INSERT INTO {table} ({columns}) VALUES ({places})", tuple(values.values())
    )
