"""When a story or an answer changes, so does what readers find: in one transaction.

A public story is never deleted: three people signed it.
"""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import post_page_move

from xiangyin.answers.models import Publication
from xiangyin.newsroom.models import Story

from .services import findable, findable_answers


@receiver(post_save, sender=Story)
def note_its_words(sender, instance, update_fields=None, raw=False, **kwargs):
    """A fixture's row comes before what it hangs on: ``set_up`` notes it."""
    if not raw and findable.touches_words(update_fields):
        findable.note(instance)


@receiver(post_page_move, sender=Story)
def note_where_it_stands_now(sender, instance, **kwargs):
    findable.note(Story.objects.get(pk=instance.pk))


@receiver(post_save, sender=Publication)
def note_the_answer(sender, instance, raw=False, **kwargs):
    if not raw:
        findable_answers.note(instance)


@receiver(post_delete, sender=Publication)
def leave_the_answer(sender, instance, **kwargs):
    findable_answers.leave(instance.question_id)
