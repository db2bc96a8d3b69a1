"""The page that shows, prints and renews the link to choose a password."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..services.invitations import invite, open_invitation, qr_code, token_of
from .one_person import OnePerson


class SignInLink(OnePerson):
    """One person's link as text, as a QR code, and on a page to print."""

    page_title = gettext_lazy("Sign-in link")
    header_icon = "key"
    template_name = "kernel/link.html"

    def get_context_data(self, **kwargs):
        invitation = open_invitation(self.object, now=timezone.now())
        link = qr = ""
        if invitation:
            path = reverse("invitation", args=[token_of(invitation)])
            link = self.request.build_absolute_uri(path)
            qr = qr_code(link)
        return super().get_context_data(
            person=self.object,
            invitation=invitation,
            link=link,
            qr=qr,
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        invite(
            self.object,
            by=request.user,
            now=timezone.now(),
            frees_second_factor="frees_second_factor" in request.POST,
        )
        messages.success(request, _("A new link is made; older ones have ended."))
        return redirect("people:link", self.object.pk)
