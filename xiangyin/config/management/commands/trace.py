"""Which articles carry which stories: from files, or in the office's own ledger."""

import json
import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from xiangyin.config.texts import Texts
from xiangyin.engines.reuse import Match, StoryIndex
from xiangyin.kernel.models import Unit
from xiangyin.placements.services.tracing import trace_articles

EVERY = 500


class Command(BaseCommand):
    help = (
        "Find which articles carry which stories. With --stories and --articles: "
        "reads files (JSONL, CSV, Parquet; - is standard input) and prints one JSON "
        "line a match. Without: traces what is new in the office's ledger."
    )

    def add_arguments(self, parser):
        parser.add_argument("--stories", help="id, title, text, date, outlet")
        parser.add_argument("--articles", help="id, title, text, date, outlet")
        parser.add_argument("--min-confidence", type=float, default=0.5)

    def handle(self, *, stories, articles, min_confidence, **options):
        if bool(stories) != bool(articles):
            raise CommandError("Give both --stories and --articles, or neither.")
        if stories:
            self.trace_files(Texts(stories), Texts(articles), min_confidence)
        else:
            self.trace_office()

    def trace_files(self, stories: Texts, articles: Texts, least: float) -> None:
        try:
            index = StoryIndex()
            for story in stories:
                index.add(story["id"], story["text"], story.get("title", ""))
            for number, article in enumerate(articles, 1):
                for match in index.match(
                    article["text"], article.get("title", ""), min_confidence=least
                ):
                    self.stdout.write(as_line(article["id"], match))
                if number % EVERY == 0:
                    print(f"{number} articles", file=sys.stderr)
        except FileNotFoundError as error:
            raise CommandError(f"{error.filename}: no such file") from error
        for problem in [*stories.problems, *articles.problems]:
            print(f"left out {problem}", file=sys.stderr)

    def trace_office(self) -> None:
        for county in Unit.objects.counties():
            found = trace_articles(county, today=timezone.localdate())
            self.stdout.write(f"{county}: {found} new candidates")


def as_line(article: str, match: Match) -> str:
    """One match as JSON; passages are character ranges in both originals."""
    return json.dumps(
        {
            "article": article,
            "story": match.story,
            "kind": match.kind.value,
            "confidence": round(match.confidence, 4),
            "carried": round(match.carried, 4),
            "made_of": round(match.made_of, 4),
            "passages": [
                [p.story_start, p.story_end, p.article_start, p.article_end]
                for p in match.passages
            ],
        },
        ensure_ascii=False,
    )
