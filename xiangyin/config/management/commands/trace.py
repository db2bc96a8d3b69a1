"""Which articles carry which stories: from files, or in the office's own ledger."""

import json
import sys
from collections.abc import Iterator
from itertools import islice

import pyarrow as pa
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from xiangyin.config.texts import Texts
from xiangyin.engines.reuse import Kind, Match, StoryIndex, trace
from xiangyin.engines.reuse.explaining import explain
from xiangyin.engines.reuse.tables import TEXTS
from xiangyin.engines.reuse.tracing import BATCH
from xiangyin.engines.reuse.verdict import Passage
from xiangyin.kernel.models import Unit
from xiangyin.placements.services.tracing import trace_articles

EVERY = 10_000


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
        parser.add_argument("--workers", type=int, default=1)
        parser.add_argument("--explain", action="store_true", help="say why")

    def handle(self, *, stories, articles, **options):
        if bool(stories) != bool(articles):
            raise CommandError("Give both --stories and --articles, or neither.")
        if stories == articles == "-":
            raise CommandError("Only one of the two can be standard input.")
        if options["workers"] < 1:
            raise CommandError("--workers: 1 or more.")
        if stories:
            self.trace_files(Texts(stories), Texts(articles), options)
        else:
            self.trace_office()

    def trace_files(self, stories: Texts, articles: Texts, options: dict) -> None:
        tracer = Files(stories, articles, options)
        try:
            for line in tracer.lines():
                self.stdout.write(json.dumps(line, ensure_ascii=False))
        except FileNotFoundError as error:
            raise CommandError(f"{error.filename}: no such file") from error
        problems = [*stories.problems, *articles.problems]
        for problem in problems:
            print(f"left out {problem}", file=sys.stderr)
        if problems:
            print(f"{len(problems)} lines left out", file=sys.stderr)

    def trace_office(self) -> None:
        for county in Unit.objects.counties():
            found = trace_articles(county, today=timezone.localdate())
            self.stdout.write(f"{county}: {found} new candidates")


class Files:
    """Stories in an index, articles in batches; the texts are kept for --explain."""

    def __init__(self, stories: Texts, articles: Texts, options: dict):
        self.index = StoryIndex()
        self.stories: dict[str, str] = {}
        self.articles = articles
        self.options = options
        self.waiting: list[dict[str, str]] = []
        for story in stories:
            self.index.add(story["id"], story["text"], story.get("title", ""))
            if options["explain"]:
                self.stories[story["id"]] = story["text"]

    def lines(self) -> Iterator[dict]:
        """Return one plain object a match, in the order of the articles."""
        done = 0
        for found in trace(
            self.index,
            self._batches(),
            workers=self.options["workers"],
            min_confidence=self.options["min_confidence"],
        ):
            texts = self.waiting.pop(0)
            yield from (self._line(row, texts) for row in found.to_pylist())
            if done // EVERY < (done + len(texts)) // EVERY:
                print(f"{done + len(texts)} articles", file=sys.stderr)
            done += len(texts)

    def _batches(self) -> Iterator[pa.RecordBatch]:
        articles = iter(self.articles)
        while rows := list(islice(articles, BATCH)):
            self.waiting.append({row["id"]: row["text"] for row in rows})
            columns = {
                name: [row.get(name, "") for row in rows] for name in TEXTS.names
            }
            yield pa.RecordBatch.from_pydict(columns, schema=TEXTS)

    def _line(self, row: dict, texts: dict[str, str]) -> dict:
        line = {name: _rounded(value) for name, value in row.items()}
        line["passages"] = [list(each.values()) for each in row["passages"]]
        if self.options["explain"]:
            match = Match(
                row["story"],
                Kind(row["kind"]),
                row["confidence"],
                row["carried"],
                row["made_of"],
                tuple(Passage(*each) for each in line["passages"]),
            )
            line["explanation"] = explain(
                match, self.stories[row["story"]], texts[row["article"]]
            )
        return line


def _rounded(value):
    return round(value, 4) if isinstance(value, float) else value
