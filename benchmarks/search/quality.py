"""How well what is found answers the query: nDCG@10 of ours beside two peers.

Stories of the invented county (``xiangyin/sample/seeds`` and ``more.toml``) and labelled
queries (``queries.tsv``), judged by hand from what the stories tell. The same texts are
asked of our search, of Wagtail's own database search as it is shipped, and of tantivy
with pairs of characters as its words.

python -m benchmarks.search.quality [--db sqlite|postgres] [--each]
"""

import argparse
import math
import os
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "xiangyin/sample/seeds/stories"
BEST = 10
TODAY = date(2026, 12, 31)
WAGTAILS = {
    "sqlite": "modelsearch.backends.database.sqlite.sqlite",
    "postgres": "modelsearch.backends.database.postgres.postgres",
}


def told() -> list[dict]:
    """All stories, oldest first."""
    files = [*sorted(SEEDS.glob("*.toml")), HERE / "more.toml"]
    stories = [
        one for file in files for one in tomllib.loads(file.read_text())["story"]
    ]
    for story in stories:
        day = story["day"] if len(story["day"]) > 5 else f"2026-{story['day']}"
        story["at"] = datetime.fromisoformat(day).replace(hour=8, tzinfo=UTC)
    return sorted(stories, key=lambda story: (story["at"], story["key"]))


def labelled() -> dict[str, dict[str, int]]:
    """Each query with what answers it, and how well."""
    found = {}
    for line in (HERE / "queries.tsv").read_text().splitlines():
        if line and not line.startswith("#"):
            query, answers = line.split("\t")
            pairs = (answer.split("=") for answer in answers.split())
            found[query] = {key: int(grade) for key, grade in pairs}
    return found


def ndcg(found: list[str], grades: dict[str, int]) -> float:
    """How near an order is to the best there is, in its first ten.

    >>> ndcg(["a", "b"], {"a": 3, "b": 1}), round(ndcg(["b", "a"], {"a": 3, "b": 1}), 2)
    (1.0, 0.71)
    """
    best = sorted(grades.values(), reverse=True)[:BEST]
    gained = _gain([grades.get(key, 0) for key in found[:BEST]])
    return gained / _gain(best)


def _gain(grades: list[int]) -> float:
    return sum((2**grade - 1) / math.log2(at + 2) for at, grade in enumerate(grades))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--db", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--each", action="store_true", help="each query by itself")
    options = parser.parse_args()
    os.environ["XIANGYIN_DB"] = options.db
    os.environ["DJANGO_SETTINGS_MODULE"] = "xiangyin.config.settings.test"
    from .run import _database

    with _database(options.db):
        scores = compare(options.db)
    for query in labelled() if options.each else ():
        print(query, *(f"{engine}={of[query]:.2f}" for engine, of in scores.items()))
    for engine, of in scores.items():
        print(
            f"{engine}: nDCG@10 {sum(of.values()) / len(of):.3f} of {len(of)} queries"
        )


def compare(db: str) -> dict[str, dict[str, float]]:
    """The figure of each query by each engine."""
    import django

    import xiangyin.config  # noqa: F401 -- the newer SQLite

    django.setup()
    from django.test.runner import DiscoverRunner

    runner = DiscoverRunner(verbosity=0, interactive=False)
    made = runner.setup_databases()
    try:
        engines = {
            "xiangyin": ours(),
            "wagtail": wagtails(WAGTAILS[db]),
            "tantivy": tantivys(),
        }
        return {
            name: {query: ndcg(ask(query), of) for query, of in labelled().items()}
            for name, ask in engines.items()
        }
    finally:
        runner.teardown_databases(made)


def ours():
    """Fill a site with the stories; ask as a reader's page does."""
    from django.db import connection
    from wagtail.models import Locale, Page, Site

    from tests.factories.people import a_county
    from tests.portal.paper import a_site
    from xiangyin.newsroom.models import Story, gate
    from xiangyin.portal import searching
    from xiangyin.portal.models import Section
    from xiangyin.portal.services import findable

    gate.take_away(connection)  # nobody reads them three times for a measurement
    home = a_site(a_county())
    section = Section.objects.child_of(home).first()
    keys = {}
    for story in told():
        paragraphs = [
            ("text", f"<p>{part}</p>") for part in story["body"].split("\n\n")
        ]
        page = section.add_child(
            instance=Story(
                title=story["title"], slug=story["key"], lead=story["lead"],
                body=paragraphs, unit=home.county, live=False,
                locale=Locale.objects.get(), language="zh-hans",
            )
        )  # fmt: skip
        Page.objects.filter(pk=page.pk).update(
            live=True, first_published_at=story["at"]
        )
        findable.note(Story.objects.get(pk=page.pk))
        keys[page.pk] = story["key"]
    site = Site.objects.get(root_page=home)

    def ask(query: str) -> list[str]:
        found = searching.search(site, query)
        return [keys[story.pk] for story in found.stories]

    return ask


def wagtails(path: str):
    """The stories that are there already, in the stock backend's index."""
    from django.utils.module_loading import import_string

    from xiangyin.newsroom.models import Story

    backend = import_string(f"{path}.SearchBackend")({})
    backend.get_index_for_model(Story).add_items(Story, list(Story.objects.all()))

    def ask(query: str) -> list[str]:
        return [story.slug for story in backend.search(query, Story)[:BEST]]

    return ask


def tantivys():
    """tantivy with our pairs as its words, title boosted, all words wanted."""
    import tantivy

    from xiangyin.engines.words import index_text, query_terms

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw")
    for field in ("title", "body"):
        builder.add_text_field(field, tokenizer_name="whitespace")
    index = tantivy.Index(builder.build())
    writer = index.writer(15_000_000, 1)
    for story in told():
        body = index_text(f"{story['lead']}\n{story['body']}")
        writer.add_document(
            tantivy.Document(
                key=story["key"], title=index_text(story["title"]), body=body
            )
        )
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ask(query: str) -> list[str]:
        asked = " AND ".join(f'"{" ".join(term.words)}"' for term in query_terms(query))
        if not asked:
            return []
        parsed = index.parse_query(
            asked, ["title", "body"], field_boosts={"title": 4.0}
        )
        hits = searcher.search(parsed, BEST).hits
        return [searcher.doc(address)["key"][0] for _score, address in hits]

    return ask


if __name__ == "__main__":
    main()
