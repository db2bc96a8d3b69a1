"""Forms of allauth, in the words of the house."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext_lazy as _

from .codes import use_up


class AddPasskey(AddWebAuthnForm):
    """A passkey and what its owner calls it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What you call it")
        self.fields["passwordless"].label = _("Sign in with it alone")
        self.fields["passwordless"].help_text = _(
            "Without a password: the device asks for a finger, a face or a PIN."
        )


class TakesACodeOnce:
    """A code of an app opens one door, also within the time it would still be good."""

    def clean_code(self) -> str:
        code = super().clean_code()
        if not use_up(self.authenticator, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondStep(TakesACodeOnce, AuthenticateForm):
    """The code after the password."""


class SecondStepAgain(TakesACodeOnce, ReauthenticateForm):
    """The code before something dangerous."""
