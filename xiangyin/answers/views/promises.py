"""The list of promises: which are late, which are near, how far each has come."""

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from xiangyin.kernel.deadlines import office_calendar
from xiangyin.kernel.desk import PER_PAGE
from xiangyin.kernel.pages import KeysFirst

from ..models import Undertaking
from ..reports.promised import nearness_of
from .desk import DeskView

TABS = (
    ("open", pgettext_lazy("promises", "Under way")),
    ("late", pgettext_lazy("promises", "Late")),
    ("done", pgettext_lazy("promises", "Fulfilled")),
)


class PromisesView(DeskView):
    """All promises of the units that a post reaches, the nearest day on top."""

    page_title = gettext_lazy("Promises")
    template_name = "answers/promises.html"
    header_icon = "calendar-check"

    def get_context_data(self, **kwargs):
        tab = self.request.GET.get("tab", "open")
        tab = tab if tab in dict(TABS) else "open"
        conditions = {
            "open": Q(done_on=None),
            "late": Q(done_on=None, due_on__lt=self.today),
            "done": Q(done_on__isnull=False),
        }
        found = Undertaking.objects.given().visible_to(self.request.user)
        counts = found.order_by().aggregate(
            **{name: Count("pk", filter=each) for name, each in conditions.items()}
        )
        order = ["-done_on", "-pk"] if tab == "done" else ["due_on", "pk"]
        shown = found.filter(conditions[tab]).order_by(*order)
        shown = shown.select_related("question__unit", "question__county")
        shown = shown.prefetch_related("steps", "reminders")
        page = KeysFirst(shown, PER_PAGE, total=counts[tab])
        page = page.get_page(self.request.GET.get("p"))
        return super().get_context_data(
            tabs=[(name, label, counts[name]) for name, label in TABS],
            tab=tab,
            page=page,
            rows=self.rows(page),
            **kwargs,
        )

    def rows(self, page) -> list[Undertaking]:
        """Each with how near its day is, what was done last, and who was reminded."""
        calendars = {}
        for row in page:
            county = row.question.county
            if county.pk not in calendars:
                calendars[county.pk] = office_calendar(county)
            calendar = calendars[county.pk]
            row.near = nearness_of(row, today=self.today, calendar=calendar)
            row.last_step = list(row.steps.all())[-1:]
            row.last_reminder = list(row.reminders.all())[-1:]
        return list(page)
