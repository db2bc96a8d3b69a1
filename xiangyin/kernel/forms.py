"""Forms of the office's screens: people and their posts, units, files to load."""

import json
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm

from .models import Person, Unit
from .rights import Role
from .services.posts import appoint, dismiss
from .services.sessions import end_all
from .services.units import add_unit

ADMINISTER = "kernel.administer"
MORE_ROWS = 3


def unit_choices(units) -> list[tuple[str, str]]:
    """Units as an indented list, in the order of the tree."""
    return [(str(unit.pk), "　" * (unit.depth - 1) + str(unit)) for unit in units]


class PostRow(forms.Form):
    """One post: a role at a unit. An empty row is no post."""

    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=[("", "—"), *Role.choices], required=False
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    drop = forms.BooleanField(label=gettext_lazy("Take away"), required=False)

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", "—"), *units]

    def clean(self):
        cleaned = super().clean()
        role, unit = cleaned.get("role"), cleaned.get("unit")
        if bool(role) != bool(unit) and not self.errors:
            missing = "unit" if role else "role"
            self.add_error(missing, _("A post is a role at a unit: choose both."))
        return cleaned


PostRows = forms.formset_factory(PostRow, extra=MORE_ROWS, max_num=40)


class PersonForm(WagtailAdminModelForm):
    """An account and the posts behind it. Never an operator's flags or a password.

    The person chooses the password, by the link that the next page shows.

    The posts offered, and those that a saved form may take away, are at units
    that the administrator who fills it in reaches.
    """

    class Meta:
        model = Person
        fields = ["username", "name", "name_en", "is_active"]
        labels = {
            "username": gettext_lazy("Account name"),
            "name": pgettext_lazy("of a person", "Name"),
            "is_active": gettext_lazy("May log in"),
        }
        help_texts = {
            "username": gettext_lazy("Letters and digits; typed at the log-in."),
            "is_active": gettext_lazy("Take the tick away when somebody leaves."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_new = self.instance.pk is None
        if self.is_new:
            del self.fields["is_active"]
        self.units = list(Unit.objects.reached_by(self.for_user, ADMINISTER))
        self.posts = PostRows(
            self.data if self.is_bound else None,
            prefix="posts",
            initial=[
                {"role": post.role, "unit": str(post.unit_id)}
                for post in self.held_within_reach()
            ],
            form_kwargs={
                "units": unit_choices(self.units),
                "empty_permitted": False,
                "use_required_attribute": False,
            },
        )

    def held_within_reach(self) -> list:
        if self.is_new:
            return []
        pks = {unit.pk for unit in self.units}
        return [post for post in self.instance.held_posts if post.unit_id in pks]

    def clean_is_active(self):
        active = self.cleaned_data["is_active"]
        if not active and self.instance == self.for_user:
            raise ValidationError(_("You cannot close your own account."))
        return active

    def wanted_posts(self) -> set[tuple[str, int]]:
        """The posts the rows ask for, as pairs of role and unit."""
        rows = [row.cleaned_data for row in self.posts if row.cleaned_data]
        return {
            (row["role"], int(row["unit"]))
            for row in rows
            if row.get("role") and not row.get("drop")
        }

    def is_valid(self):
        if super().is_valid() and self.posts.is_valid():
            self.check_posts()
        return self.posts.is_valid() and not self.errors

    def check_posts(self):
        wanted = self.wanted_posts()
        if not wanted:
            self.add_error(None, _("A person holds at least one post."))
        keeps_own = any(role == Role.ADMINISTRATOR for role, _unit in wanted)
        held = {post.role for post in self.held_within_reach()}
        if (
            self.instance == self.for_user
            and Role.ADMINISTRATOR in held
            and not keeps_own
        ):
            self.add_error(None, _("You cannot take away your own post here."))

    @transaction.atomic
    def save(self, commit=True):
        if self.is_new:
            self.instance.set_unusable_password()
        person = super().save(commit)
        if not person.is_active:
            end_all(person)
        held = {(post.role, post.unit_id): post for post in self.held_within_reach()}
        wanted = self.wanted_posts()
        units = {unit.pk: unit for unit in self.units}
        for role, unit_id in sorted(wanted - set(held)):
            appoint(person, role, units[unit_id], by=self.for_user)
        for key in sorted(set(held) - wanted):
            dismiss(held[key], by=self.for_user)
        return person


class UnitForm(WagtailAdminModelForm):
    """A unit's names. Where it hangs and its code are chosen once."""

    parent = forms.ChoiceField(label=gettext_lazy("Below"))

    class Meta:
        model = Unit
        fields = ["name", "name_en", "code", "kind"]
        labels = {"code": pgettext_lazy("of a unit", "Code")}
        help_texts = {
            "code": gettext_lazy("Short Latin letters; files and addresses use it.")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("code", "kind", "parent"):
                del self.fields[name]
            return
        self.units = list(Unit.objects.reached_by(self.for_user, ADMINISTER))
        self.fields["parent"].choices = unit_choices(self.units)
        self.fields["kind"].choices = [
            choice for choice in Unit.Kind.choices if choice[0] != Unit.Kind.COUNTY
        ]
        self.order_fields(["parent", "name", "name_en", "kind", "code"])

    def clean(self):
        cleaned = super().clean()
        parents = {str(unit.pk): unit for unit in getattr(self, "units", [])}
        parent = parents.get(cleaned.get("parent"))
        if parent and cleaned.get("code"):
            siblings = Unit.objects.filter(path__startswith=parent.county_path)
            if siblings.filter(code=cleaned["code"]).exists():
                self.add_error("code", _("This code is taken."))
        self.parent_unit = parent
        return cleaned

    def save(self, commit=True):
        if self.instance.pk:
            return super().save(commit)
        fields = {name: self.cleaned_data[name] for name in self._meta.fields}
        unit = add_unit(self.parent_unit, **fields)
        self.instance.__dict__.update(unit.__dict__)
        return self.instance


class TreeFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CSV or XLSX with the columns code, name, kind, parent, name_en."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )


class NoticeForm(forms.Form):
    """A year's notice as a file: ``{year, papers, days: [{name, date, isOffDay}]}``."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("JSON, as the holiday-cn project publishes it."),
        widget=forms.FileInput(attrs={"accept": ".json"}),
    )

    def clean_file(self):
        try:
            notice = json.loads(self.cleaned_data["file"].read(1_000_000))
            days = [
                {
                    "name": str(day["name"])[:50],
                    "date": date.fromisoformat(day["date"]).isoformat(),
                    "isOffDay": bool(day["isOffDay"]),
                }
                for day in notice["days"]
            ]
            papers = [str(paper) for paper in notice.get("papers") or []]
            self.notice = {"year": int(notice["year"]), "papers": papers, "days": days}
        except (ValueError, KeyError, TypeError, UnicodeDecodeError) as error:
            raise ValidationError(
                _("This is not a year's notice: it needs a year and its days.")
            ) from error
        if any(not day["date"].startswith(str(self.notice["year"])) for day in days):
            raise ValidationError(_("A day lies outside the year of the notice."))
        return self.cleaned_data["file"]
