"""A small newspaper with everything in it that could be told differently elsewhere."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet

from benchmarks.tracing.look_alikes import pairs
from xiangyin.engines.reuse import trace
from xiangyin.engines.reuse.tables import MATCHES
from xiangyin.engines.reuse.winnowing import pack, scan

from ..texts import ENGLISH, OTHER, STORY, TRADITIONAL

# More versions of one long text than a verdict may name, or a vote may weigh.
VERSIONS = 40
COLUMN = "县里的新鲜事每周一报给您听"
SPEECH = (
    "“水是我们这个县的命根子，上游少砍一棵树，下游就少一碗清水。今年起，全县七条溪流都要有人"
    "守、有人管、有人问责，谁家的猪圈还往溪里排，谁就先到我办公室来讲清楚。三年以后我们再到"
    "双桥底下来看，看得见鱼，才算数。”"
)
LOOK_ALIKES = list(pairs())
LONG = "".join(each.story for each in LOOK_ALIKES[::7])


def stories() -> pa.Table:
    """Stories with numbers as ids; some have no title, one has no text."""
    rows = [
        (STORY, "东河大桥本周五正式通车"),
        (OTHER, None),
        (ENGLISH, "A hospital opens"),
    ]
    rows += [("", "没有正文的一篇稿子也有标题"), (TRADITIONAL + OTHER, COLUMN)]
    rows += [(f"护溪动员会上，县长对着台下两百名溪长讲：{SPEECH}", "")]
    rows += [(each.story, None) for each in LOOK_ALIKES]
    rows += [(LONG[: 40 + 30 * n], COLUMN) for n in range(5)]
    rows += [
        (LONG[n:] + f"编号{n}", "" if n % 2 else f"第{n}号公告")
        for n in range(VERSIONS)
    ]
    return pa.table(
        {
            "id": list(range(len(rows))),
            "title": pa.array([title for _, title in rows], pa.string()),
            "text": [text for text, _ in rows],
        }
    )


def id_of(number: int) -> str:
    """Return the id of an article: a string that a careless reader takes for a time."""
    return f"2026-11-25T{number // 60:02}:{number % 60:02}:00Z"


def articles() -> pa.Table:
    """Articles that carry, shorten, quote, name or only resemble the stories."""
    rows = [
        (f"本报讯 {STORY}", "大桥通车"),
        (TRADITIONAL, "東河大橋"),
        (f"{OTHER[:60]}{ENGLISH}", "两件事"),
        (ENGLISH.replace("Friday", "Monday").replace("320", "300"), None),
        ("据报道，东河大桥本周五正式通车，市民十分期待。" + COLUMN, COLUMN),
        (LONG, None),
        (LONG[200:900], "没有正文的一篇稿子也有标题"),
        (LONG[::-1], "第4号公告"),
        ("", ""),
        ("没有一处相同的短文", None),
        (f"晚报记者在现场记下了这样一段话。{SPEECH}掌声过后散会，大家各自回村。", None),
    ]
    rows += [(each.article, "") for each in LOOK_ALIKES]
    rows += [
        (f"{each.story[:50]}。{STORY[n % 90 :]}", "")
        for n, each in enumerate(LOOK_ALIKES[::9])
    ]
    return pa.table(
        {
            "text": [text for text, _ in rows],
            "title": pa.array([title for _, title in rows], pa.string()),
            "id": [id_of(n) for n in range(len(rows))],
            "outlet": ["清岚日报"] * len(rows),
        }
    )


def postings_of_the_longest() -> int:
    """Return how many postings one of the articles asks for: more than are weighed."""
    return len(scan(pack([LONG])).prints) * VERSIONS


def told(table: pa.Table) -> list[dict]:
    """Return matches in an order of their own: a cluster has none."""
    rows = table.select(MATCHES.names).cast(MATCHES).to_pylist()
    return sorted(rows, key=lambda row: (row["article"], row["story"]))


def on_one_machine(least: float = 0.5) -> list[dict]:
    """Return what ``trace`` tells of the newspaper."""
    found = trace(stories(), articles(), min_confidence=least)
    return told(pa.Table.from_batches(found))


def write(folder: Path) -> None:
    """Write the newspaper twice: as Parquet, and as JSON lines in parts that are
    numbered backwards."""
    parquet.write_table(stories(), folder / "stories.parquet")
    parquet.write_table(articles(), folder / "articles.parquet")
    for name, table, parts in (("stories", stories(), 3), ("articles", articles(), 7)):
        (folder / name).mkdir()
        rows = table.to_pylist()
        for part in range(parts):
            lines = [json.dumps(row, ensure_ascii=False) for row in rows[part::parts]]
            path = folder / name / f"{parts - part}.jsonl"
            path.write_text("\n".join(lines) + "\n", "utf-8")


def read(path: Path) -> list[dict]:
    """Return the matches that a script wrote, in one file or in many."""
    return told(parquet.read_table(path))
