"""Drills: faults made on purpose, on this machine only, each with its figure.

``make drills`` runs every module named ``drill_*.py`` here, each in a process of its
own and bounded in time. A drill is one function, ``drill()``, that returns an
:class:`Outcome`: what was seen with the guard on, and what the twin saw with the
guard off. A twin that sees no damage proves that the drill can see none.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a drill saw. Both lines carry figures and stand in the documentation."""

    held: bool  # the promise held, with the guard on
    figure: str  # "25 cuts, 50,181 acknowledged commits: 0 lost"
    bites: bool  # the twin saw the damage, with the guard off
    twin: str  # "without synchronous=FULL: 636 of 55,778 lost"
