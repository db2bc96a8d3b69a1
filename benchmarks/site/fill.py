"""Fill a fresh site with stories of a page's length, each with a cover.

python -m benchmarks.site.fill FOLDER [--rows 2000] [--sections 4] [--counties 1]

So many stories for each county. The first county's site is at localhost, the others at
county-1.example and so on.
"""

import argparse
import io
import json
import os
import uuid
from datetime import timedelta
from pathlib import Path
from random import Random

SHOWN = 200  # so many of the newest are asked for in turn


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=2_000)
    parser.add_argument("--sections", type=int, default=4)
    parser.add_argument("--counties", type=int, default=1)
    options = parser.parse_args()
    fill(options.folder, options.rows, options.sections, options.counties)


def fill(folder: Path, rows: int, sections: int, counties: int = 1) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["XIANGYIN_SITE"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.site.settings"
    import django

    import xiangyin.config  # noqa: F401 -- the newer SQLite

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from xiangyin.kernel.services.upkeep import refresh_statistics

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
    with transaction.atomic():
        stories = write(rows, sections)
    for number in range(1, counties):
        with transaction.atomic():
            write(rows, sections, number)
    refresh_statistics()  # as the worker does once a day
    told = {
        "stories": [f"/{s.url_path.split('/', 2)[2]}" for s in stories[-SHOWN:]],
        "old": f"/{stories[0].url_path.split('/', 2)[2]}",
        "rows": rows,
        "sections": sections,
        "counties": counties,
    }
    (folder / "site.json").write_text(json.dumps(told))


def write(rows: int, sections: int, number: int = 0) -> list:
    """A county with its site, and the stories newest last.

    All counties show the pictures of the first.
    """
    from wagtail.models import Page

    from benchmarks.desk.office import keep
    from benchmarks.desk.story_rows import first_key, set_sequences, write_stories
    from xiangyin.kernel.models import Picture, Showing
    from xiangyin.kernel.services.units import found_county
    from xiangyin.portal.services.sites import open_site

    code = f"county-{number}" if number else "qinglan"
    county = found_county(code=code, name=f"清岚县{number or ''}", name_en="Qinglan")
    names = [
        ("news", "要闻"),
        ("villages", "乡村"),
        ("life", "生活"),
        ("people", "人物"),
    ]
    told = [{"slug": slug, "name": name, "name_en": ""} for slug, name in names]
    home = open_site(
        county,
        hostname=f"{code}.example" if number else "localhost",
        name="清岚融媒",
        sections=told,
        is_default=not number,
    )
    parts = list(Page.objects.child_of(home).order_by("path"))[:sections]
    pictures = list(Picture.objects.order_by("pk")) if number else photographs(county)
    random = Random(7 + number)
    bodies = [body(random, pictures) for _kind in range(40)]
    key, pages, mine = first_key(Page), [], []
    for at in range(rows):
        page = a_page(at, rows, parts[at % len(parts)], at // len(parts) + 1, key + at)
        pages.append(page)
        mine.append(
            {
                "unit_id": county.pk,
                "plan_id": None,
                "theme_id": None,
                "lead": sentence(random),
                "cover_id": pictures[at % len(pictures)].pk,
                "body": bodies[at % len(bodies)],
            }
        )
    keep(Page, pages)
    write_stories(zip(pages, mine, strict=True))
    shown = (
        Showing(picture_id=picture, page_id=page.pk, is_on_page=True)
        for page, told in zip(pages, mine, strict=True)
        for picture in {told["cover_id"], pictures[0].pk}
    )
    Showing.objects.bulk_create(shown, batch_size=2000)
    set_sequences(Page)
    for part in parts:
        Page.objects.filter(pk=part.pk).update(numchild=rows // len(parts))
    return pages


def a_page(at: int, rows: int, section, number: int, key: int):
    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone
    from wagtail.models import Locale, Page

    from xiangyin.newsroom.models import Story

    moment = timezone.now() - timedelta(minutes=(rows - at) * 5_256_000 // rows)
    title = f"第{at}条：清岚县石溪镇春茶开采，三百户茶农上山"
    return Page(
        pk=key,
        path=Page._get_path(section.path, section.depth + 1, number),
        depth=section.depth + 1,
        numchild=0,
        translation_key=uuid.uuid4(),
        locale=Locale.get_default(),
        live=True,
        has_unpublished_changes=False,
        first_published_at=moment,
        last_published_at=moment,
        latest_revision_created_at=moment,
        title=title,
        draft_title=title,
        slug=f"story-{at}",
        content_type=ContentType.objects.get_for_model(Story),
        url_path=f"{section.url_path}story-{at}/",
    )


def photographs(county, how_many: int = 50) -> list:
    from django.core.files.images import ImageFile
    from PIL import Image

    from xiangyin.kernel.models import Picture
    from xiangyin.kernel.services.pictures import county_collection
    from xiangyin.portal.sizes import CARD_SIZES, LEAD_SIZES

    made = []
    for at in range(how_many):
        out = io.BytesIO()
        Image.new("RGB", (1600, 1067), (90, at * 4, 80)).save(out, "JPEG")
        picture = Picture(
            title=f"茶山{at}",
            credit="罗佳",
            file=ImageFile(out, name=f"tea-{at}.jpg"),
            collection=county_collection(county),
        )
        picture.save()
        picture.get_renditions(*LEAD_SIZES, *CARD_SIZES)
        made.append(picture)
    return made


def sentence(random) -> str:
    words = [
        "清晨",
        "茶农",
        "上山",
        "采摘",
        "头茬",
        "春茶",
        "镇里",
        "派出",
        "农技员",
        "逐户",
        "指导",
        "合作社",
        "统一",
        "收购",
    ]
    return "".join(random.choices(words, k=16)) + "。"


def body(random, pictures) -> str:
    """Three headings, three texts, a photo and a quotation: about 1,200 characters."""
    blocks = []
    for at in range(3):
        blocks.append(("heading", f"第{at + 1}节 采茶"))
        text = "".join(sentence(random) for _sentence in range(5))
        blocks.append(
            ("text", f"<p>{text}</p><p><b>{sentence(random)}</b>{sentence(random)}</p>")
        )
    photo = {"picture": pictures[0].pk, "alt": "茶山", "caption": "头茬", "credit": ""}
    blocks.insert(3, ("photo", photo))
    blocks.insert(5, ("quote", {"quote": sentence(random), "speaker": "茶农"}))
    return json.dumps(
        [
            {"type": kind, "value": value, "id": str(uuid.uuid4())}
            for kind, value in blocks
        ],
        ensure_ascii=False,
    )


if __name__ == "__main__":
    main()
