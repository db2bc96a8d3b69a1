"""A person with a word of their own in every place that may hold personal data."""

import io
import json
import zlib
from types import SimpleNamespace

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image
from wagtail.log_actions import log

from tests.factories.newsroom import TODAY, a_draft, a_plan, a_tip, sign
from tests.factories.people import PersonFactory
from xiangyin.kernel.models import Picture
from xiangyin.kernel.services.outbox import deliver_due
from xiangyin.newsroom.models import Story, Tip
from xiangyin.newsroom.services.plans import assign
from xiangyin.newsroom.services.stories import submit_story
from xiangyin.newsroom.services.tips import take_up_tip
from xiangyin.placements.services.imports import start_draft as send_table

NAME = "金丝雀甲"
WORDS = {
    "name_en": "Canary Aviary",
    "username": "canarybird",
    "email": "canary@birds.example",
    "contact": "13800013800",
    "text": "鸟窝在老樟树的第三个枝杈",
    "place": "雀山坳口",
    "happens": "雏鸟出壳那天",
    "file": "canary-nest.jpg",
    "exif": "EXIF-CANARY-31-415926",
    "agent": "CanaryBrowser/7.1",
    "draft": "金丝雀甲的草稿",
    "table": "canary-table.csv",
}
PASSWORD = "a long sentence nobody guesses 7"

# Where the name stays: what was published, by decision (register: Removal.KEPT).
PUBLISHED = {
    "newsroom_story.byline",
    "wagtailcore_revision.content",
    "placements_work.authors",
    "publishing_item.byline",
    "public_words.text",
}


def move_in(room) -> SimpleNamespace:
    """Let the canary send a tip, write, be assigned, sign, log in, and be named."""
    canary = PersonFactory(
        name=NAME,
        name_en=WORDS["name_en"],
        username=WORDS["username"],
        email=WORDS["email"],
        posts=[
            ("correspondent", room.village),
            ("reporter", room.county),
            ("first_reader", room.county),
            ("ledger_keeper", room.county),
        ],
    )
    canary.set_password(PASSWORD)
    canary.save()
    told = {key: WORDS[key] for key in ("contact", "place", "happens")}
    tip = a_tip(
        room, text=WORDS["text"], by=canary, photos=[photo_with_a_word()], **told
    )
    take_up_tip(tip, by=room.editor, today=TODAY, reporter=room.reporter, note=NAME[:1])
    assign(a_plan(room), reporter=canary, by=room.editor, note=f"请{NAME}补拍")
    a_draft(room, title="没写完的", by=canary)
    published = a_draft(room, by=canary)
    submit_story(published, by=canary)
    readers = SimpleNamespace(**{**vars(room), "first": room.first})
    sign(readers, published, comment=f"已与{NAME}核对")
    other = a_draft(room, title="别人写的", by=room.reporter)
    submit_story(other, by=room.reporter)
    room.first, kept = canary, room.first
    sign(room, other, "first")
    room.first = kept
    log(canary, "wagtail.edit", user=room.editor, data={"name": NAME})
    Picture.objects.filter(uploaded_by_user=canary).update(credit=NAME)
    for picture in Picture.objects.filter(uploaded_by_user=canary):
        picture.save()
    send_table(
        room.county,
        SimpleUploadedFile(WORDS["table"], f"标题\n{WORDS['text']}\n".encode()),
        what="articles",
        by=canary,
    )
    log_in(canary)
    deliver_due()
    deliver_due()
    return SimpleNamespace(
        person=canary,
        tip=Tip.objects.get(pk=tip.pk),
        story=Story.objects.get(live=True),
    )


def log_in(canary) -> None:
    client = Client(headers={"user-agent": WORDS["agent"]})
    told = {"login": canary.username, "password": PASSWORD}
    client.post("/accounts/login/", told)
    answer = client.get("/my/tips/")
    assert WORDS["text"] in answer.content.decode()
    cache.set("seen", NAME)


def photo_with_a_word() -> SimpleUploadedFile:
    out = io.BytesIO()
    image = Image.new("RGB", (64, 48), (90, 140, 80))
    exif = image.getexif()
    exif[0x010E] = WORDS["exif"]
    image.save(out, "JPEG", exif=exif)
    return SimpleUploadedFile(WORDS["file"], out.getvalue(), "image/jpeg")


def spellings(word: str) -> set[str]:
    """The word as a text, and as JSON writes it."""
    return {word, json.dumps(word)[1:-1], json.dumps(json.dumps(word)[1:-1])[1:-1]}


def where(word: str) -> set[str]:
    """Every table and column that holds the word, in any spelling."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                found |= {
                    f"{table}.{column}"
                    for column, value in zip(columns, row, strict=True)
                    if holds(value, word)
                }
    return found


def holds(value, word: str) -> bool:
    if isinstance(value, (bytes, memoryview)):
        return any(each.encode() in bytes(value) for each in spellings(word))
    if not isinstance(value, str):
        value = json.dumps(value, default=str)
    return any(each.lower() in value.lower() for each in spellings(word))


def in_files(folder, word: str) -> set[str]:
    """Every file below ``folder`` whose name or bytes hold the word."""
    found = set()
    for path in folder.rglob("*"):
        if path.is_file():
            body = path.read_bytes()
            if path.suffix == ".djcache":
                body += zlib.decompress(body[body.index(b"x\x9c") :])
            if holds(body, word) or word in path.name:
                found.add(path.relative_to(folder).as_posix())
    return found
