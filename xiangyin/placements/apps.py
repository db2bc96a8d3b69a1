from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class PlacementsConfig(AppConfig):
    name = "xiangyin.placements"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Placements")

    def ready(self):
        from . import (  # noqa: F401, PLC0415 -- registration
            personal,
            rules,
            subscribers,
            tasks,
        )

        pre_migrate.connect(take_marks_away, sender=self)
        post_migrate.connect(set_up_words, sender=self)


def take_marks_away(using, **kwargs):
    from .models import marks  # noqa: PLC0415 -- models load after apps

    marks.take_away(connections[using])


def set_up_words(using, **kwargs):
    from .models import marks, words  # noqa: PLC0415 -- models load after apps

    words.set_up(connections[using])
    marks.set_up(connections[using])
