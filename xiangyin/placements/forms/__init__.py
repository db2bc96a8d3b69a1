"""What people fill in on the ledger's screens."""

from .articles import AddressesForm, ArticleForm, FeedFileForm, KeepForm
from .bulletins import AnswerForm, ObjectionForm, PublishForm, UntilForm
from .credits import BonusForm, FalseForm, ShareForm
from .imports import ColumnsForm, UploadForm
from .outlets import AssignForm, OutletForm
from .placements import DecisionForm, QueueForm
from .schemes import SchemeForm

__all__ = [
    "AddressesForm",
    "AnswerForm",
    "ArticleForm",
    "AssignForm",
    "BonusForm",
    "ColumnsForm",
    "DecisionForm",
    "FalseForm",
    "FeedFileForm",
    "KeepForm",
    "ObjectionForm",
    "OutletForm",
    "PublishForm",
    "QueueForm",
    "SchemeForm",
    "ShareForm",
    "UntilForm",
    "UploadForm",
]
