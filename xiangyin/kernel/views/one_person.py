"""What the screens about one person have in common."""

from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin


@method_decorator(never_cache, name="dispatch")
class OnePerson(
    PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView
):
    """A screen below a person's own, for who may change the person's account."""

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
