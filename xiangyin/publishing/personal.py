"""What publishing keeps of people: bylines of what is published."""

from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.personal import PUBLISHED, not_personal, personal

personal(
    "publishing.Item",
    "title",
    "summary",
    "html",
    "byline",
    until=_("until it is withdrawn"),
    seen_by="publishing.see",
    **PUBLISHED,
)
not_personal(
    "keys, languages and addresses",
    "publishing.Item.key",
    "publishing.Item.language",
    "publishing.Item.address",
)
not_personal(
    "a partner's door and what it answered",
    "publishing.Channel",
    "publishing.Dispatch.receipt",
)
