"""A caller's or a letter's question, written down by staff."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy

from xiangyin.kernel.sealing import seal, unseal
from xiangyin.kernel.steps import put_errors

from ..forms import TakeDownForm
from ..models import Matter
from ..services.asking import take_down_question
from .desk import DeskView

TOLD = "answers_told"


class TakeDownView(DeskView):
    """The form; then number and query code, to be told to the caller once."""

    right = "answers.take_down"
    page_title = gettext_lazy("Take down a call or letter")
    template_name = "answers/take_down.html"
    above = [("answers:questions", gettext_lazy("Questions"))]

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and request.user.county is None:
            raise PermissionDenied  # the operator stands in no county
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", TakeDownForm(county=self.request.user.county))
        ways = Matter.objects.filter(county=self.request.user.county, is_open=True)
        ways = ways.exclude(route="")
        return super().get_context_data(told=self.told(), ways=ways, **kwargs)

    def told(self) -> dict | None:
        """What was taken down a moment ago: its code is told once."""
        told = self.request.session.pop(TOLD, None)
        return {**told, "code": unseal(told["code"])} if told else None

    def post(self, request):
        form = TakeDownForm(request.POST, request.FILES, county=request.user.county)
        if form.is_valid():
            try:
                question, code = take_down_question(
                    **form.cleaned_data,
                    by=request.user,
                    county=request.user.county,
                    now=timezone.now(),
                    today=self.today,
                )
            except ValidationError as refusal:
                put_errors(form, refusal)
            else:
                told = {"number": question.number, "title": question.title}
                request.session[TOLD] = {**told, "code": seal(code)}
                return redirect("answers:take_down")
        context = self.get_context_data(form=form)
        return self.render_to_response(context, status=422)
