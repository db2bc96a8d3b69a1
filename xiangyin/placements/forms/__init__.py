"""What people fill in on the ledger's screens."""

from .articles import AddressesForm, ArticleForm, FeedFileForm, KeepForm
from .imports import ColumnsForm, MappingForm, UploadForm
from .outlets import AssignForm, NewOutletForm, OutletForm, RuleForm
from .placements import DecisionForm, QueueForm
from .schemes import SchemeForm
from .works import WorkFeedForm

__all__ = [
    "AddressesForm",
    "ArticleForm",
    "AssignForm",
    "ColumnsForm",
    "DecisionForm",
    "FeedFileForm",
    "KeepForm",
    "MappingForm",
    "NewOutletForm",
    "OutletForm",
    "QueueForm",
    "RuleForm",
    "SchemeForm",
    "UploadForm",
    "WorkFeedForm",
]
