"""What the newsroom's doors ask for. Rules live in the services."""

from .plans import AssignForm, BeginForm, DropForm, PlanForm, TakeUpForm
from .readings import ReadingForm
from .tips import DeclineForm, MergeForm, ReopenForm, TipForm

__all__ = [
    "AssignForm",
    "BeginForm",
    "DeclineForm",
    "DropForm",
    "MergeForm",
    "PlanForm",
    "ReadingForm",
    "ReopenForm",
    "TakeUpForm",
    "TipForm",
]
