"""The form that arranges a front page. A key that is sent names what was offered."""

import json
import re

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page
from wagtail.permissions import policy_registry

from xiangyin.kernel.models import Picture, Showing
from xiangyin.newsroom.models import Story, Theme
from xiangyin.newsroom.models.offered import among, links_in, read

KEY = re.compile(r"layout-\d+-value-(picture|story|section|theme)")
WORDS = re.compile(r"layout-\d+-value-words")


def choosable_pictures(person, page=None):
    """Pictures that ``person`` may choose, and those that ``page`` shows already."""
    policy = policy_registry.get_by_type(Picture)
    offered = policy.instances_user_has_any_permission_for(person, ["choose", "change"])
    standing = Showing.objects.filter(page=page).values("picture")
    return Picture.objects.filter(Q(pk__in=offered.values("pk")) | Q(pk__in=standing))


class FrontForm(WagtailAdminPageForm):
    """Arranges a county's front page out of what is that county's own.

    A stranger's key is taken out of what was sent before anything looks at it: even
    the form that comes back with a refusal would name it.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.strangers: set[str] = set()
        # A front page that is not there yet is the operator's, who knows them all.
        if self.is_bound and self.instance.pk:
            self.data = self.without_strangers()

    def offered(self) -> dict:
        """What each kind of key may name."""
        home = self.instance
        own = Page.objects.descendant_of(home)
        seen = Story.objects.visible_to(self.for_user)
        return {
            "picture": choosable_pictures(self.for_user, home.pk),
            "story": seen.filter(path__startswith=home.path),
            "section": own.type(apps.get_model("portal.Section")),
            "theme": Theme.objects.filter(unit__path__startswith=home.county.path),
            "page": own.filter(live=True) | Page.objects.filter(pk=home.pk),
        }

    def without_strangers(self):
        cleaned, offered = self.data.copy(), self.offered()
        for name, value in self.data.items():
            if (key := KEY.fullmatch(name)) and value:
                if not among(offered[key.group(1)], [value]):
                    cleaned[name] = ""
                    self.strangers.add(name)
            elif WORDS.fullmatch(name) and (content := read(value)):
                links = list(links_in(content))
                known = among(offered["page"], [str(link["id"]) for link in links])
                strange = [link for link in links if str(link["id"]) not in known]
                for link in strange:
                    del link["id"]
                if strange:
                    cleaned[name] = json.dumps(content)
                    self.strangers.add(name)
        return cleaned

    def clean(self):
        cleaned = super().clean()
        if self.strangers:
            self.add_error(
                "layout",
                _("A story, a theme or a picture is not there: choose another."),
            )
        return cleaned
