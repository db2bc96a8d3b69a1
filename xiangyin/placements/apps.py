from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacementsConfig(AppConfig):
    name = "xiangyin.placements"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Placements")

    def ready(self):
        from . import personal, rules, subscribers  # noqa: F401, PLC0415 -- registration
