"""What the packages we stand on keep of people: Wagtail, allauth, tasks, sessions."""

from django.utils.translation import gettext_lazy as _

from .personal import (
    OF_ONE_DATABASE,
    Basis,
    Removal,
    not_personal,
    personal,
)
from .personal_here import HALF_A_YEAR, WORKS_HERE

# --- pages: who wrote, locked, read, asked ----------------------------------------

for model, fields, way in (
    ("wagtailcore.Page", ("owner", "locked_by"), "owner"),
    ("wagtailcore.WorkflowState", ("requested_by",), "requested_by"),
    ("wagtailcore.TaskState", ("finished_by",), "finished_by"),
    ("wagtailcore.Revision", ("user",), "user"),
):
    personal(
        model,
        *fields,
        of=way,
        purpose=_("who wrote, handed in or read a text"),
        basis=Basis.DUTY,
        until=_("as long as the story it carries"),
        seen_by="newsroom.see_story",
        removal=Removal.KEPT,
        why=_("It names people by number; the number then leads to “deleted #…”."),
        is_copied=False,
    )
personal(
    "wagtailcore.Page",
    "title",
    "draft_title",
    "slug",
    "url_path",
    "seo_title",
    "search_description",
    purpose=_("published texts, which may be about people"),
    basis=Basis.NEWS,
    until=_("until it is withdrawn"),
    seen_by="newsroom.see_story",
    removal=Removal.KEPT,
    why=_("It says what was published."),
)
personal(
    "wagtailcore.Revision",
    "content",
    "object_str",
    purpose=_("every version of a text, as it was signed"),
    basis=Basis.DUTY,
    until=_("as long as the story it carries"),
    seen_by="newsroom.see_story",
    removal=Removal.OWN,
    why=_("A version that was signed or published stays as it is."),
)
personal(
    "wagtailcore.TaskState",
    "comment",
    purpose=_("what a reader said about a text"),
    basis=Basis.DUTY,
    until=_("as long as the story it carries"),
    seen_by="newsroom.see_story",
    removal=Removal.NAMES,
)
for model in ("Comment", "CommentReply"):
    personal(
        f"wagtailcore.{model}",
        "user",
        "text",
        of="user",
        purpose=_("remarks in the margin of a draft"),
        basis=Basis.STAFF,
        until=_("as long as the story it carries"),
        seen_by="newsroom.see_story",
        removal=Removal.ROW,
    )
personal(
    "wagtailcore.Comment",
    "resolved_by",
    of="resolved_by",
    purpose=_("remarks in the margin of a draft"),
    basis=Basis.STAFF,
    until=_("as long as the story it carries"),
    seen_by="newsroom.see_story",
    removal=Removal.KEPT,
    why=_("It names people by number; the number then leads to “deleted #…”."),
    is_copied=False,
)
for model, fields in (
    ("wagtailcore.PageSubscription", ("user",)),
    ("wagtailcore.APIToken", ("user", "name", "key_hash", "prefix")),
    ("wagtailusers.UserProfile", ("user", "preferred_language", "current_time_zone")),
):
    personal(
        model,
        *fields,
        of="user",
        purpose=_("how a person likes to work here"),
        basis=Basis.STAFF,
        until=WORKS_HERE,
        seen_by="",
        removal=Removal.ROW,
        is_copied=model == "wagtailusers.UserProfile",
    )
personal(
    "wagtailusers.UserProfile",
    "avatar",
    "dismissibles",
    of="user",
    purpose=_("how a person likes to work here"),
    basis=Basis.STAFF,
    until=WORKS_HERE,
    seen_by="",
    removal=Removal.ROW,
    is_copied=False,
)
for model, fields in (("EditingSession", ("user",)), ("FormState", ("user", "data"))):
    personal(
        f"wagtailadmin.{model}",
        *fields,
        of="user",
        purpose=_("what is open in an editor just now"),
        basis=Basis.STAFF,
        until=_("30 days after it was last touched"),
        days=30,
        since="last_seen_at" if model == "EditingSession" else "last_updated_at",
        seen_by="",
        removal=Removal.ROW,
        is_copied=False,
    )

# --- logging in -----------------------------------------------------------------

personal(
    "usersessions.UserSession",
    "user",
    "ip",
    "user_agent",
    "session_key",
    "data",
    of="user",
    purpose=_("where a person is logged in, and traces of an attack"),
    basis=Basis.DUTY,
    until=_("183 days after it was last used"),
    days=HALF_A_YEAR,
    since="last_seen_at",
    seen_by="",
    removal=Removal.ROW,
)
personal(
    "sessions.Session",
    "session_data",
    purpose=_("keeping a person logged in"),
    basis=Basis.STAFF,
    until=_("until it ends"),
    days=0,
    since="expire_date",
    seen_by="",
    removal=Removal.ROW,
    is_copied=False,
)
for model, fields in (
    ("account.EmailAddress", ("user", "email")),
    ("mfa.Authenticator", ("user", "data")),
):
    personal(
        model,
        *fields,
        of="user",
        purpose=_("proving who logs in"),
        basis=Basis.STAFF,
        until=WORKS_HERE,
        seen_by="",
        removal=Removal.ROW,
        is_copied=model == "account.EmailAddress",
    )
personal(
    "account.EmailConfirmation",
    "key",
    of="email_address__user",
    purpose=_("proving who logs in"),
    basis=Basis.STAFF,
    until=WORKS_HERE,
    seen_by="",
    removal=Removal.ROW,
    is_copied=False,
)

# --- machinery ------------------------------------------------------------------

personal(
    "django_tasks_database.DBTaskResult",
    "args_kwargs",
    "return_value",
    "traceback",
    purpose=_("work done in the background"),
    basis=Basis.STAFF,
    until=_("30 days after it is done"),
    days=30,
    since="finished_at",
    seen_by="",
    removal=Removal.ROW,
    is_copied=False,
)
personal(
    "wagtailsearch.IndexEntry",
    "title",
    "body",
    "autocomplete",
    purpose=_("finding pages and pictures by their words"),
    basis=Basis.NEWS,
    until=_("as long as the thing it is about"),
    seen_by="newsroom.see_story",
    removal=Removal.OWN,
    why=_("It changes with the page or picture."),
    is_copied=False,
)
personal(
    "wagtailembeds.Embed",
    "author_name",
    "title",
    "html",
    purpose=_("published texts, which may be about people"),
    basis=Basis.NEWS,
    until=_("until it is withdrawn"),
    seen_by="newsroom.see_story",
    removal=Removal.KEPT,
    why=_("It says what was published."),
)

not_personal(
    "names of places and offices, working days, running numbers",
    "kernel.Unit.path",
    "kernel.Unit.code",
    "kernel.Unit.name",
    "kernel.Unit.name_en",
    "kernel.CalendarYear.source",
    "kernel.CalendarDay.label",
    "kernel.Series.name",
)
not_personal(
    "names of kinds, keys and files that the program makes",
    "kernel.Record.subject",
    "kernel.Record.action",
    "kernel.Record.digest",
    "kernel.Link.previous",
    "kernel.Link.hash",
    "kernel.ClientKey.key",
    "kernel.ClientKey.fingerprint",
    "kernel.Letter.kind",
    "kernel.Letter.key",
    "kernel.Letter.payload",
    "kernel.Picture.file_hash",
    "kernel.PictureRendition.filter_spec",
    "kernel.PictureRendition.focal_point_key",
    "kernel.Erasure.kind",
    "wagtailcore.ModelLogEntry.action",
    "wagtailcore.ModelLogEntry.uuid",
    "wagtailcore.PageLogEntry.uuid",
    "wagtailcore.Page.translation_key",
    "wagtailcore.ModelLogEntry.object_id",
    "wagtailcore.PageLogEntry.action",
    "wagtailcore.Revision.object_id",
    "wagtailcore.WorkflowState.object_id",
    "wagtailcore.Comment.contentpath",
    "wagtailcore.Comment.position",
    "wagtailadmin.EditingSession.object_id",
    "wagtailadmin.FormState.object_id",
    "wagtailadmin.FormState.parent_object_id",
    "wagtailcore.Page.path",
    "wagtaildocs.Document.file_hash",
    "wagtailimages.Image.file_hash",
    "wagtailimages.Image.description",
    "django_tasks_database.DBTaskResult.task_path",
    "django_tasks_database.DBTaskResult.worker_ids",
    "django_tasks_database.DBTaskResult.queue_name",
    "django_tasks_database.DBTaskResult.backend_name",
    "django_tasks_database.DBTaskResult.exception_class_path",
    "wagtailsearch.IndexEntry.object_id",
    "wagtailembeds.Embed.url",
    "wagtailembeds.Embed.hash",
    "wagtailembeds.Embed.provider_name",
    "wagtailembeds.Embed.thumbnail_url",
)
not_personal(
    "how the site, its rights and its workflow are arranged",
    "wagtailredirects.Redirect",
    "wagtailcore.Locale",
    "wagtailcore.Site",
    "wagtailcore.Collection",
    "wagtailcore.CollectionViewRestriction",
    "wagtailcore.PageViewRestriction",
    "wagtailcore.Workflow",
    "wagtailcore.Task",
    "wagtailcore.ReferenceIndex",
    "wagtailimages.Rendition",
    "taggit.Tag",
    "auth.Permission",
    "auth.Group",
    "contenttypes.ContentType",
)
not_personal("the same words as IndexEntry", *OF_ONE_DATABASE)
