"""The page that shows, prints and renews the link to choose a password."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from ..services.invitations import invite, open_invitation, qr_code, token_of


@method_decorator(never_cache, name="dispatch")
class SignInLink(
    PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView
):
    """One person's link as text, as a QR code, and on a page to print."""

    page_title = gettext_lazy("Sign-in link")
    header_icon = "key"
    template_name = "kernel/link.html"
    permission_required = "change"
    index_url_name = None
    edit_url_name = None
    delete_url_name = None

    def get_breadcrumbs_items(self):
        people = {"url": reverse("people:index"), "label": _("People")}
        person = {
            "url": reverse("people:edit", args=[self.object.pk]),
            "label": str(self.object),
        }
        here = {"url": "", "label": self.page_title}
        return [*super().get_breadcrumbs_items(), people, person, here]

    def get_page_subtitle(self):
        return str(self.object)

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
