"""The list of changes is only of use to who has not heard of them yet."""

from datetime import timedelta

from django.utils import timezone

from xiangyin.kernel.schedule import every

from ..models import Change

# Every page ends at midnight, so nobody waits to hear of what is older.
HEARD_BY_ALL = timedelta(days=2)


@every(hours=1)
def forget_old_changes() -> int:
    """Delete what every process has heard of long ago."""
    old = Change.objects.filter(at__lt=timezone.now() - HEARD_BY_ALL)
    return old.delete()[0]
