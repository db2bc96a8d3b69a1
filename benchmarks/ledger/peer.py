"""What a spreadsheet needs for one month: read with openpyxl, summed with pandas.

    python -m benchmarks.ledger.peer FILE [--times 3]

It does less than a bulletin: points come from the row's tier alone, and what counts
once is told by title and owner group.
"""

import argparse
import json
import statistics
import time
from pathlib import Path

import pandas

POINTS = {"central": 20, "province": 10, "city": 5, "county": 2, "trade": 5}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    cpu, wall = [], []
    for _again in range(options.times):
        on_the_wall, started = time.perf_counter(), time.process_time()
        table = summed(options.file)
        cpu.append(time.process_time() - started)
        wall.append(time.perf_counter() - on_the_wall)
    told = {"cpu": statistics.median(cpu), "wall": statistics.median(wall)}
    print(json.dumps(told | {"units": len(table)}))


def summed(file: Path) -> pandas.DataFrame:
    rows = pandas.read_excel(file, engine="openpyxl")
    rows = rows[(rows["state"] == "confirmed") & (rows["kind"] != "mention")]
    points = rows["tier"].map(POINTS) * rows["mode"].map({"solo": 1.0, "roundup": 0.5})
    points *= rows["prominence"].isin(["lead", "front"]) + 1
    rows = rows.assign(points=points).sort_values("points", ascending=False)
    owner = rows["owner"].fillna(rows["outlet"])
    rows = rows[~pandas.DataFrame({"work": rows["work"], "owner": owner}).duplicated()]
    items = rows.groupby(["unit", "tier"]).size().unstack(fill_value=0)
    return items.assign(points=rows.groupby("unit")["points"].sum())


if __name__ == "__main__":
    main()
