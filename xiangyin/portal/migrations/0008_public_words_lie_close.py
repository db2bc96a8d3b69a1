"""Titles of public texts are kept by their lengths alone, and on PostgreSQL each text
apart from its row. The table is written anew there: minutes for a hundred thousand.
"""

from django.db import migrations

BEFORE = [
    """CREATE OR REPLACE FUNCTION public_pairs(written text, mark text)
    RETURNS text[] IMMUTABLE PARALLEL SAFE COST 10000 LANGUAGE sql AS $$
        SELECT coalesce(array_agg(mark || a) FILTER (WHERE ascii(a) >= 12293), '{}')
        || coalesce(array_agg(mark || a || b) FILTER
            (WHERE ascii(a) >= 12293 AND ascii(b) >= 12293), '{}')
        FROM unnest(string_to_array(written, NULL),
            string_to_array(substr(written, 2), NULL)) AS pair (a, b) $$""",
    """CREATE TABLE public_words (place bigint PRIMARY KEY,
    story_id bigint NOT NULL UNIQUE, home_id bigint NOT NULL,
    section_id bigint NOT NULL, lead_at integer NOT NULL,
    lead_length integer NOT NULL, title text NOT NULL, more text NOT NULL,
    text text NOT NULL) WITH (toast_tuple_target = 128, parallel_workers = 0)""",
    """INSERT INTO public_words SELECT place, story_id, home_id, section_id,
    title_length, lead_length, substr(text, 1, title_length), more, text
    FROM public_words_old ORDER BY place""",
    """CREATE INDEX public_words_tokens ON public_words USING gin (
    (public_pairs(text, '') || public_pairs(title, '¹')
    || public_pairs(substr(text, lead_at, lead_length), '²')
    || string_to_array(more, ' ')))""",
    "DROP FUNCTION IF EXISTS public_tokens",
]
AFTER = [
    """CREATE OR REPLACE FUNCTION public_tokens(
        written text, title integer, lead integer, more text)
    RETURNS text[] IMMUTABLE PARALLEL SAFE COST 10000 LANGUAGE plpgsql AS $$ BEGIN
    RETURN string_to_array(more, ' ') || (SELECT coalesce(array_agg(a), '{}')
        || array_agg(a || b) FILTER (WHERE ascii(b) >= 12293)
        || array_agg('¹' || a) FILTER (WHERE at <= title)
        || array_agg('¹' || a || b) FILTER (WHERE at <= title AND ascii(b) >= 12293)
        || array_agg('²' || a) FILTER (WHERE at >= title AND at < title + lead)
        || array_agg('²' || a || b)
            FILTER (WHERE at >= title AND at < title + lead AND ascii(b) >= 12293)
        FROM unnest(string_to_array(written, NULL),
            string_to_array(substr(written, 2), NULL))
            WITH ORDINALITY AS pair (a, b, at)
        WHERE ascii(a) >= 12293);
    END $$""",
    """CREATE TABLE public_words (place bigint PRIMARY KEY,
    story_id bigint NOT NULL UNIQUE, home_id bigint NOT NULL,
    section_id bigint NOT NULL, title_length integer NOT NULL,
    lead_length integer NOT NULL, more text NOT NULL, text text NOT NULL,
    room text GENERATED ALWAYS AS (repeat(' ', 2032)) STORED)
    WITH (toast_tuple_target = 128, parallel_workers = 0)""",
    # A text's quarter is that of its place.
    """INSERT INTO public_words SELECT place, story_id, home_id, section_id, lead_at,
    lead_length, regexp_replace(more, '§q[0-9]+', '§q' || place / 131072), text
    FROM public_words_old ORDER BY place""",
    """CREATE INDEX public_words_tokens ON public_words USING gin (
    (public_tokens(text, title_length, lead_length, more) COLLATE "C"))""",
    "DROP FUNCTION IF EXISTS public_pairs",
]
ANEW = [
    "SET LOCAL statement_timeout = 0",
    "SET LOCAL maintenance_work_mem = '256MB'",
    "DROP INDEX public_words_tokens",
    "ALTER TABLE public_words RENAME TO public_words_old",
    "ALTER TABLE public_words_old DROP CONSTRAINT public_words_pkey",
    "ALTER TABLE public_words_old DROP CONSTRAINT public_words_story_id_key",
]
UP = {
    "sqlite": [
        "ALTER TABLE public_words DROP COLUMN title",
        "ALTER TABLE public_words RENAME COLUMN lead_at TO title_length",
    ],
    "postgresql": [*ANEW, *AFTER[:-2], "DROP TABLE public_words_old", *AFTER[-2:]],
}
DOWN = {
    "sqlite": [
        "ALTER TABLE public_words ADD COLUMN title text NOT NULL DEFAULT ''",
        "UPDATE public_words SET title = substr(text, 1, title_length)",
        "ALTER TABLE public_words RENAME COLUMN title_length TO lead_at",
    ],
    "postgresql": [*ANEW, *BEFORE[:-2], "DROP TABLE public_words_old", *BEFORE[-2:]],
}


def change(statements):
    """Change the table where it stands already; ``set_up`` makes it as it should be."""

    def changing(apps, schema_editor):
        connection = schema_editor.connection
        if "public_words" in connection.introspection.table_names():
            for statement in statements[connection.vendor]:
                schema_editor.execute(statement)

    return changing


class Migration(migrations.Migration):
    dependencies = [("portal", "0007_front_pages_show_answers")]
    operations = [migrations.RunPython(change(UP), change(DOWN))]
