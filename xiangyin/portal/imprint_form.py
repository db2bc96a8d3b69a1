"""The form for a site's imprint. A picture that is sent is one that was offered."""

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from xiangyin.newsroom.models.offered import among

from .front_form import choosable_pictures

PICTURES = ("logo", "mark_picture")


class ImprintForm(WagtailAdminModelForm):
    """Pictures of another county are taken out before the form could name them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        site = getattr(self.instance, "site", None)
        offered = choosable_pictures(self.for_user, site and site.root_page_id)
        self.strangers: list[str] = []
        for name in PICTURES:
            self.fields[name].queryset = offered
        if self.is_bound:
            self.data = self.data.copy()
            for name in PICTURES:
                sent = self.data.get(self.add_prefix(name), "")
                if sent and not among(offered, [sent]):
                    self.data[self.add_prefix(name)] = ""
                    self.strangers.append(name)

    def clean(self):
        cleaned = super().clean()
        for name in self.strangers:
            self.add_error(
                name, _("A story, a theme or a picture is not there: choose another.")
            )
        return cleaned

    def clean_accent(self):
        return self.cleaned_data["accent"].lower()
