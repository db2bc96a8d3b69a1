"""When this happens, the public site does that."""

from allauth.account.signals import password_changed, user_logged_in
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.signals import page_published

from xiangyin.kernel.events import on
from xiangyin.kernel.services.audit import record
from xiangyin.kernel.services.sessions import end_all
from xiangyin.newsroom.events import StoryPublished

from .codes import use_up
from .models import Home
from .tasks import prepare_pictures


@on(StoryPublished)
def make_its_pictures(event: StoryPublished) -> None:
    prepare_pictures.enqueue(event.story_id)


@receiver(page_published, sender=Home)
def tell_front_page(sender, instance, revision, **kwargs):
    """The office's own trail says who arranged the front page, beside Wagtail's."""
    record(
        instance,
        "arrange",
        by=revision.user,
        county=instance.county,
        label=_("Front page arranged"),
    )


def tell(person, action: str, label: str, **data) -> None:
    record(person, action, by=person, county=person.county, label=label, **data)


@receiver(user_logged_in)
def tell_sign_in(sender, request, user, **kwargs):
    tell(user, "sign_in", _("Signed in"))


@receiver(password_changed)
def end_others_after_a_new_password(sender, request, user, **kwargs):
    """Django refuses the other sessions already; their rows go too."""
    end_all(user, but=request.session.session_key)
    tell(user, "password", _("Own password changed"))


@receiver(authenticator_added)
def end_others_after_a_second_step(sender, request, user, authenticator, **kwargs):
    """A session begun with the password alone ends where two steps are asked."""
    end_all(user, but=request.session.session_key)
    use_up(authenticator, request.POST.get("code", ""))
    tell(user, "second_factor", _("Second step added"), kind=authenticator.type)


@receiver(authenticator_removed)
def tell_second_step_removed(sender, request, user, authenticator, **kwargs):
    tell(user, "second_factor", _("Second step removed"), kind=authenticator.type)
