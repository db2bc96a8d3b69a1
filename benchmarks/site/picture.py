"""Draw the figures of results.csv, and put them as a table into the README.

python -m benchmarks.site.picture
"""

import csv
from pathlib import Path

HERE = Path(__file__).parent
BEGIN, END = "<!-- figures -->\n", "<!-- end -->"


def main() -> None:
    rows = list(csv.reader((HERE / "results.csv").open()))
    write_table(rows)
    draw(rows[1:])


def write_table(rows: list[list[str]]) -> None:
    head, *told = rows
    lines = [" | ".join(head), " | ".join(["---"] + ["---:"] * (len(head) - 1))]
    lines += [" | ".join(row) for row in told]
    table = "".join(f"| {line} |\n" for line in lines)
    readme = HERE / "README.md"
    before, _mark, rest = readme.read_text().partition(BEGIN)
    readme.write_text(f"{before}{BEGIN}{table}{END}{rest.partition(END)[2]}")


def draw(rows: list[list[str]]) -> None:
    import altair

    values = [{"what": row[0], "ms": float(row[2])} for row in rows]
    base = altair.Chart(altair.Data(values=values)).encode(
        y=altair.Y("what:N", sort=None, title=None, axis=altair.Axis(labelLimit=400)),
        x=altair.X(
            "ms:Q",
            title="milliseconds of the processor for a request",
            scale=altair.Scale(type="sqrt", domainMin=0),
        ),
    )
    bars = base.mark_bar(color="#8c8c8c")
    told = base.mark_text(align="left", dx=4).encode(text="ms:Q")
    (bars + told).properties(width=480).save(str(HERE / "results.svg"))


if __name__ == "__main__":
    main()
