"""Hostile words written over every word of a row, past what a form would take."""

from django.db import connection, models

from xiangyin.kernel.models import Picture
from xiangyin.newsroom.models import Story
from xiangyin.placements.models import marks
from xiangyin.portal.kept import triggers

# Text in the database that is no words of anybody's: keys, codes, states, hashes.
NO_WORDS = {
    "path",
    "url_path",
    "slug",
    "key",
    "number",
    "state",
    "password",
    "username",
    "fingerprint",
    "digest",
    "secret",
    "subject",
    "action",
    "feed_tag",
    "feed_modified",
    "focal_point_key",
    "filter_spec",
    "file_hash",
    "language",
    "origin",
    "series",
    "tier",  # a code
    "note",  # what changed, written by the database
    "content_type",
    "draft_title",
    "html",  # what publishing sends: made by us of a cleaned text
}


def word_fields(model) -> list[str]:
    """The fields of ``model`` that hold words somebody may write."""
    return [
        each.name
        for each in model._meta.get_fields()
        if isinstance(each, models.CharField | models.TextField)
        and not isinstance(each, models.SlugField | models.URLField | models.EmailField)
        and not each.choices
        and each.name not in NO_WORDS
        and not (each.model is not model and each.model._meta.app_label == "auth")
    ]


INDEXES_ON = """
SELECT x.indexrelid::regclass, c.conname
FROM pg_index x
JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = ANY(x.indkey)
LEFT JOIN pg_constraint c ON c.conindid = x.indexrelid AND c.contype = 'u'
WHERE x.indrelid = %s::regclass AND a.attname = %s
"""


def widen(model, names: list[str]) -> None:
    """Let PostgreSQL take any length, as SQLite does, until the test's transaction ends."""
    # Their triggers name columns whose type they would hold fast; they come back, too.
    marks.take_away(connection)
    triggers.take_away(connection)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in names:
            field = model._meta.get_field(name)
            table, column = field.model._meta.db_table, field.column
            cursor.execute(INDEXES_ON, [table, column])
            for place, constraint in cursor.fetchall():
                cursor.execute(
                    f'ALTER TABLE "{table}" DROP CONSTRAINT "{constraint}"'
                    if constraint
                    else f"DROP INDEX {place}"
                )
            if isinstance(field, models.CharField):
                cursor.execute(f'ALTER TABLE "{table}" ALTER "{column}" TYPE text')


def spoil(model, hands: list[list[str]]) -> None:
    """Write the strings over every word of every row; no limit of length holds."""
    names = word_fields(model) + ["draft_title"] * (model is Story)
    if connection.vendor == "postgresql":
        widen(model, names)
    rows = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
    for place, pk in enumerate(rows):
        hand = "\n".join(hands[place % len(hands)])
        told = dict.fromkeys(names, hand)
        model._default_manager.filter(pk=pk).update(**told)


def body_of(strings: list[str], picture: Picture) -> list[dict]:
    """A story's body with each string in each kind of block."""
    plain = {"picture": picture.pk}
    body = []
    for string in strings:
        body += [
            {"type": "text", "value": f"<p>{string}</p>"},
            {"type": "heading", "value": string},
            {"type": "quote", "value": {"quote": string, "speaker": string}},
        ]
    words = "\n".join(strings)
    photo = dict.fromkeys(("alt", "caption", "credit"), words)
    return [*body, {"type": "photo", "value": plain | photo}]
