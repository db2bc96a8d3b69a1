from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnswersConfig(AppConfig):
    name = "xiangyin.answers"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Answers")

    def ready(self):
        from . import (  # noqa: F401, PLC0415 -- registration
            personal,
            rules,
            shown,
            subscribers,
            tasks,
        )
