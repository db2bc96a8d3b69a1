"""Make ``t2s.txt``, the table that folds traditional characters, from OpenCC's data.

Run by hand after an OpenCC upgrade; the result is committed, so that OpenCC is not
needed at run time::

    python -m xiangyin.engines.reuse.make_t2s
"""

from pathlib import Path

from opencc import OpenCC

TABLE = Path(__file__).with_name("t2s.txt")
IDEOGRAPHS = [(0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x32000)]

# A fold needs to agree with itself, not to spell well: what Taiwan and Hong Kong write
# in their own way (裡 裏, 著 着) goes to one form too, even where a mainland text
# would keep two.
STANDARDS = ["t2s", "tw2s", "hk2s"]


def folds() -> dict[str, str]:
    """Return every ideograph that folds to another one, with its final form."""
    converters = [OpenCC(standard) for standard in STANDARDS]
    table = {}
    for first, last in IDEOGRAPHS:
        for char in map(chr, range(first, last)):
            folded = char
            for converter in converters:
                plain = converter.convert(folded)
                folded = plain if len(plain) == 1 else folded
            if folded != char:
                table[char] = folded
    return {char: table.get(folded, folded) for char, folded in table.items()}


def main() -> None:
    table = folds()
    lines = ["".join(table), "".join(table.values())]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
