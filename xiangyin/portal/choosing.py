"""Wagtail's tables of pages to choose from, read for all their rows at once.

Wagtail asks for the parent of each row, for its workflow and for its chosen time, three
queries a row. What it keeps of a page that was read with its list is kept here.
"""

from django.db.models import Prefetch, prefetch_related_objects
from wagtail.admin.views import chooser
from wagtail.models import Page, Revision, WorkflowState


class PagesToChoose(chooser.PageChooserTable):
    def __init__(self, columns, data, **kwargs):
        super().__init__(columns, data, **kwargs)
        pages = list(data)
        read_parents(pages)
        read_standing(pages)


def read_parents(pages) -> None:
    """Tell each of ``pages`` its parent; the tree's root has none."""
    above = {page.pk: page.path[: -Page.steplen] for page in pages if page.depth > 1}
    found = {page.path: page for page in Page.objects.filter(path__in=above.values())}
    for page in pages:
        if page.pk in above:
            page._cached_parent_obj = found[above[page.pk]]


def read_standing(pages) -> None:
    """Tell each of ``pages`` its open workflow, and whether its time is chosen."""
    open_flows = Prefetch(
        "_specific_workflow_states",
        WorkflowState.objects.active().select_related("current_task_state__task"),
        to_attr="_current_workflow_states",
    )
    prefetch_related_objects(pages, open_flows)
    chosen = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    chosen = chosen.filter(object_id__in=[str(page.pk) for page in pages])
    timed = set(chosen.values_list("object_id", flat=True))
    for page in pages:
        page._approved_schedule = str(page.pk) in timed


def tell_wagtail() -> None:
    """Put our table where Wagtail's chooser makes its own."""
    chooser.PageChooserTable = PagesToChoose
