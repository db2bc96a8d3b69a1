"""A paper of 100,000 stories over ten years, and the words they are found by."""

import json
import time
import uuid
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random

from .texts import articles

YEARS, SECTIONS, UNITS, PART, LEAD = 10, 5, 40, 1_000, 80
FIRST = datetime(2016, 11, 1, tzinfo=UTC)


def fill(rows: int) -> dict:
    """Fill the database in use; say what was written and what it took."""
    from django.db import connection, transaction

    from xiangyin.kernel.services.upkeep import refresh_statistics

    office = _office()
    stories, bytes_of_text = _stories(office, rows), 0
    began, spent = time.monotonic(), time.process_time()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX public_words_tokens")
    while part := list(islice(stories, PART)):
        with transaction.atomic():
            bytes_of_text += _keep(office, part)
    if connection.vendor == "postgresql":
        from xiangyin.kernel.search import public

        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("SET maintenance_work_mem = '256MB'")
            cursor.execute(public.MAKE["postgresql"][-1])  # the index, dropped above
    refresh_statistics()
    return {
        "rows": rows,
        "text_bytes": bytes_of_text,
        "index_bytes": size_of_index(),
        "fill_cpu_s": time.process_time() - spent,
        "fill_s": time.monotonic() - began,
    }


def _office() -> dict:
    from wagtail.models import Locale

    from xiangyin.kernel.models import Unit
    from xiangyin.kernel.services.units import add_unit, found_county
    from xiangyin.portal.models import Section
    from xiangyin.portal.services.sites import open_site

    county = found_county(code="qinglan", name="清岚县", name_en="Qinglan")
    for number in range(UNITS):
        parent = Unit.objects.get(pk=county.pk)
        add_unit(parent, code=f"town{number}", name=f"第{number}镇", kind="town")
    sections = [
        {"slug": f"s{n}", "name": f"第{n}版", "name_en": f"Part {n}"}
        for n in range(SECTIONS)
    ]
    told = {"hostname": "testserver", "name": "清岚", "is_default": True}
    home = open_site(Unit.objects.get(pk=county.pk), sections=sections, **told)
    return {
        "home": home,
        "sections": list(Section.objects.child_of(home)),
        "units": list(Unit.objects.filter(depth=2)),
        "locale": Locale.objects.get(),
    }


def _stories(office: dict, rows: int):
    from django.contrib.contenttypes.models import ContentType

    from xiangyin.newsroom.models import Story

    kind = ContentType.objects.get_for_model(Story)
    random, apart = Random(5), timedelta(days=365 * YEARS) / rows
    for at, (title, text) in enumerate(articles(rows)):
        section = office["sections"][at % SECTIONS]
        moment = FIRST + apart * at
        body = [
            {"type": "text", "value": f"<p>{text[LEAD:]}</p>", "id": str(uuid.uuid4())}
        ]
        page = {
            "pk": 1_000 + at,
            "path": Story._get_path(
                section.path, section.depth + 1, at // SECTIONS + 1
            ),
            "depth": section.depth + 1,
            "translation_key": uuid.uuid4(),
            "locale": office["locale"],
            "live": True,
            "first_published_at": moment,
            "last_published_at": moment,
            "title": title,
            "draft_title": title,
            "slug": f"story-{at}",
            "url_path": f"{section.url_path}story-{at}/",
            "content_type": kind,
        }
        mine = {
            "unit_id": random.choice(office["units"]).pk,
            "lead": text[:LEAD],
            "body": json.dumps(body, ensure_ascii=False),
        }
        yield page, mine, section, text


def _keep(office: dict, part: list) -> int:
    """Write pages, stories and words of a part; how many bytes of text they are."""
    from wagtail.models import Page

    from xiangyin.engines.finding.written import written
    from xiangyin.kernel.search import public

    Page.objects.bulk_create([Page(**page) for page, *_rest in part])
    _insert(part)
    for page, mine, section, text in part:
        kept = public.Kept(
            story=page["pk"],
            home=office["home"].pk,
            section=section.pk,
            unit=mine["unit_id"],
            published=page["first_published_at"],
            title=written(page["title"]),
            lead=written(mine["lead"]),
            rest=written(text[LEAD:]),
        )
        public.keep(kept)
    return sum(len((page["title"] + text).encode()) for page, _m, _s, text in part)


def _insert(part: list) -> None:
    """Rows of the story's own table: Django writes no child of a table at once."""
    from django.db import connection

    sql = (
        "INSERT INTO newsroom_story (page_ptr_id, unit_id, lead, byline, cover_alt,"
        " cover_caption, body, language) VALUES (%s, %s, %s, '', '', '', %s, 'zh-hans')"
    )
    rows = [
        (page["pk"], mine["unit_id"], mine["lead"], mine["body"])
        for page, mine, *_rest in part
    ]
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


def size_of_index() -> int:
    """Bytes of the words of public stories, all tables and indexes of theirs."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size('public_words')")
            return cursor.fetchone()[0]
        cursor.execute("SELECT sum(length(block)) FROM public_words_tokens_data")
        tokens = cursor.fetchone()[0]
        cursor.execute(
            "SELECT sum(length(CAST(text AS blob))"
            " + length(CAST(more AS blob)) + 40) FROM public_words"
        )
        return tokens + cursor.fetchone()[0]
