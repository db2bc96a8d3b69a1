"""The states of a case and the steps between them, written as a table."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .errors import WrongState

# The right of a step that no person takes: the program does, by a rule.
NOBODY = ""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One arrow of a lifecycle. ``right`` is asked for the case itself."""

    name: str
    label: str
    source: frozenset[str]
    target: str
    right: str
    needs_note: bool = False


def step(name, label, *, source, target, right, needs_note=False) -> Step:
    """Write one row of a lifecycle table; ``source`` is a state or several."""
    sources = frozenset({source} if isinstance(source, str) else source)
    return Step(
        name=name,
        label=label,
        source=sources,
        target=target,
        right=right,
        needs_note=needs_note,
    )


class Lifecycle:
    """A table of steps. Holds no data and touches no database."""

    def __init__(self, *, start: str, steps: Iterable[Step]):
        self.start = start
        self.steps = {step.name: step for step in steps}

    @property
    def states(self) -> frozenset[str]:
        """Every state a case can be in."""
        return frozenset({self.start, *(step.target for step in self.steps.values())})

    def steps_from(self, state: str) -> list[Step]:
        """Every step that starts from ``state``, in the order of the table."""
        return [step for step in self.steps.values() if state in step.source]

    def find(self, name: str, *, state: str) -> Step:
        """Return the step called ``name``.

        Raises ``WrongState`` if it does not start from ``state``.
        """
        step = self.steps[name]
        if state not in step.source:
            raise WrongState(
                _("“%(step)s” is no longer possible: somebody was faster.")
                % {"step": step.label}
            )
        return step
