"""Fill the plain site with as many articles as ours.

python -m benchmarks.site.bare.fill FOLDER [--rows 2000]
"""

import argparse
import io
import json
import os
from pathlib import Path
from random import Random


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=2_000)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    os.environ["XIANGYIN_BARE"] = str(options.folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.site.bare.settings"
    import django

    import xiangyin.config  # noqa: F401 -- the same SQLite as ours

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        addresses = write(options.rows)
    (options.folder / "site.json").write_text(json.dumps({"stories": addresses}))


def write(rows: int) -> list[str]:
    from datetime import timedelta

    from django.core.files.images import ImageFile
    from django.utils import timezone
    from PIL import Image as Drawn
    from wagtail.images.models import Image
    from wagtail.models import Page, Site

    from benchmarks.site.bare.models import ArticlePage, ListPage
    from benchmarks.site.fill import SHOWN, sentence

    pictures, random = [], Random(7)
    for at in range(50):
        out = io.BytesIO()
        Drawn.new("RGB", (1600, 1067), (90, at * 4, 80)).save(out, "JPEG")
        pictures.append(Image(title=f"{at}", file=ImageFile(out, name=f"{at}.jpg")))
        pictures[-1].save()
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=Page(title="home", slug="bare"))
    Site.objects.update(root_page=home)
    news = home.add_child(instance=ListPage(title="要闻", slug="news"))
    for at in range(rows):
        body = []
        for part in range(3):
            text = "".join(sentence(random) for _sentence in range(7))
            body += [("heading", f"第{part}节"), ("text", f"<p>{text}</p>")]
        body.insert(3, ("photo", pictures[0]))
        body.insert(5, ("quote", sentence(random)))
        news.add_child(
            instance=ArticlePage(
                title=f"第{at}条：清岚县石溪镇春茶开采，三百户茶农上山",
                slug=f"story-{at}",
                lead=sentence(random),
                cover=pictures[at % 50],
                body=body,
                first_published_at=timezone.now() - timedelta(minutes=rows - at),
            )
        )
    return [f"/news/story-{at}/" for at in range(rows - SHOWN, rows)]


if __name__ == "__main__":
    main()
