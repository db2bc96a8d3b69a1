"""Keys for programs that send questions: given, shown once, shut."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy

from xiangyin.kernel.rights import reach, within
from xiangyin.kernel.sealing import seal, unseal

from ..forms.applications import ApplicationForm
from ..models import Application
from ..services.applications import KEEP, make_application, set_open
from .desk import DeskView

TOLD = "answers_application"
STEPS = {"shut": False, "open": True}


class ApplicationsView(DeskView):
    """Which programs may send, and the form that gives one more a key."""

    right = KEEP
    page_title = gettext_lazy("Applications")
    header_icon = "key"
    template_name = "answers/applications.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and request.user.county is None:
            raise PermissionDenied  # the operator stands in no county
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", ApplicationForm())
        return super().get_context_data(
            rows=self.mine.select_related("made_by"),
            told=self.told(),
            address=self.request.build_absolute_uri("/open311/v2"),
            **kwargs,
        )

    @property
    def mine(self):
        """Those of the county at which the person holds the right."""
        reached = within(reach(self.request.user, KEEP), field="county")
        return Application.objects.filter(reached)

    def told(self) -> dict | None:
        """The key that was given a moment ago: it is told once."""
        told = self.request.session.pop(TOLD, None)
        return {**told, "key": unseal(told["key"])} if told else None

    def post(self, request):
        form = ApplicationForm(request.POST)
        if not form.is_valid():
            context = self.get_context_data(form=form)
            return self.render_to_response(context, status=422)
        application, key = make_application(
            request.user.county,
            by=request.user,
            name=form.cleaned_data["name"],
            now=timezone.now(),
        )
        request.session[TOLD] = {"name": application.name, "key": seal(key)}
        return redirect("answers:applications")


class ApplicationStepView(ApplicationsView):
    """Shut one out, or let it in again."""

    http_method_names = ["post"]

    def post(self, request, pk, step):
        if step not in STEPS:
            raise Http404
        application = get_object_or_404(self.mine, pk=pk)
        set_open(application, by=request.user, is_open=STEPS[step])
        return redirect("answers:applications")
