"""What the answers desk does by the clock. Safe to run at any time and twice."""

from django.utils import timezone

from xiangyin.kernel.schedule import A_DAY, every

from .services.asking import let_lapse
from .services.chasing import chase
from .services.chasing_promises import chase_promises
from .services.clock import renew_all
from .services.following import let_go
from .services.knowledge import ask_owners


@every(hours=1)
def forget_what_was_never_confirmed():
    """A question without a confirmed contact is nobody's after a day."""
    let_lapse(now=timezone.now())
    let_go(now=timezone.now())


@every(hours=6, steady=A_DAY)
def promise_anew():
    """A new notice of holidays moves what was promised by weekends alone."""
    renew_all()


@every(hours=3)
def remind():
    """Who has a question or a promise whose day is near or over is told, once each."""
    chase(today=timezone.localdate())
    chase_promises(today=timezone.localdate())


@every(hours=6)
def ask_who_stands_for_entries():
    """Who stands for an entry whose day is near or over is asked, once each."""
    ask_owners(today=timezone.localdate())
