"""The list of stories, handing in, and taking a story from the site."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin import messages

from xiangyin.kernel.desk import PER_PAGE, DeskView
from xiangyin.kernel.errors import DomainError
from xiangyin.kernel.pages import KeysFirst
from xiangyin.kernel.rights import may
from xiangyin.kernel.steps import age

from ..models import Story
from ..reports import StoryState, standing_of, standings
from ..reports.standing import by_state
from ..services.stories import submit_story, withdraw_story


class StoriesView(DeskView):
    """Every story a person may see, by where it stands."""

    right = "newsroom.see_story"
    page_title = gettext_lazy("Stories")
    header_icon = "doc-full"
    template_name = "newsroom/stories.html"

    def get_context_data(self, **kwargs):
        tab = self.request.GET.get("state", "all")
        found = self.found()
        parted = by_state(found, total=self.total(found))
        counts = [(state, state.label, parted.counts[state]) for state in StoryState]
        tab = tab if tab in parted.stories else "all"
        total = parted.counts.get(tab, sum(parted.counts.values()))
        shown = parted.stories.get(tab, found).select_related("unit", "owner")
        shown = shown.defer("body").order_by("-latest_revision_created_at", "-pk")
        page = KeysFirst(shown, PER_PAGE, total=total)
        page = page.get_page(self.request.GET.get("p"))
        return super().get_context_data(
            page=page,
            rows=self.rows(page),
            tab=tab,
            tabs=[("all", _("all"), sum(parted.counts.values())), *counts],
            q=self.request.GET.get("q", ""),
            mine=self.request.GET.get("mine") == "1",
            **kwargs,
        )

    def found(self):
        person, mine = self.request.user, self.request.GET.get("mine") == "1"
        seen = Story.objects.filter(owner=person)  # one's own are always seen
        found = seen if mine else Story.objects.visible_to(person)
        words = self.request.GET.get("q", "").replace("\0", "").strip()
        if words:
            found = found.filter(title__icontains=words)
        return found

    def total(self, found) -> int:
        asked = self.request.GET
        if asked.get("q") or asked.get("mine"):
            return found.count()
        return Story.objects.count_visible_to(self.request.user)

    def rows(self, page):
        """Each story with its standing and what this person may do with it."""
        person, stories = self.request.user, list(page)
        known = standings(stories)
        rows = []
        for story in stories:
            standing = known[story.pk]
            ready = standing.state in (StoryState.DRAFT, StoryState.BACK)
            changed = story.live and story.has_unpublished_changes
            mine = story.owner_id == person.pk
            rows.append(
                {
                    "story": story,
                    "standing": standing,
                    "age": age(story.latest_revision_created_at),
                    "may_submit": (ready or (changed and not standing.is_being_read))
                    and (mine or may(person, "newsroom.submit_story", story)),
                    "may_withdraw": story.live
                    and may(person, "newsroom.read_final", story),
                }
            )
        return rows


class StoryStep(DeskView):
    """Something done to one story that this person may see."""

    right = "newsroom.see_story"

    def dispatch(self, request, *args, **kwargs):
        seen = Story.objects.visible_to(request.user)
        self.story = get_object_or_404(seen, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)


class StorySubmitView(StoryStep):
    """Hand a story in for its readings. POST only."""

    http_method_names = ["post"]

    def post(self, request, pk):
        edit = reverse("wagtailadmin_pages:edit", args=[pk])
        try:
            submit_story(self.story, by=request.user)
        except ValidationError as missing:
            words = " ".join(missing.messages)
            told = _("“%(story)s” is not ready. %(missing)s")
            messages.error(
                request,
                told
                % {"story": self.story.get_admin_display_title(), "missing": words},
                buttons=[messages.button(edit, _("Write on"))],
            )
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            tell_handed_in(request, self.story)
        return redirect(self.back(request, pk))

    def back(self, request, pk):
        if request.POST.get("next") == "reading":
            return reverse("newsroom:reading", args=[pk])
        return reverse("newsroom:stories")


def tell_handed_in(request, story) -> None:
    """Say which reading comes next, in the newsroom's words."""
    told = _("“%(story)s” is handed in. Next: %(reading)s.")
    page = reverse("newsroom:reading", args=[story.pk])
    messages.success(
        request,
        told
        % {
            "story": story.get_admin_display_title(),
            "reading": standing_of(story).label,
        },
        buttons=[messages.button(page, _("Where it stands"))],
    )


class StoryWithdrawView(StoryStep):
    """Take a story from the site. Readers see it go, so it is asked once."""

    right = "newsroom.read_final"
    page_title = pgettext_lazy("story", "Withdraw")
    header_icon = "download"
    template_name = "newsroom/story_withdraw.html"
    above = [("newsroom:stories", gettext_lazy("Stories"))]

    def get_context_data(self, **kwargs):
        return super().get_context_data(story=self.story, **kwargs)

    def post(self, request, pk):
        try:
            withdraw_story(self.story, by=request.user)
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            told = _("“%(story)s” is withdrawn. To publish it again it is read anew.")
            messages.success(request, told % {"story": self.story.title})
        return redirect("newsroom:stories")
