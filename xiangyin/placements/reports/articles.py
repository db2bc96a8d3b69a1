"""What was changed of an article, for its page."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from xiangyin.kernel.services.audit import latest_history

from ..models import Article
from .outlets import Line

# Of these the trail says that they were changed, and not what they said.
UNTOLD = ("byline", "outlet_said")


def article_history(article: Article) -> list[Line]:
    """The last corrections, the latest first."""
    lines, _earlier = latest_history(article)
    return [
        Line(
            at=line.at,
            who=str(line.by) if line.by else _("the system"),
            what=line.label,
            why="" if line.action == "create" else line.note,
            fields=[_told(name, *pair) for name, pair in line.data.items()],
        )
        for line in reversed(lines)
    ]


def _told(name: str, before, after) -> tuple[str, str, str]:
    label = str(Article._meta.get_field(name).verbose_name)
    if name == "text":
        many = _("%(count)s characters")
        return label, many % {"count": before}, many % {"count": after}
    if name in UNTOLD:
        return label, _("as it was"), pgettext("byline", "corrected")
    return label, before, after
