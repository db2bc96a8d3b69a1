"""What people fill in on the ledger's screens."""

from .articles import (
    AddressesForm,
    ArticleForm,
    CorrectionForm,
    FeedFileForm,
    KeepForm,
    TextForm,
)
from .bulletins import AnswerForm, ObjectionForm, PublishForm, UntilForm
from .credits import BonusForm, FalseForm, PaperForm, ShareForm
from .imports import ColumnsForm, MappingForm, UploadForm
from .outlets import AssignForm, NewOutletForm, OutletForm, RuleForm
from .placements import (
    DecisionForm,
    DeleteEvidenceForm,
    EvidenceForm,
    QueueForm,
)
from .schemes import SchemeForm
from .tiers import ReasonForm, TierForm
from .works import WorkFeedForm

__all__ = [
    "AddressesForm",
    "AnswerForm",
    "ArticleForm",
    "AssignForm",
    "BonusForm",
    "ColumnsForm",
    "CorrectionForm",
    "DecisionForm",
    "DeleteEvidenceForm",
    "EvidenceForm",
    "FalseForm",
    "FeedFileForm",
    "KeepForm",
    "MappingForm",
    "NewOutletForm",
    "ObjectionForm",
    "OutletForm",
    "PaperForm",
    "PublishForm",
    "QueueForm",
    "ReasonForm",
    "RuleForm",
    "SchemeForm",
    "ShareForm",
    "TextForm",
    "TierForm",
    "UntilForm",
    "UploadForm",
    "WorkFeedForm",
]
