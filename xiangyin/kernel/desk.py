"""What the screens of a desk have in common."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .rights import may

PER_PAGE = 50


class DeskView(WagtailAdminTemplateMixin, View):
    """One screen of a desk. ``right`` is asked before anything else.

    ``above`` are the screens that lead here: the name of each address, and its words.
    """

    right: str
    above: tuple[tuple[str, str], ...] = ()

    def is_let_in(self) -> bool:
        """Whether the person may see the screen at all; each thing is asked again."""
        return may(self.request.user, self.right)

    def dispatch(self, request, *args, **kwargs):
        if not self.is_let_in():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def today(self):
        return timezone.localdate()

    def get_breadcrumbs_items(self):
        above = [{"url": reverse(name), "label": label} for name, label in self.above]
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, *above, here]

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())
