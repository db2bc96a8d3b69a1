from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "xiangyin.portal"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Public site")

    def ready(self):
        from . import personal, rules, signed_in, subscribers  # noqa: F401, PLC0415 -- registration
