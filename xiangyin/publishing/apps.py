from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "xiangyin.publishing"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Publishing")

    def ready(self):
        from . import personal, rules, tasks  # noqa: F401, PLC0415 -- registration
