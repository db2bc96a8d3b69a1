"""Before everybody reads a question: what is hidden in it, its photos, before and after."""

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from xiangyin.kernel.rights import may
from xiangyin.kernel.steps import StepsMixin

from ..forms.publishing import (
    HideForm,
    PhotoForm,
    PublishForm,
    ShowAgainForm,
    TakeBackForm,
)
from ..lifecycles import QuestionState
from ..models import PhotoLook, Publicity, Question, QuestionPhoto
from ..models.publication import lines_of
from ..reports.redacted import findings_in, public_words
from ..services import photos, publishing, redacting
from .desk import DeskView

PHOTOS = Prefetch(
    "photos",
    QuestionPhoto.objects.select_related("picture", "copy__picture").prefetch_related(
        "picture__renditions",
        "copy__picture__renditions",
        Prefetch("looks", PhotoLook.objects.select_related("by")),
    ),
)


class OfAQuestion(StepsMixin, DeskView):
    """A screen of one question, for whoever may publish it."""

    right = redacting.PUBLISH
    above = [("answers:questions", gettext_lazy("Questions"))]

    def dispatch(self, request, *args, **kwargs):
        self.kwargs = kwargs
        self.reload()
        if not may(request.user, self.right, self.question):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def reload(self):
        """Fetch anew; beyond reach it is missing."""
        seen = Question.objects.seen_by(self.request.user)
        seen = seen.select_related("unit", "county", "matter", "publication")
        self.question = get_object_or_404(
            seen.prefetch_related(PHOTOS), pk=self.kwargs["pk"]
        )


class PublicView(OfAQuestion):
    """What everybody reads or would read, with everything that was hidden and by whom."""

    template_name = "answers/public.html"
    forms = ("hide", "publish", "show", "take_back")

    def get_page_title(self):
        return _("%(number)s: what everybody reads") % {"number": self.question.number}

    @property
    def shown(self):
        """What everybody reads now, or None."""
        found = getattr(self.question, "publication", None)
        return found if found and found.withdrawn_at is None else None

    def form_for(self, step, data=None):
        make = getattr(self, f"form_to_{step}")
        return make(data) if self.is_possible else None

    @property
    def is_possible(self) -> bool:
        return (
            self.question.state == QuestionState.ANSWERED
            and self.question.publicity != Publicity.PRIVATE
        )

    def form_to_hide(self, data):
        return HideForm(data, question=self.question)

    def form_to_publish(self, data):
        return PublishForm(data)

    def form_to_show(self, data):
        return ShowAgainForm(data, question=self.question)

    def form_to_take_back(self, data):
        return TakeBackForm(data) if self.shown else None

    def take_hide(self, data, form):
        changed = redacting.hide_passages(self.question, by=self.request.user, **data)
        if not changed:
            return self.done(_("Nothing was changed."))
        return self.done(_("Kept. Beside it stands what everybody reads."))

    def take_publish(self, data, form):
        publishing.publish_question(self.question, by=self.request.user)
        return self.done(_("Everybody can read it."))

    def take_show(self, data, form):
        redacting.show_passage(data["blank"], by=self.request.user, why=data["why"])
        return self.done(_("It is shown again."))

    def take_take_back(self, data, form):
        publishing.take_from_public(self.shown, by=self.request.user, **data)
        return self.done(_("Nobody reads it any more."))

    def done(self, words):
        messages.success(self.request, words)
        return redirect("answers:public", pk=self.question.pk)

    def get_context_data(self, **kwargs):
        question, said = self.question, public_words(self.question)
        blanks = question.blanks.select_related("by", "undone_by")
        return super().get_context_data(
            question=question,
            shown=self.shown,
            is_possible=self.is_possible,
            preview={field: lines_of(text) for field, text in said.items()},
            found=sum(map(len, findings_in(question, **said).values())),
            blanks=[(blank, self.words_of(blank)) for blank in blanks],
            photos=list(question.photos.all()),
            **kwargs,
        )

    def words_of(self, blank) -> str:
        """What stands there, for whoever handles the question."""
        reply = blank.reply
        text = reply.text if reply else getattr(self.question, blank.field, "")
        return text[blank.start : blank.end]


class PhotoView(OfAQuestion):
    """One photo, large: what of it is black, or that nobody sees it."""

    template_name = "answers/photo.html"
    forms = ("decide",)

    def reload(self):
        super().reload()
        self.photo = get_object_or_404(
            self.question.photos.select_related("picture", "copy__picture"),
            pk=self.kwargs["photo"],
        )

    def get_page_title(self):
        told = {"number": self.question.number, "photo": self.photo.position + 1}
        return _("%(number)s: photo %(photo)s") % told

    def form_for(self, step, data=None):
        look = self.photo.looks.last()
        told = {}
        if look:
            told["shown"] = "yes" if look.is_shown else "no"
            told["boxes"] = photos.boxes_as_words(look.boxes)
        return PhotoForm(data, initial=told)

    def post(self, request, *args, **kwargs):
        return super().post(request, step="decide")

    def take_decide(self, data, form):
        shown = data["shown"] == "yes"
        told = {"boxes": data["boxes"], "reason": data["reason"], "shown": shown}
        photos.decide_photo(self.photo, by=self.request.user, **told)
        messages.success(self.request, _("Kept. Beside it stands what everybody sees."))
        return redirect("answers:photo", self.question.pk, self.photo.pk)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            question=self.question,
            photo=self.photo,
            copy=getattr(self.photo, "copy", None),
            looks=self.photo.looks.select_related("by"),
            **kwargs,
        )
