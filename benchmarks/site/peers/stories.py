"""The stories that all have, as pages of HTML and as blocks of WordPress's editor."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from types import SimpleNamespace

from benchmarks.site import fill

ROWS, SHOWN = 2_000, 20  # stories of each, and stories on a page of a list
ENDS = datetime(2026, 1, 1, tzinfo=UTC)


def stories() -> list[dict]:
    """The stories of ``fill``, as pages of HTML and as blocks of WordPress's editor."""
    random, told = Random(7), []
    for at in range(ROWS):
        blocks = json.loads(fill.body(random, [SimpleNamespace(pk=0)]))
        parts = [part for block in blocks for part in parts_of(**block)]
        told.append(
            {
                "title": f"第{at}条：清岚县石溪镇春茶开采，三百户茶农上山",
                "slug": f"story-{at}",
                "lead": fill.sentence(random),
                "html": "".join(html for _kind, html in parts),
                "blocks": "\n\n".join(
                    f"<!-- wp:{kind} -->\n{html}\n<!-- /wp:{kind.split()[0]} -->"
                    for kind, html in parts
                ),
                "shown_at": f"{ENDS - timedelta(hours=ROWS - at):%Y-%m-%d %H:%M:%S}",
            }
        )
    return told


def parts_of(type: str, value, **_more) -> list[tuple[str, str]]:
    """What one of our blocks is in WordPress's editor."""
    if type == "heading":
        return [("heading", f'<h2 class="wp-block-heading">{value}</h2>')]
    if type == "text":
        return [("paragraph", each) for each in re.findall("<p>.*?</p>", value)]
    if type == "photo":
        image = f'<img src="PHOTO" alt="{value["alt"]}" class="wp-image-NUMBER"/>'
        told = f"<figcaption>{value['caption']}</figcaption>"
        return [
            (
                'image {"id":NUMBER}',
                f'<figure class="wp-block-image">{image}{told}</figure>',
            )
        ]
    told = f"<p>{value['quote']}</p><cite>{value['speaker']}</cite>"
    return [("quote", f'<blockquote class="wp-block-quote">{told}</blockquote>')]


def pictures(folder: Path) -> list[Path]:
    from PIL import Image

    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"tea-{at}.jpg" for at in range(50)]
    for at, path in enumerate(paths):
        Image.new("RGB", (1600, 1067), (90, at * 4, 80)).save(path, "JPEG")
    return paths
