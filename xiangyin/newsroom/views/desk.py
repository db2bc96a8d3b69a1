"""What the newsroom's staff screens have in common."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from xiangyin.kernel.errors import DomainError
from xiangyin.kernel.rights import may

PER_PAGE = 50


class DeskView(WagtailAdminTemplateMixin, View):
    """One screen of the newsroom. ``right`` is asked before anything else."""

    right: str
    above: tuple = ()

    def dispatch(self, request, *args, **kwargs):
        if not may(request.user, self.right):
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


class StepsMixin:
    """A page with forms that each take one step.

    ``forms`` names the forms by step; ``take_<step>`` calls the service and
    returns where to go. A refusal is shown on the page, with what was typed.
    """

    forms = ()

    def form_for(self, step, data=None):
        """The form of ``step``, or None where this person cannot take it now."""
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        bound = kwargs.pop("bound", {})
        forms = {step: bound.get(step) or self.form_for(step) for step in self.forms}
        for step, form in forms.items():
            if form is not None:
                form.auto_id = f"id_{step}_%s"  # forms share a page, not their ids
        opened = next(iter(bound), "")
        return super().get_context_data(forms=forms, opened=opened, **kwargs)

    def post(self, request, *args, step="", **kwargs):
        if not step:
            return self.http_method_not_allowed(request)
        form = self.form_for(step, request.POST) if step in self.forms else None
        if form is None:
            messages.error(request, self.too_late())
            return self.again({}, status=409)
        if not form.is_valid():
            return self.again({step: form}, status=422)
        try:
            return getattr(self, f"take_{step}")(form.cleaned_data, form)
        except ValidationError as refusal:
            put_errors(form, refusal)
            return self.again({step: form}, status=422)
        except DomainError as refusal:
            self.reload()
            messages.error(request, refusal.message)
            return self.again({step: form}, status=409)

    def reload(self):
        """Fetch anew what the step was refused for."""

    def too_late(self):
        return _("This is no longer possible: somebody was faster.")

    def again(self, bound, *, status):
        """The same page with what was typed; forms that no longer apply are gone."""
        kept = {step: form for step, form in bound.items() if self.form_for(step)}
        context = self.get_context_data(bound=kept)
        return self.render_to_response(context, status=status)


def age(moment) -> str:
    """How long ago ``moment`` was, in the one unit that matters."""
    seconds = (timezone.now() - moment).total_seconds() if moment else 0
    minutes = max(1, int(seconds // 60))
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 24:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}


def put_errors(form, refusal: ValidationError) -> None:
    """Put a service's refusals at their fields, or above the form."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for field, errors in refusal.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)
