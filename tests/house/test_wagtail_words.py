"""Every word of the staff's screens is Chinese: Wagtail's own catalogue and ours.

Wagtail's Chinese is about four fifths complete, and an upgrade brings new words. The
comparison is with the packages as installed, so an upgrade that adds or drops a word
fails here and names it.
"""

import ast
import re
from collections import Counter
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import polib
import pytest

OURS = Path(__file__).parents[2] / "xiangyin/locale/wagtail/zh_Hans/LC_MESSAGES"
DOMAINS = ("django", "djangojs")

NOT_INSTALLED = {
    "contrib/search_promotions",
    "contrib/simple_translation",
    "contrib/styleguide",
}
SAME_IN_BOTH = {
    "WebAuthn": "the name of a standard",
}

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>")
MARKERS = {"_", "gettext", "gettext_lazy", "pgettext", "pgettext_lazy"}


def package(name):
    return Path(find_spec(name).submodule_search_locations[0])


@cache
def entries(path):
    return [entry for entry in polib.pofile(str(path)) if not entry.obsolete]


def our_entries(domain):
    return entries(OURS / f"{domain}.po")


def key(entry):
    return entry.msgctxt, entry.msgid


def english(entry):
    return [text for text in (entry.msgid, entry.msgid_plural) if text]


def chinese(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def is_translated(entry):
    texts = chinese(entry)
    return (
        bool(texts)
        and all(texts)
        and not entry.fuzzy
        and (texts != [entry.msgid] or entry.msgid in SAME_IN_BOTH)
    )


def marked_words(source):
    """The words a package marks for translation without shipping any catalogue."""
    for call in ast.walk(ast.parse(source)):
        if not (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Name)
            and call.func.id in MARKERS
        ):
            continue
        texts = [
            argument.value
            for argument in call.args
            if isinstance(argument, ast.Constant)
        ]
        if texts and call.func.id.startswith("pgettext"):
            yield texts[0], texts[1]
        elif texts:
            yield None, texts[0]


@cache
def catalogues(domain):
    """For each app: the words it has, and those of them it ships in Chinese."""
    wagtail = package("wagtail")
    homes = [
        home
        for home in (catalogue.parent for catalogue in sorted(wagtail.rglob("locale")))
        if home.relative_to(wagtail).as_posix() not in NOT_INSTALLED
    ]
    found = {}
    for home in [*homes, package("taggit"), package("allauth")]:
        english_po = home / f"locale/en/LC_MESSAGES/{domain}.po"
        chinese_po = home / f"locale/zh_Hans/LC_MESSAGES/{domain}.po"
        if english_po.exists():
            shipped = {
                key(entry) for entry in entries(chinese_po) if is_translated(entry)
            }
            found[str(home)] = {key(entry) for entry in entries(english_po)}, shipped

    if domain == "django":
        # django-filter ships zh_CN, which Django does not read for zh-hans.
        filters = entries(
            package("django_filters") / "locale/zh_CN/LC_MESSAGES/django.po"
        )
        found["django_filters"] = {key(entry) for entry in filters}, set()
        for name in ("django_tasks", "django_tasks_db"):
            sources = [
                path
                for path in package(name).rglob("*.py")
                if "migrations" not in path.parts
            ]
            found[name] = (
                {word for path in sources for word in marked_words(path.read_text())},
                set(),
            )
    return found


@pytest.mark.parametrize("domain", DOMAINS)
def test_no_word_of_wagtail_is_left_in_english(domain):
    words, shipped = (
        set().union(*sets) for sets in zip(*catalogues(domain).values(), strict=True)
    )
    ours = {key(entry) for entry in our_entries(domain) if is_translated(entry)}

    missing = {word for word in words - shipped - ours if word[1] not in SAME_IN_BOTH}

    assert missing == set()


@pytest.mark.parametrize("domain", DOMAINS)
def test_our_words_are_all_words_of_wagtail(domain):
    known = set().union(*(words for words, _ in catalogues(domain).values()))

    dead = {key(entry) for entry in our_entries(domain)} - known

    assert dead == set()


@pytest.mark.parametrize("domain", DOMAINS)
def test_placeholders_and_tags_are_those_of_the_english(domain):
    changed = [
        entry.msgid
        for entry in our_entries(domain)
        for pattern in (PLACEHOLDER, TAG)
        if Counter(pattern.findall(chinese(entry)[0]))
        != Counter(pattern.findall(english(entry)[-1]))
    ]

    assert changed == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_one_of_our_words_is_translated_once_and_for_certain(domain):
    words = our_entries(domain)

    assert [entry.msgid for entry in words if not is_translated(entry)] == []
    assert [word for word, times in Counter(map(key, words)).items() if times > 1] == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_header_says_what_is_true_and_nothing_about_people_or_machines(domain):
    catalogue = polib.pofile(str(OURS / f"{domain}.po"))

    assert catalogue.metadata == {
        "Project-Id-Version": "Xiangyin",
        "Language": "zh_Hans",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    assert [entry.msgid for entry in catalogue if entry.occurrences] == []
