"""What is kept about a person: shown, handed out as a file, and deleted for good."""

import io
import json

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.views.generic.base import BaseObjectMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from ..services.copies import copy_of, held_about
from ..services.erasure import erase_person, may_erase
from .one_person import OnePerson

PAGE, DATA = "html", "json"


def file_for(person, *, by, kind: str) -> FileResponse:
    """The copy for a person as a file: to be read, or for another program.

    It is streamed, so that nothing of it is kept with the answers to forms.
    """
    if kind not in (PAGE, DATA):
        raise Http404
    copy = copy_of(person, by=by)
    if kind == PAGE:
        told = {"person": person, "copy": copy, "at": timezone.localtime()}
        text = render_to_string("kernel/_copy.html", told)
    else:
        text = json.dumps(copy, ensure_ascii=False, indent=2)
    answer = FileResponse(
        io.BytesIO(text.encode()),
        as_attachment=True,
        filename=f"personal-data-{person.pk}.{kind}",
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


class EraseForm(forms.Form):
    """Deleting cannot be undone: whoever does it types whom."""

    name = forms.CharField(
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Type the name of the person.")},
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["name"].label = _("To delete it, type “%(name)s”") % {
            "name": person.name
        }

    def clean_name(self):
        if self.cleaned_data["name"] != self.person.name:
            raise ValidationError(_("This is not the name: nothing was deleted."))
        return self.cleaned_data["name"]


class PersonalData(OnePerson):
    """What is kept about one person, for an administrator of every post of theirs."""

    page_title = gettext_lazy("Personal data")
    header_icon = "user"
    template_name = "kernel/personal_data.html"

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", EraseForm(person=self.object))
        return super().get_context_data(
            person=self.object,
            held=held_about(self.object),
            may_erase=may_erase(self.request.user, self.object),
            copy_url=reverse("people:copy", args=[self.object.pk]),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        form = EraseForm(request.POST, person=self.object)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        erase_person(self.object, by=request.user)
        messages.success(
            request,
            _("The data is deleted; the disk is cleared within ten minutes."),
        )
        return redirect("people:index")


class PersonalCopy(PermissionCheckedMixin, BaseObjectMixin, View):
    """The administrator takes the copy, to hand it to the person."""

    http_method_names = ["post"]
    permission_required = "change"

    def post(self, request, *args, **kwargs):
        kind = request.POST.get("kind", PAGE)
        return file_for(self.object, by=request.user, kind=kind)
