"""What the answers desk's doors ask for. Rules live in the services."""

from .asking import AskForm, CodeForm, StatusForm, TakeDownForm
from .following import AddForm, ForgetForm, RateForm

__all__ = [
    "AddForm",
    "AskForm",
    "CodeForm",
    "ForgetForm",
    "RateForm",
    "StatusForm",
    "TakeDownForm",
]
