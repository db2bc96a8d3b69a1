"""What the three scripts are asked on the command line."""

from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from functools import partial

from ..index import LEAST, LIMIT
from .plan import trace_by_index, trace_on

# What is read of JSON lines, as strings: a reader that guesses would take an id for a
# day or a time, and write it differently.
FIELDS = ("id", "title", "text")


def arguments(told: str | None, words: list[str]) -> Namespace:
    """Return the words of a command line."""
    parser = ArgumentParser(
        description=told, formatter_class=RawDescriptionHelpFormatter
    )
    files = "Parquet (*.parquet) or JSON lines; id and text are needed, title helps"
    ours = parser.add_mutually_exclusive_group(required=True)
    ours.add_argument("--stories", help=files)
    ours.add_argument("--index", help="or a saved index, where every worker sees it")
    parser.add_argument("--articles", required=True, help=files)
    parser.add_argument("--matches", required=True, help="Parquet, written anew")
    parser.add_argument("--scratch", help="folder for what does not fit in memory")
    parser.add_argument("--parts", type=int, default=200, help="parts of each shuffle")
    parser.add_argument("--limit", type=int, default=LIMIT, help="stories an article")
    parser.add_argument("--min-confidence", type=float, default=LEAST)
    return parser.parse_args(words)


def run(cluster, given: Namespace) -> None:
    """Trace as the command line asks, on a cluster that reads and writes."""
    articles = cluster.read(given.articles)
    if given.index:
        trace = partial(trace_by_index, cluster, given.index)
    else:
        trace = partial(trace_on, cluster, cluster.read(given.stories))
    found = trace(articles, limit=given.limit, least=given.min_confidence)
    cluster.write(found, given.matches)
