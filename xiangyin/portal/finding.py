"""When a story changes, so does what readers find: in one transaction with it.

A public story is never deleted: three people signed it.
"""

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.signals import post_page_move

from xiangyin.newsroom.models import Story

from .services import findable


@receiver(post_save, sender=Story)
def note_its_words(sender, instance, update_fields=None, raw=False, **kwargs):
    """A fixture's row comes before what it hangs on: ``set_up`` notes it."""
    if not raw and findable.touches_words(update_fields):
        findable.note(instance)


@receiver(post_page_move, sender=Story)
def note_where_it_stands_now(sender, instance, **kwargs):
    findable.note(Story.objects.get(pk=instance.pk))
