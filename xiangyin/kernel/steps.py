"""Screens of a thing on which each form takes one step, and the words they need."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from .errors import DomainError


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
            return self.take(step, form.cleaned_data, form)
        except ValidationError as refusal:
            put_errors(form, refusal)
            return self.again({step: form}, status=422)
        except DomainError as refusal:
            self.reload()
            messages.error(request, refusal.message)
            return self.again({step: form}, status=409)

    def take(self, step, data, form):
        """Call the service of ``step``; return where to go."""
        return getattr(self, f"take_{step}")(data, form)

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
