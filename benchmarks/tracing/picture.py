"""The results as a picture: F1 against speed, and what confidence is worth."""

from math import log10

WIDTH, HEIGHT, EDGE = 340, 260, 46


def draw(rows: list[tuple], reliability: list[tuple]) -> str:
    """Return one SVG with both."""
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{2 * WIDTH}" '
            f'height="{HEIGHT}" font-family="sans-serif" font-size="11">',
            f'<rect width="{2 * WIDTH}" height="{HEIGHT}" fill="white"/>',
            *_speeds(rows),
            f'<g transform="translate({WIDTH} 0)">',
            *_reliability(reliability),
            "</g>",
            "</svg>",
            "",
        ]
    )


def _place(x: float, y: float) -> tuple[float, float]:
    """Where a point of the unit square stands."""
    return EDGE + x * (WIDTH - 2 * EDGE), HEIGHT - EDGE - y * (HEIGHT - 2 * EDGE)


def _axes(across: str, up: str) -> list[str]:
    left, bottom = _place(0, 0)
    right, top = _place(1, 1)
    return [
        f'<path d="M{left} {top}V{bottom}H{right}" fill="none" stroke="#666"/>',
        f'<text x="{left}" y="{bottom + 34}">{across}</text>',
        f'<text x="{left}" y="{top - 12}">{up}</text>',
    ]


def _speeds(rows) -> list[str]:
    told = _axes("articles matched / CPU-s (10² to 10⁵)", "F1 (0.4 to 1)")
    for number, (name, f1, *_, match) in enumerate(rows):
        x, y = _place((log10(match) - 2) / 3, (f1 - 0.4) / 0.6)
        colour = "#555" if number else "#c00"
        told.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{colour}"/>')
        told.append(
            f'<text x="{x - 20:.1f}" y="{y + 18:.1f}">{name.split(" ")[0]}</text>'
        )
    return told


def _reliability(bins) -> list[str]:
    told = _axes("confidence said", "share that was true")
    (x0, y0), (x1, y1) = _place(0, 0), _place(1, 1)
    told.append(f'<path d="M{x0} {y0}L{x1} {y1}" stroke="#bbb" stroke-dasharray="4"/>')
    for _, said, true, count in bins:
        x, y = _place(said, true)
        told.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#c00"/>')
        told.append(f'<text x="{x + 6:.1f}" y="{y + 12:.1f}">{count}</text>')
    return told
