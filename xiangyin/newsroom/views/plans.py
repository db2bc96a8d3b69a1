"""The plans board and one page per plan."""

from django.db.models.lookups import In
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Page

from xiangyin.kernel.desk import DeskView
from xiangyin.kernel.models import Unit
from xiangyin.kernel.rights import AsItComes, may
from xiangyin.kernel.services.audit import latest_history
from xiangyin.kernel.steps import StepsMixin
from xiangyin.kernel.viewsets import county_of

from ..forms import AssignForm, BeginForm, DropForm, PlanForm
from ..models import Assignment, Plan, Theme
from ..reports import board, standings
from ..services import plans, stories


class PlansView(DeskView):
    """Open plans by what they need next; a person's own come first."""

    right = "newsroom.see_plan"
    page_title = gettext_lazy("Plans")
    header_icon = "clipboard-list"
    template_name = "newsroom/plans.html"

    def get_context_data(self, **kwargs):
        person, asked = self.request.user, self.request.GET
        found = Plan.objects.seen_by(person)
        themes = Theme.objects.visible_to(person).filter(is_open=True)
        dropped = asked.get("dropped") == "1"
        found = self.narrowed(found)
        columns = [] if dropped else self.columns(found)
        gone = found.exclude(dropped_on=None).order_by("-dropped_on")
        return super().get_context_data(
            columns=columns,
            any_card=any(pile.total for _key, _label, pile in columns),
            dropped=board.with_people(gone)[:100] if dropped else None,
            themes=themes,
            plan_forms=Plan.Form.choices,
            asked=asked,
            may_plan=may(person, "newsroom.make_plan"),
            today=self.today,
            **kwargs,
        )

    def narrowed(self, found):
        asked = self.request.GET
        if asked.get("mine") == "1":
            found = found.assigned_to(self.request.user)
        if asked.get("theme", "").isdecimal():
            found = found.filter(theme=asked["theme"][:18])
        if asked.get("form") in Plan.Form.values:
            found = found.filter(form=asked["form"])
        words = asked.get("unit", "").replace("\0", "").strip()
        if words:
            units = Unit.objects.filter(name__icontains=words).values("pk")
            found = found.filter(In(AsItComes("unit"), units))
        return found

    def columns(self, found):
        sorted_ = board.cards(found, person=self.request.user, today=self.today)
        return [(column, column.label, sorted_[column]) for column in board.Column]


class PlanNewView(DeskView):
    """A plan that nobody sent a tip for."""

    right = "newsroom.make_plan"
    page_title = gettext_lazy("New plan")
    header_icon = "clipboard-list"
    template_name = "newsroom/plan_new.html"
    above = [("newsroom:plans", gettext_lazy("Plans"))]

    @cached_property
    def form(self):
        person = self.request.user
        return PlanForm(
            self.request.POST or None,
            person=person,
            county=county_of(person),
            today=self.today,
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(form=self.form, **kwargs)

    def post(self, request):
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        plan = plans.plan_from_nothing(
            by=request.user, today=self.today, **self.form.cleaned_data
        )
        messages.success(request, _("“%(plan)s” is planned.") % {"plan": plan})
        return redirect("newsroom:plan", plan.pk)


class PlanView(StepsMixin, DeskView):
    """One plan: the tip behind it, who does what, and its story."""

    right = "newsroom.see_plan"
    header_icon = "clipboard-list"
    template_name = "newsroom/plan.html"
    above = [("newsroom:plans", gettext_lazy("Plans"))]
    forms = ("begin", "assign", "drop", "resume")

    def dispatch(self, request, *args, **kwargs):
        self.kwargs = kwargs
        self.reload()
        return super().dispatch(request, *args, **kwargs)

    def reload(self):
        seen = board.with_people(Plan.objects.seen_by(self.request.user))
        self.plan = get_object_or_404(
            seen.select_related("unit", "theme", "tip__sender", "made_by"),
            pk=self.kwargs["pk"],
        )

    def get_page_title(self):
        return self.plan.working_title

    def get_context_data(self, **kwargs):
        plan, person = self.plan, self.request.user
        known = standings(plan.stories.all())
        told = [(story, known[story.pk]) for story in plan.stories.all()]
        history, earlier = latest_history(plan)
        return super().get_context_data(
            plan=plan,
            tip=plan.tip,
            photos=plan.tip.photos.select_related("picture") if plan.tip else (),
            assignments=plan.assignments.all(),
            stories=told,
            late=not plan.dropped_on
            and plan.due_on < self.today
            and not any(story.live for story, _standing in told),
            may_assign=may(person, "newsroom.assign", plan),
            history=history,
            earlier=earlier,
            today=self.today,
            **kwargs,
        )

    def form_for(self, step, data=None):
        plan, person = self.plan, self.request.user
        if step == "resume":
            shown = plan.dropped_on and may(person, "newsroom.make_plan", plan)
            return DropForm(data) if shown else None
        if plan.dropped_on:
            return None
        if step == "assign" and may(person, "newsroom.assign", plan):
            return AssignForm(data, plan=plan)
        if step == "drop" and may(person, "newsroom.make_plan", plan):
            return DropForm(data)
        if step == "begin" and self.may_begin():
            return BeginForm(data, sections=self.sections())
        return None

    def may_begin(self):
        jobs = self.plan.assignments.all()
        mine = any(job.reporter_id == self.request.user.pk for job in jobs)
        return mine or may(self.request.user, "newsroom.assign", self.plan)

    def sections(self):
        """Sections of the county's site, in their order."""
        home = getattr(self.plan.unit.county, "home", None)
        return home.sections if home else Page.objects.none()

    def post(self, request, *args, step="", **kwargs):
        if step in ("withdraw", "resume"):
            return getattr(self, f"take_{step}")()
        return super().post(request, *args, step=step, **kwargs)

    def here(self, words):
        messages.success(self.request, words)
        return redirect("newsroom:plan", self.plan.pk)

    def take_begin(self, data, form):
        story = stories.start_draft(
            self.plan,
            by=self.request.user,
            under=data["section"],
            language=data["language"],
        )
        messages.success(self.request, _("The story is begun. Write it here."))
        return redirect("wagtailadmin_pages:edit", story.pk)

    def take_assign(self, data, form):
        plans.assign(self.plan, by=self.request.user, **data)
        return self.here(_("%(name)s is on it.") % {"name": data["reporter"]})

    def take_withdraw(self):
        key = self.request.POST.get("assignment", "")
        if not key.isdecimal():
            raise Http404
        jobs = Assignment.objects.filter(plan=self.plan).select_related("reporter")
        job = get_object_or_404(jobs, pk=key[:18])
        plans.withdraw_assignment(job, by=self.request.user)
        return self.here(_("%(name)s is no longer on it.") % {"name": job.reporter})

    def take_drop(self, data, form):
        plans.drop_plan(
            self.plan, by=self.request.user, today=self.today, note=data["note"]
        )
        return self.here(_("The plan is dropped."))

    def take_resume(self):
        plans.resume_plan(self.plan, by=self.request.user)
        return self.here(_("The plan is taken up again."))
