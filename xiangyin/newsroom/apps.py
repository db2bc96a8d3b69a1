from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    name = "xiangyin.newsroom"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Newsroom")

    def ready(self):
        from . import personal, subscribers  # noqa: F401, PLC0415 -- registration

        pre_migrate.connect(open_for_migrations, sender=self)
        post_migrate.connect(shut_after_migrations, sender=self)


def open_for_migrations(using, **kwargs):
    from .models import gate  # noqa: PLC0415 -- models load after apps

    gate.take_away(connections[using])


def shut_after_migrations(using, **kwargs):
    from .models import gate, indexes  # noqa: PLC0415 -- models load after apps

    if gate.can_stand(connections[using]):
        gate.set_up(connections[using])
    if indexes.can_stand(connections[using]):
        indexes.set_up(connections[using])
