"""The register of personal data (个人信息登记): what is kept of people, and why.

Each desk declares its fields in its own ``personal.py``. From here come the
reference page, the office's screen, the sentence under a form, the copy a person
may ask for, the deletion of a person, and what is removed each night because its
time is over. A field of any installed model that could hold personal data and is
neither declared here nor said not to be personal fails the tests.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Basis(models.TextChoices):
    """Why the law lets us: Personal Information Protection Law, article 13."""

    CONSENT = "13(1)", _("consent (PIPL art. 13 (1))")
    STAFF = "13(2)", _("needed for the work with us (PIPL art. 13 (2))")
    DUTY = "13(3)", _("a duty by law (PIPL art. 13 (3))")
    NEWS = "13(5)", _("news in the public interest (PIPL art. 13 (5))")


class Removal(models.TextChoices):
    """What becomes of a field when its person is deleted."""

    BLANK = "blank", _("emptied")
    PSEUDONYM = "pseudonym", _("replaced by a number")
    ROW = "row", _("the row is deleted")
    NAMES = "names", _("the person's names in it are replaced")
    KEPT = "kept", _("kept")
    OWN = "own", _("by case")  # then ``why`` tells what happens


# What many entries share.
AT_WORK: dict[str, Any] = {
    "basis": Basis.STAFF,
    "until": _("as long as the person works with the office"),
}
BY_NUMBER: dict[str, Any] = {
    "removal": Removal.KEPT,
    "why": _("It names people by number; the number then leads to “deleted #…”."),
}
PUBLISHED: dict[str, Any] = {
    "purpose": _("published texts, which may be about people"),
    "basis": Basis.NEWS,
    "removal": Removal.KEPT,
    "why": _("It says what was published."),
}


@dataclass(frozen=True, kw_only=True)
class Personal:
    """One field, or a few of one model that share everything said of them.

    ``of`` leads from the row to its person as a query would write it, empty where
    the person is only named in a text. ``days`` after ``since`` (a date of the
    row) the field is removed by itself; ``until`` says it in words.
    """

    model: str
    fields: tuple[str, ...]
    purpose: Any
    basis: Basis
    until: Any
    seen_by: str
    removal: Removal
    of: str = ""
    days: int | None = None
    since: str = ""
    why: Any = ""
    is_copied: bool = True

    def __iter__(self):
        return iter(f"{self.model}.{field}" for field in self.fields)

    @property
    def rows(self):
        return apps.get_model(self.model)._base_manager

    @property
    def fate(self) -> list:
        """What becomes of it when the person is deleted, in one or two sentences."""
        said = [] if self.removal == Removal.OWN else [self.removal.label]
        return [*said, self.why] if self.why else said

    @property
    def notice(self) -> str:
        """What stands under the field in a form: what for, and how long."""
        return gettext("Why: %(purpose)s. Kept: %(until)s.") % {
            "purpose": self.purpose,
            "until": self.until,
        }

    def of_person(self, person):
        """The rows that are about ``person``."""
        return self.rows.filter(**{self.of: person.pk})


_register: dict[str, Personal] = {}
_not_personal: dict[str, str] = {}

SELF = "pk"

# The word index stands in other tables on SQLite than on PostgreSQL.
OF_ONE_DATABASE = (
    "wagtailsearch.SQLiteFTSIndexEntry",
    "wagtailsearch.IndexEntry.title_text",
    "wagtailsearch.IndexEntry.body_text",
)


def personal(model: str, *names: str, **facts) -> Personal:
    """Declare fields of ``model`` (``newsroom.Tip``) as personal."""
    entry = Personal(model=model, fields=names, **facts)
    for name in entry:
        if name in _register or name in _not_personal:
            raise ValueError(f"{name} is declared twice")
        _register[name] = entry
    return entry


def not_personal(because: str, *names: str) -> None:
    """Say that fields (``newsroom.Plan.form``) or whole models hold nothing personal."""
    for name in names:
        if name in _register:
            raise ValueError(f"{name} is declared twice")
        _not_personal[name] = because


def register() -> list[Personal]:
    """Every entry once, in the order of declaration."""
    return list(dict.fromkeys(_register.values()))


def entry(name: str) -> Personal:
    """What is said of ``newsroom.Tip.contact``."""
    return _register[name]


def undeclared(installed: Iterable[type[models.Model]] | None = None) -> list[str]:
    """Fields that could hold personal data and of which nothing is said."""
    if installed is None:
        installed = apps.get_models(include_auto_created=True)
    return [
        name
        for model in installed
        for field in model._meta.local_concrete_fields
        if could_be_personal(field)
        for name in [f"{model._meta.label}.{field.name}"]
        if not {name, model._meta.label} & (_register.keys() | _not_personal.keys())
    ]


def unknown() -> list[str]:
    """Declared fields and models that are not there."""

    def is_there(name: str) -> bool:
        app, model, *field = name.split(".")
        try:
            found = apps.get_model(app, model)
            return not field or bool(found._meta.get_field(field[0]))
        except (LookupError, FieldDoesNotExist):
            return False

    said = [*_register, *_not_personal]
    return [name for name in said if name not in OF_ONE_DATABASE and not is_there(name)]


TEXTS = {
    "BinaryField",
    "CharField",
    "EmailField",
    "FileField",
    "GenericIPAddressField",
    "ImageField",
    "JSONField",
    "SlugField",
    "TextField",
    "URLField",
    "UUIDField",
}


def could_be_personal(field) -> bool:
    """Free text, files, addresses, and whatever points to a person."""
    if field.is_relation:
        return field.related_model._meta.label == settings.AUTH_USER_MODEL
    is_text = field.get_internal_type() in TEXTS or isinstance(field, models.FileField)
    return is_text and not field.choices and not field.primary_key


Sweep = Callable[..., int]
_sweeps: dict[str, Sweep] = {}


def sweeps(model: str) -> Callable[[Sweep], Sweep]:
    """Register what removes from ``model`` what is over: ``sweep(now=)`` → rows."""

    def remember(function: Sweep) -> Sweep:
        _sweeps[model] = function
        return function

    return remember


def sweep_of(model: str) -> Sweep | None:
    return _sweeps.get(model)
