"""The doors of one's own account that allauth has none for: a link, a session."""

from allauth.account.utils import perform_login
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from xiangyin.kernel.services.audit import record
from xiangyin.kernel.services.invitations import accept, find_invitation


class ChoosePassword(forms.Form):
    """A password, twice. Nothing else is asked of who has the link."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("Once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean_password(self):
        password = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if cleaned["password"] != cleaned["again"]:
            self.add_error("again", ValidationError(_("The two differ.")))
        return cleaned


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, token):
    """The link that an administrator handed over: choose a password and come in."""
    found = find_invitation(token, now=timezone.now())
    form = ChoosePassword(request.POST or None, person=found.person)
    if request.method == "POST" and form.is_valid():
        logout(request)
        person = accept(
            token, password=form.cleaned_data["password"], now=timezone.now()
        )
        return perform_login(request, person)
    context = {"form": form, "person": found.person, "posts": found.person.held_posts}
    response = render(request, "account/invitation.html", context)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@login_required
@require_POST
def end_session(request, pk):
    """End one of one's own sessions, on a phone that was lost for example."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    session.end()
    record(
        request.user,
        "end_session",
        by=request.user,
        county=request.user.county,
        label=_("Session ended"),
    )
    messages.success(request, _("That device is signed out."))
    return redirect("usersessions_list")
