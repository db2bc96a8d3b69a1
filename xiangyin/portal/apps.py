from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "xiangyin.portal"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Public site")

    def ready(self):
        from . import (  # noqa: F401, PLC0415 -- registration
            finding,
            personal,
            rules,
            signed_in,
            subscribers,
            tasks,
        )
        from .kept import upkeep  # noqa: F401, PLC0415 -- registration

        pre_migrate.connect(open_for_migrations, sender=self)
        post_migrate.connect(shut_after_migrations, sender=self)
        post_migrate.connect(set_up_words, sender=self)


def open_for_migrations(using, **kwargs):
    from .kept import triggers  # noqa: PLC0415 -- models load after apps

    triggers.take_away(connections[using])


def shut_after_migrations(using, **kwargs):
    from .kept import triggers  # noqa: PLC0415 -- models load after apps

    if triggers.can_stand(connections[using]):
        triggers.set_up(connections[using])


def set_up_words(using, **kwargs):
    from .services import findable, findable_answers  # noqa: PLC0415 -- models load after apps

    findable.set_up()
    findable_answers.set_up()
