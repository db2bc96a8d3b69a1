"""Words of the language that run, build or open what somebody else wrote."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

HOUSE = Path(__file__).parents[2] / "xiangyin"
FILES = [path for path in sorted(HOUSE.rglob("*.py")) if "migrations" not in path.parts]
RUNS = {"eval", "exec", "compile", "__import__", "execfile"}
UNPACKS = {"pickle", "marshal", "shelve", "yaml", "dill", "jsonpickle", "xmlrpc"}
READS_XML = {"xml", "lxml", "defusedxml"}
# Pages are no XML: their reader takes no declarations, as a test of its own shows.
READS_HTML = {"engines/still.py": "pages, in a child"}
HASHES = {"sha256"}
BUILDS_TEMPLATES = {"Template", "from_string"}
PAST_THE_ORM = {"raw", "extra", "RawSQL"}
# Statements put together by the program, and of what.
BUILT_STATEMENTS = {
    "engines/reuse/at_scale/on_duckdb.py": "paths, quoted, and columns of ours",
    "kernel/backup/databases.py": "a file's place and tables' names, quoted",
    "kernel/checks.py": "names of settings from a table of ours",
    "kernel/search/found.py": "names and numbers of ours; words are parameters",
    "kernel/search/lists.py": "the name of a table of ours; words are parameters",
    "kernel/search/public.py": "names of tables and columns of ours; words are parameters",
    "kernel/search/vocabulary.py": "names of tables and columns of ours",
    "kernel/services/upkeep.py": "a number of ours",
    "kernel/services/wiping.py": "names of tables of ours",
    "newsroom/models/gate.py": "statements of ours, from a list",
    "newsroom/models/indexes.py": "statements of ours, from a list",
    "placements/models/marks.py": "names of tables and columns of ours",
    "portal/kept/changes.py": "names of columns of ours; numbers are parameters",
    "portal/kept/triggers.py": "names of tables and columns of ours",
    "portal/shelves.py": "a length of ours and the name of an index of ours",
    "placements/reports/transfer.py": "Django's own statement; values are parameters",
}
# Texts with gaps that are kept elsewhere than where they are filled.
KEPT_FORMATS = {
    "engines/private.py": "a pattern of ours into another",
    "kernel/search/lists.py": "statements of ours, filled with the name of a table",
    "kernel/search/vocabulary.py": "statements of ours, filled with a type of ours",
    "newsroom/models/indexes.py": "indexes of ours, filled with a length of ours",
    "placements/models/marks.py": "statements of ours, filled with names of tables",
    "portal/kept/triggers.py": "statements of ours, filled with names of ours",
    "portal/shelves.py": "statements of ours, filled with lengths of ours",
    "sample/retelling.py": "headlines of the sample, from a list of ours",
}
# Patterns put together by the program: what people write is escaped in them.
BUILT_PATTERNS = {
    "engines/private.py": "signs of ours, and names, escaped",
    "engines/cells.py": "signs of ours",
    "engines/captions.py": "the spelling of a time, of ours",
    "engines/finding/days.py": "spellings of dates, of ours",
    "engines/finding/shown.py": "what is searched for, escaped",
    "engines/markup.py": "spellings of ours",
    "engines/words.py": "what is searched for, escaped",
    "kernel/services/names.py": "names of a person, escaped",
    "newsroom/reports/checks.py": "digits of ours",
    "engines/reuse/numbers.py": "units of ours",
    "engines/reuse/quoting.py": "marks of ours",
}


def name(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


def called(node: ast.AST) -> str:
    """The last word of what is called, or nothing."""
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def whose(node: ast.Call) -> str:
    owner = getattr(node.func, "value", None)
    return getattr(owner, "id", getattr(owner, "attr", ""))


def runs_text(node) -> bool:
    is_bare = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    return is_bare and called(node) in RUNS


def imports(node, modules) -> bool:
    if isinstance(node, ast.Import):
        names = {alias.name.partition(".")[0] for alias in node.names}
    elif isinstance(node, ast.ImportFrom) and not node.level:
        names = {(node.module or "").partition(".")[0]}
    else:
        return False
    return bool(names & modules)


def builds_a_statement(node) -> bool:
    """``execute`` of anything but words that stand there."""
    if called(node) not in ("execute", "executemany", "executescript"):
        return False
    return bool(node.args) and not isinstance(node.args[0], ast.Constant)


def builds_a_pattern(node) -> bool:
    if not called(node) or whose(node) != "re" or not node.args:
        return False
    return not isinstance(node.args[0], ast.Constant) and called(node) != "escape"


def formats_what_is_given(node) -> bool:
    """``text.format(…)`` where ``text`` is not written there."""
    if called(node) not in ("format", "format_map"):
        return False
    if not isinstance(node.func, ast.Attribute):
        return False
    return not isinstance(node.func.value, ast.Constant | ast.JoinedStr)


def opens_a_shell(node) -> bool:
    return isinstance(node, ast.Call) and any(
        word.arg == "shell" and getattr(word.value, "value", True)
        for word in node.keywords
    )


def hashes_otherwise(node) -> bool:
    """A hash of another kind, or none that is named."""
    if not isinstance(node, ast.Call) or whose(node) != "hashlib":
        return False
    kinds = {getattr(word, "value", None) for word in node.args[1:]}
    return called(node) not in HASHES and not kinds & HASHES


def rolls_dice(node) -> bool:
    return imports(node, {"random"})


def where(rule) -> set[str]:
    return {
        name(path)
        for path in FILES
        if any(map(rule, ast.walk(ast.parse(path.read_text("utf-8")))))
    }


def calls(*words):
    return lambda node: called(node) in words


def test_no_text_is_run():
    assert where(runs_text) == set()


def test_nothing_is_unpacked_that_could_bring_objects():
    assert where(lambda node: imports(node, UNPACKS)) == set()
    assert settings.SESSION_SERIALIZER == (
        "django.contrib.sessions.serializers.JSONSerializer"
    )


def test_no_xml_is_read_by_a_reader_of_ours():
    """Feeds and sheets have readers of their own, in a child, without declarations."""
    assert where(lambda node: imports(node, READS_XML)) == set(READS_HTML)


def test_no_template_is_made_of_what_somebody_wrote():
    assert where(calls(*BUILDS_TEMPLATES)) == set()


def test_statements_are_written_out_or_built_of_our_own_words():
    assert where(builds_a_statement) == set(BUILT_STATEMENTS)
    assert where(calls(*PAST_THE_ORM)) == set()


def test_patterns_are_written_out_or_built_of_escaped_words():
    assert where(builds_a_pattern) == set(BUILT_PATTERNS)


def test_no_text_from_elsewhere_is_a_format():
    assert where(formats_what_is_given) == set(KEPT_FORMATS)


def test_no_program_is_started_through_a_shell():
    assert where(opens_a_shell) == set()


def test_one_kind_of_hash_is_used_and_dice_only_for_the_sample():
    assert where(hashes_otherwise) == set()
    assert {each.partition("/")[0] for each in where(rolls_dice)} == {"sample"}


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (runs_text, "eval(text)"),
        (runs_text, "exec(open(path).read())"),
        (lambda node: imports(node, UNPACKS), "import pickle"),
        (lambda node: imports(node, UNPACKS), "from yaml import load"),
        (lambda node: imports(node, READS_XML), "from xml.etree import ElementTree"),
        (calls(*BUILDS_TEMPLATES), "engine.from_string(text)"),
        (calls(*BUILDS_TEMPLATES), "Template(text).render(context)"),
        (calls(*PAST_THE_ORM), "Tip.objects.raw(text)"),
        (builds_a_statement, "cursor.execute(f'SELECT {name}')"),
        (builds_a_statement, "cursor.execute('SELECT ' + name)"),
        (builds_a_statement, "cursor.execute('SELECT %s' % name)"),
        (builds_a_pattern, "re.compile(typed)"),
        (builds_a_pattern, "re.search(f'{typed}', text)"),
        (formats_what_is_given, "typed.format(person)"),
        (opens_a_shell, "subprocess.run(line, shell=True)"),
        (opens_a_shell, "subprocess.run(line, shell=yes)"),
        (hashes_otherwise, "hashlib.md5(text)"),
        (hashes_otherwise, "hashlib.new(kind)"),
        (hashes_otherwise, "hashlib.file_digest(file, 'sha1')"),
        (rolls_dice, "from random import choice"),
    ],
)
def test_each_of_them_is_seen_however_it_is_written(rule, sentence):
    """The twin: put in on purpose, it is found."""
    assert any(map(rule, ast.walk(ast.parse(sentence))))
