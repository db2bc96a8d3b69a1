"""When this happens, the newsroom does that."""

from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from .models import Story
from .services import erasing, stories  # noqa: F401 -- registers what it erases


@receiver(page_published, sender=Story)
def wagtail_published_a_story(sender, instance, **kwargs):
    if instance.live:
        stories.note_publication(instance)


@receiver(page_unpublished, sender=Story)
def wagtail_withdrew_a_story(sender, instance, **kwargs):
    stories.note_withdrawal(instance)
