"""Fail when a visible string has no Chinese, or a catalogue is not sound.

``python -m tests.house.translations`` compares what the program says with what
``xiangyin/locale/zh_Hans`` translates; ``--update`` adds what is missing.
"""

import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import polib

HOUSE = Path(__file__).resolve().parents[2] / "xiangyin"
# Said by parts of Wagtail that are not installed, or harmless in both senses.
MAY_DIFFER = {", ", "Form", "Section", "Text", "day", "key", "label", "year", "Caption"}
CATALOGUE = HOUSE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def said() -> polib.POFile:
    """Every translatable string of the program, as makemessages finds it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "xiangyin"
        shutil.copytree(HOUSE, copy, ignore=shutil.ignore_patterns("locale", "*.pyc"))
        (copy / "locale").mkdir()
        subprocess.run(
            [
                sys.executable,
                "-m",
                "django",
                "makemessages",
                "-l",
                "zh_Hans",
                "--no-wrap",
                "-v0",
            ],
            cwd=copy,
            check=True,
        )
        return polib.pofile(str(copy / "locale/zh_Hans/LC_MESSAGES/django.po"))


def key(entry) -> tuple:
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def clashes(kept: polib.POFile) -> list:
    """Words of ours that would change Wagtail's own screens, which we override."""
    wagtail = {}
    shipped = Path(find_spec("wagtail").origin).parent
    files = sorted(shipped.rglob("locale/zh_Hans/LC_MESSAGES/django.po"))
    for path in [*files, HOUSE / "locale/wagtail/zh_Hans/LC_MESSAGES/django.po"]:
        wagtail |= {key(entry)[:2]: meaning(entry) for entry in polib.pofile(str(path))}
    return [
        entry
        for entry in kept
        if entry.msgid not in MAY_DIFFER
        if wagtail.get(key(entry)[:2], meaning(entry)) not in ("", meaning(entry))
    ]


def meaning(entry) -> str:
    return entry.msgstr or entry.msgstr_plural.get(0, "")


def main() -> int:
    kept = polib.pofile(str(CATALOGUE))
    known = {key(entry): entry for entry in kept}
    spoken = {key(entry): entry for entry in said()}
    missing = [entry for name, entry in spoken.items() if name not in known]
    unused = [entry for name, entry in known.items() if name not in spoken]
    untranslated = [entry for entry in kept if not entry.translated()]
    clashing = clashes(kept)
    if "--update" in sys.argv:
        for entry in missing:
            entry.occurrences = []
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
            kept.append(entry)
        for entry in unused:
            kept.remove(entry)
        kept.save()
    for label, entries in (
        ("not in the catalogue", missing),
        ("no longer said", unused),
        ("not translated", untranslated),
        ("says otherwise than Wagtail, give it a context", clashing),
    ):
        for entry in entries:
            print(f"{label}: {entry.msgctxt or ''} {entry.msgid!r}")
    subprocess.run(["msgfmt", "-c", "-o", "/dev/null", str(CATALOGUE)], check=True)
    return int(bool(missing or unused or untranslated or clashing))


if __name__ == "__main__":
    raise SystemExit(main())
