from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, post_save
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
        from .models import words  # noqa: PLC0415 -- models load after apps

        post_save.connect(words.note_words)
        post_migrate.connect(set_up_words, sender=self)


def set_up_words(using, **kwargs):
    from .models import words  # noqa: PLC0415 -- models load after apps

    words.set_up(connections[using])
