"""What Wagtail's editor says and offers for a story."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.panels import Panel

from xiangyin.kernel.models import Unit
from xiangyin.kernel.rights import may

from .. import rules
from ..models import Reading, Story
from ..reports import standing_of
from .stories import tell_handed_in

PAST_THE_READINGS = {
    "action-publish",
    "action-restart-workflow",
    "approve",
    "reject",
    "action-unpublish",
}
MEDIA_CENTRE = "rmt"


class StandingPanel(Panel):
    """Stands above the form: where the story is, and who reads it next."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "newsroom/_standing_panel.html"

        def get_context_data(self, parent_context=None):
            story, person = self.instance, self.request.user
            context = super().get_context_data(parent_context)
            if story.pk is None:
                return {**context, "story": None}
            standing = standing_of(story)
            right = rules.READ_RIGHTS.get(standing.stage)
            return {
                **context,
                "story": story,
                "standing": standing,
                "may_read": bool(right) and may(person, right, story),
                "stages": Reading.Stage.labels,
            }


class ReadItem(ActionMenuItem):
    """Leads a reader from the editor to the page where texts are signed."""

    name = "action-read"
    label = _("Read and sign")
    icon_name = "glasses"

    def is_shown(self, context):
        return True

    def get_url(self, parent_context):
        return reverse("newsroom:reading", args=[parent_context["page"].pk])


def adjust_action_menu(items, request, context) -> None:
    """Leave of Wagtail's buttons those that do what they say here."""
    page, parent = context.get("page"), context.get("parent_page")
    if not isinstance(page, Story) and not (page is None and _has_stories(parent)):
        return
    items[:] = [item for item in items if item.name not in PAST_THE_READINGS]
    for item in items:
        if item.name == "action-submit":
            items[items.index(item)] = HandInItem(order=item.order)
    task = page.current_workflow_task if page else None
    if isinstance(task, Reading) and may(request.user, task.right, page):
        items.insert(0, ReadItem(order=0))


def _has_stories(parent) -> bool:
    return bool(parent) and Story in parent.specific_class.allowed_subpage_models()


class HandInItem(ActionMenuItem):
    """Wagtail's own button with our word for it; who may press it was settled."""

    name = "action-submit"
    label = _("Hand in for reading")
    icon_name = "resubmit"


def retell_submission(request, page):
    """Replace Wagtail's word of "moderation" by the reading that comes next.

    Whoever handed in goes on to the list of stories, not to the tree of pages.
    """
    if isinstance(page, Story) and "action-submit" in request.POST:
        request._messages._queued_messages.clear()
        tell_handed_in(request, page)
        return redirect("newsroom:stories")
    return None


def prefill_story(sender, page, parent, **kwargs) -> None:
    """Credit a story that is begun in the page tree to the media centre."""
    if isinstance(page, Story) and page.unit_id is None and page.owner:
        page.unit = media_unit(page.owner.county)
        page.byline = page.byline or page.owner.get_full_name()


def media_unit(county):
    """The county's media centre if it is a department of its own, else the county."""
    if county is None:
        return None
    return Unit.objects.below(county).filter(code=MEDIA_CENTRE).first() or county
