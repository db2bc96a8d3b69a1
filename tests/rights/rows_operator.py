"""What of Wagtail is the host's operator's, and what nobody opens."""

from .rows import operators, shut

_TASK, _READINGS = "task", "workflow"

WORKFLOWS = {
    "wagtailadmin_workflows:index": operators(act=False),
    "wagtailadmin_workflows:index_results": operators(act=False),
    "wagtailadmin_workflows:add": operators(),
    "wagtailadmin_workflows:enable": operators(_READINGS, see=()),
    "wagtailadmin_workflows:disable": operators(_READINGS),
    "wagtailadmin_workflows:edit": operators(_READINGS),
    "wagtailadmin_workflows:usage": operators(_READINGS, act=False),
    "wagtailadmin_workflows:usage_results": operators(_READINGS, act=False),
    "wagtailadmin_workflows:remove": operators("home", see=()),
    "admin/workflows/remove/<int:page_pk>/<int:workflow_pk>/": operators(
        see=(), at="/admin/workflows/remove/{home}/{workflow}/"
    ),
    "wagtailadmin_workflows:add_task": operators("=newsroom", "=reading"),
    "wagtailadmin_workflows:select_task_type": operators(),
    "wagtailadmin_workflows:task_index": operators(act=False),
    "wagtailadmin_workflows:task_index_results": operators(act=False),
    "wagtailadmin_workflows:edit_task": operators(_TASK),
    "wagtailadmin_workflows:disable_task": operators(_TASK),
    "wagtailadmin_workflows:enable_task": operators(_TASK, see=()),
    "wagtailadmin_workflows:task_chooser": operators(act=False),
    "wagtailadmin_workflows:task_chooser_results": operators(act=False),
    "wagtailadmin_workflows:task_chooser_create": operators(),
    "wagtailadmin_workflows:task_chosen": operators(_TASK),
}

REPORTS = {
    f"wagtailadmin_reports:{report}{part}": operators(act=False)
    for report in (
        "locked_pages",
        "workflow",
        "workflow_tasks",
        "site_history",
        "aging_pages",
        "page_types_usage",
    )
    for part in ("", "_results")
}

SETTINGS = {
    "wagtailsettings:edit": shut("=portal", "=imprint"),
    "admin/settings/<slug:app_name>/<slug:model_name>/<int:pk>/": shut(
        at="/admin/settings/portal/imprint/{site}/"
    ),
    "wagtailsettings:preview_on_edit": shut("=portal", "=imprint", "site"),
    "wagtailsnippets:index": shut(),
    "wagtailadmin_block_preview": operators(act=False, see=()),
    "wagtailadmin_tag_autocomplete": operators(),
    "wagtailadmin_tag_model_autocomplete": operators("=taggit", "=tag"),
    "wagtailadmin_api:images:listing": operators(act=False),
    "wagtailadmin_api:images:detail": operators("picture", act=False),
    "wagtailadmin_api:images:find": operators(act=False, see=()),
    "wagtailadmin_collections:index": operators(act=False),
    "wagtailadmin_collections:add": operators(),
    "wagtailadmin_collections:edit": operators("collection"),
    # A collection that holds something stays, and says so.
    "wagtailadmin_collections:delete": operators("collection", act=False),
    "wagtailadmin_collections:set_privacy": shut("collection"),
    "wagtailredirects:index": operators(act=False),
    "wagtailredirects:index_results": operators(act=False),
    "wagtailredirects:add": operators(),
    "wagtailredirects:edit": operators("redirect"),
    "wagtailredirects:delete": operators("redirect"),
    "wagtailredirects:start_import": shut(),
    "wagtailredirects:process_import": shut(),
}


def _wagtails_list(name, thing, *, copies) -> dict:
    """The addresses of one of Wagtail's own lists, for the operator."""
    rows = {
        f"{name}:{view}": operators(act=False) for view in ("index", "index_results")
    }
    rows[f"{name}:add"] = operators()
    for view in ("edit", "delete", *copies):
        rows[f"{name}:{view}"] = operators(thing)
    for view in ("history", "history_results", "usage"):
        rows[f"{name}:{view}"] = operators(thing, act=False)
    return rows


LISTS = {
    **_wagtails_list("wagtailsites", "site", copies=["copy"]),
    **_wagtails_list("wagtailusers_users", "person", copies=["copy"]),
    # Somebody who leaves may no longer log in; what they did keeps their name.
    "wagtailusers_users:delete": shut("person"),
    **_wagtails_list("wagtailusers_groups", "group", copies=[]),
}

DOCUMENTS = {
    "wagtailadmin_api:documents:listing": shut(),
    "wagtailadmin_api:documents:detail": shut("document"),
    "wagtailadmin_api:documents:find": shut(),
    "wagtailembeds:chooser": shut(),
    "wagtailembeds:chooser_upload": shut(),
    "wagtaildocs:index": shut(),
    "wagtaildocs:index_results": shut(),
    "wagtaildocs:add": shut(),
    "wagtaildocs:edit": shut("document"),
    "wagtaildocs:delete": shut("document"),
    "wagtaildocs:add_multiple": shut(),
    "wagtaildocs:edit_multiple": shut("document"),
    "wagtaildocs:create_multiple_from_uploaded_document": shut("=1"),
    "wagtaildocs:delete_multiple": shut("document"),
    "wagtaildocs:delete_upload_multiple": shut("=1"),
    "wagtaildocs:document_usage": shut("document"),
    "wagtaildocs_chooser:choose": shut(),
    "wagtaildocs_chooser:choose_results": shut(),
    "wagtaildocs_chooser:chosen": shut("document"),
    "wagtaildocs_chooser:chosen_multiple": shut(),
    "wagtaildocs_chooser:create": shut(),
}
