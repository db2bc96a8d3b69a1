from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KernelConfig(AppConfig):
    name = "xiangyin.kernel"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Office")

    def ready(self):
        from . import (  # noqa: F401, PLC0415 -- registration
            checks,
            personal_here,
            personal_packages,
            rules,
            tasks,
        )
