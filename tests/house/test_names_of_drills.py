"""Drills and benchmarks run by hand: what they import of the program is still there."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path
    for folder in ("tests/drills", "benchmarks")
    for path in ROOT.glob(f"{folder}/**/*.py")
)


def missing(source: str) -> list[str]:
    """Names that a file imports of ours, also within its functions, and that are gone."""
    return [
        f"{node.lineno}: {node.module}.{each.name}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and is_ours(node)
        for each in node.names
        if each.name != "*" and not is_there(node.module, each.name)
    ]


def is_ours(node: ast.ImportFrom) -> bool:
    name = node.module or ""
    return not node.level and name.partition(".")[0] == "xiangyin"


def is_there(module: str, name: str) -> bool:
    try:
        if hasattr(import_module(module), name):
            return True
        import_module(f"{module}.{name}")
    except ModuleNotFoundError:
        return False
    return True


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_it_imports_of_the_program_is_there(path):
    assert missing(path.read_text("utf-8")) == []


def test_a_name_that_is_gone_is_told():
    source = """def drill():
    from xiangyin.kernel.rights import may, may_not
    from xiangyin.kernel import rights, nothing
"""
    assert missing(source) == [
        "2: xiangyin.kernel.rights.may_not",
        "3: xiangyin.kernel.nothing",
    ]
