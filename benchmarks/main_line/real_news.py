"""The main line on real news: import, register, trace, and count what was found.

    python -m benchmarks.main_line.real_news [--data ../shared/data/news]

Works in a fresh office in a temporary folder, through the same services as the
screens: outlets' articles go through the file import (JSONL, preview, row by
row), our stories are registered as works, the worker's task traces them. Truth
comes with the data: ``src`` names the story an article was made from.
"""

import argparse
import json
import os
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

FIRST_DAY = date(2026, 1, 5)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=Path("../shared/data/news"))
    parser.add_argument("--stories", type=int, default=400)
    parser.add_argument("--articles", type=int, default=4000)
    options = parser.parse_args()
    if not (options.data / "targets.parquet").exists():
        print("skipped: data not found")
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XIANGYIN_VAR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiangyin.config.settings.dev")
        from xiangyin.config.preparing import prepare

        prepare()
        measure(options, Path(folder))


def measure(options, folder: Path) -> None:
    import pyarrow.parquet as parquet
    from django.core.management import call_command

    from xiangyin.kernel.services.units import found_county
    from xiangyin.placements.models import Article, Placement
    from xiangyin.placements.services.tracing import trace_articles
    from xiangyin.placements.services.works import register_work

    county = found_county(code="real", name="实测县")
    stories = parquet.read_table(options.data / "stories.parquet").to_pylist()
    targets = parquet.read_table(options.data / "targets.parquet").to_pylist()
    ours = {story["id"]: story for story in stories[:: len(stories) // options.stories]}
    about_ours = [row for row in targets if row["src"] in ours]
    others = [row for row in targets if row["src"] not in ours]
    taken = (about_ours + others)[: options.articles]

    file = folder / "articles.jsonl"
    day = (FIRST_DAY + timedelta(days=2)).isoformat()
    with file.open("w", encoding="utf-8") as lines:
        for row in taken:
            article = {
                "标题": row["title"] or row["text"][:40],
                "正文": row["text"],
                "日期": day,
                "媒体": row.get("outlet") or "某报",
                "网址": f"https://outlet.example/{row['tid']}",
            }
            lines.write(json.dumps(article, ensure_ascii=False) + "\n")

    seconds = {}
    with timed(seconds, "register works"):
        for story in ours.values():
            register_work(
                unit=county,
                key=f"real:{story['id']}",
                title=(story["title"] or story["text"][:40])[:255],
                text=story["text"],
                published_on=FIRST_DAY,
            )
    with timed(seconds, "import articles"):
        call_command("import_articles", str(file), county="real", only_good=True)
    with timed(seconds, "trace"):
        trace_articles(county, today=FIRST_DAY + timedelta(days=3))

    truth = {
        (f"real:{row['src']}", f"https://outlet.example/{row['tid']}")
        for row in about_ours[: options.articles]
    }
    found = set(
        Placement.objects.exclude(kind="mention").values_list(
            "work__key", "article__address"
        )
    )
    right = len(found & truth)
    print(
        f"works {len(ours)}, articles kept {Article.objects.count()}, true pairs {len(truth)}"
    )
    print(f"candidates {len(found)}, right {right}")
    verbatim = sum(shares_a_run(pair) for pair in found - truth)
    print(
        f"of the {len(found - truth)} others, {verbatim} share a run of 20 characters"
    )
    print(
        f"precision {right / max(len(found), 1):.3f}, recall {right / len(truth):.3f}"
    )
    print(", ".join(f"{name} {value:.1f} s" for name, value in seconds.items()))


def shares_a_run(pair: tuple[str, str]) -> bool:
    """Whether an unlabelled pair has 20 characters in a row in common."""
    from xiangyin.placements.models import Article, Work

    ours = Work.objects.get(key=pair[0]).text
    theirs = Article.objects.get(address=pair[1]).text
    return any(ours[i : i + 20] in theirs for i in range(len(ours) - 19))


class timed:
    """CPU seconds of a block."""

    def __init__(self, into: dict, name: str):
        self.into, self.name = into, name

    def __enter__(self):
        self.start = time.process_time()

    def __exit__(self, *failure):
        self.into[self.name] = time.process_time() - self.start


if __name__ == "__main__":
    main()
