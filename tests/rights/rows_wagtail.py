"""Wagtail's own addresses: pages, pictures, choosers, and what is the operator's."""

from .rows import (
    ADMIN,
    FINAL,
    INSIDE,
    ON_PAGES,
    READERS,
    STAFF,
    E,
    R,
    everyone,
    operators,
    shut,
    staff,
)

WRITERS = R | E | ADMIN
CHANGERS = E | READERS | ADMIN
# The reporter of the world wrote the draft, and may change it.
ITS_WRITERS = R | CHANGERS

PAGES = {
    "wagtailadmin_explore_root": staff(see=ON_PAGES),
    "wagtailadmin_explore": staff("section", see=ON_PAGES, shared=True),
    "wagtailadmin_explore_results": staff("section", see=ON_PAGES, shared=True),
    "wagtailadmin_api:pages:listing": staff(see=INSIDE),
    "wagtailadmin_api:pages:detail": staff("draft", see=ON_PAGES),
    "wagtailadmin_api:pages:find": staff(operator="no"),
    "wagtailadmin_api:pages:action": operators("draft", "=publish", act=False, see=()),
    "wagtailadmin_pages:add": staff(
        "=newsroom",
        "=story",
        "section",
        see=WRITERS,
        act=WRITERS,
        shared=True,
        sends="story",
    ),
    "wagtailadmin_pages:preview_on_add": staff(
        "=newsroom", "=story", "section", see=WRITERS, act=WRITERS, shared=True
    ),
    "wagtailadmin_pages:add_subpage": staff(
        "section", see=WRITERS, act=WRITERS, shared=True
    ),
    "wagtailadmin_pages:edit": staff(
        "draft", see=ITS_WRITERS, act=ITS_WRITERS, sends="story"
    ),
    "wagtailadmin_pages:preview_on_edit": staff(
        "draft", see=ITS_WRITERS, act=ITS_WRITERS
    ),
    "wagtailadmin_pages:view_draft": staff("draft", see=ITS_WRITERS, act=ITS_WRITERS),
    "wagtailadmin_pages:usage": staff("draft", see=ITS_WRITERS),
    "wagtailadmin_pages:history": staff("draft", see=ITS_WRITERS),
    "wagtailadmin_pages:history_results": staff("draft", see=ITS_WRITERS),
    "wagtailadmin_pages:revisions_index": staff("draft", see=STAFF, act=STAFF),
    "wagtailadmin_pages:revisions_view": staff(
        "draft", "draft.latest_revision_id", see=ITS_WRITERS
    ),
    "wagtailadmin_pages:revisions_revert": staff(
        "draft",
        "draft.latest_revision_id",
        see=ITS_WRITERS,
        act=ITS_WRITERS,
        sends="story",
    ),
    "wagtailadmin_pages:revisions_compare": staff(
        "draft", "=earliest", "=latest", see=ITS_WRITERS
    ),
    "wagtailadmin_pages:revisions_unschedule": staff(
        "draft", "draft.latest_revision_id", see=FINAL, act=FINAL
    ),
    "wagtailadmin_pages:delete": staff("draft", see=ITS_WRITERS, act=ITS_WRITERS),
    "wagtailadmin_pages:unpublish": staff("live", see=FINAL, act=FINAL),
    "wagtailadmin_pages:move": staff("draft", see=ITS_WRITERS, act=ITS_WRITERS),
    "wagtailadmin_pages:move_confirm": staff(
        "draft", "section", see=STAFF, act=WRITERS
    ),
    "wagtailadmin_pages:search": staff(see=ON_PAGES, asked="q=春茶"),
    "wagtailadmin_pages:search_results": staff(see=ON_PAGES, asked="q=春茶"),
    "wagtailadmin_pages:lock": staff("draft", operator="act"),
    "wagtailadmin_pages:unlock": staff("draft", operator="act"),
    # Readings are signed on the newsroom's own page and nowhere else.
    "wagtailadmin_pages:workflow_action": staff(
        "in_reading", "=approve", "in_reading.current_workflow_task_state.pk"
    ),
    "wagtailadmin_pages:collect_workflow_action_data": staff(
        "in_reading", "=approve", "in_reading.current_workflow_task_state.pk"
    ),
    "wagtailadmin_pages:confirm_workflow_cancellation": staff(
        "in_reading", see=STAFF, act=STAFF
    ),
    "wagtailadmin_pages:workflow_preview": staff(
        "in_reading", "in_reading.current_workflow_task_state.task_id"
    ),
    "wagtailadmin_pages:workflow_history": staff("in_reading", see=ITS_WRITERS),
    "wagtailadmin_pages:workflow_history_detail": staff(
        "in_reading", "in_reading.current_workflow_state.pk", see=ITS_WRITERS
    ),
    "wagtailadmin_pages:convert_alias": operators("draft", act=False, see=()),
    "wagtailadmin_pages:copy": operators("draft", act=False, see=()),
    "wagtailadmin_pages:set_page_position": operators("draft", see=()),
    "wagtailadmin_pages:set_privacy": shut("draft"),
    "wagtailadmin_pages:type_use": operators("=newsroom", "=story", act=False),
    "wagtailadmin_pages:type_use_results": operators("=newsroom", "=story", act=False),
    "wagtailadmin_pages:choose_parent": operators("=newsroom", "=story"),
    "wagtail_bulk_action": staff(
        "=wagtailcore",
        "=page",
        "=delete",
        see=STAFF,
        act=ITS_WRITERS,
        asked="id={draft}",
        kept_at="town",
        alike=False,
        idle=True,
    ),
    "wagtailadmin_editing_sessions:ping": staff(
        "=newsroom", "=story", "draft", "=1", act=ITS_WRITERS
    ),
    "wagtailadmin_editing_sessions:release": staff("=1", act=INSIDE),
}

CHOOSERS = {
    "wagtailadmin_choose_page": staff(see=INSIDE),
    "wagtailadmin_choose_page_child": staff("section", see=INSIDE, shared=True),
    "wagtailadmin_choose_page_search": staff(see=INSIDE, asked="q=春茶"),
    "wagtailadmin_choose_page_chosen_multiple": staff(
        see=STAFF, asked="id={draft}", kept_at="town", alike=False
    ),
    "wagtailadmin_choose_page_external_link": staff(
        see=INSIDE, act=INSIDE, sends="link"
    ),
    "wagtailadmin_choose_page_email_link": staff(see=INSIDE, act=INSIDE),
    "wagtailadmin_choose_page_phone_link": staff(see=INSIDE, act=INSIDE),
    "wagtailadmin_choose_page_anchor_link": staff(see=INSIDE, act=INSIDE),
    "wagtailimages_chooser:choose": staff(see=INSIDE),
    "wagtailimages_chooser:choose_results": staff(see=INSIDE, asked="q=春茶"),
    "wagtailimages_chooser:chosen": staff("picture", see=ON_PAGES, shared=True),
    "wagtailimages_chooser:chosen_multiple": staff(see=INSIDE),
    "wagtailimages_chooser:create": staff(see=ON_PAGES, act=ON_PAGES),
    "wagtailimages_chooser:select_format": staff(
        "picture", see=ON_PAGES, act=ON_PAGES, shared=True
    ),
}

PICTURES = {
    "wagtailimages:index": staff(see=ON_PAGES),
    "wagtailimages:index_results": staff(see=ON_PAGES, asked="q=春茶"),
    "wagtailimages:add": staff(see=ON_PAGES, act=ON_PAGES),
    "wagtailimages:add_multiple": staff(see=ON_PAGES, act=ON_PAGES),
    "wagtailimages:edit": staff("picture", see=ON_PAGES, act=ON_PAGES, shared=True),
    "wagtailimages:edit_multiple": staff("picture", act=ON_PAGES, shared=True),
    # A picture that a tip shows stays: the screen says so, to whoever may delete.
    "wagtailimages:delete": staff("spare", see=ON_PAGES, act=ON_PAGES, shared=True),
    "wagtailimages:delete_multiple": staff("spare", act=ON_PAGES, shared=True),
    "wagtailimages:preview": staff(
        "picture", "=max-165x165", see=ON_PAGES, act=ON_PAGES, shared=True
    ),
    "wagtailimages:image_usage": staff("picture", see=ON_PAGES, shared=True),
    "wagtailimages:url_generator": staff("picture", operator="no"),
    "wagtailimages:url_generator_output": staff("picture", operator="no"),
    "wagtailimages:create_multiple_from_uploaded_image": staff("=1", operator="no"),
    "wagtailimages:delete_upload_multiple": staff("=1", operator="no"),
}

FRAME = {
    "wagtailadmin_sprite": everyone(act=...),
    "wagtailadmin_javascript_catalog": everyone(),
    "wagtailadmin_dismissibles": staff(see=INSIDE),
    "admin/test404/": staff(see=INSIDE, at="/admin/test404/"),
    "wagtailadmin_error_test": shut(),
}
