"""What people fill in on the ledger's screens."""

from .articles import AddressesForm, ArticleForm, FeedFileForm, KeepForm
from .imports import ColumnsForm, UploadForm
from .outlets import AssignForm, OutletForm
from .placements import (
    DecisionForm,
    DeleteEvidenceForm,
    EvidenceForm,
    QueueForm,
)
from .schemes import SchemeForm

__all__ = [
    "AddressesForm",
    "ArticleForm",
    "AssignForm",
    "ColumnsForm",
    "DecisionForm",
    "DeleteEvidenceForm",
    "EvidenceForm",
    "FeedFileForm",
    "KeepForm",
    "OutletForm",
    "QueueForm",
    "SchemeForm",
    "UploadForm",
]
