"""What was kept yesterday is of no use today, nor is the list of what changed."""

import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from xiangyin.kernel.schedule import every

from ..models import Change

A_DAY = 24 * 3600
# Every page ends at midnight, so nobody waits to hear of what is older.
HEARD_BY_ALL = timedelta(days=2)


@every(hours=1)
def forget_old_changes() -> int:
    """Delete what every process has heard of long ago."""
    old = Change.objects.filter(at__lt=timezone.now() - HEARD_BY_ALL)
    return old.delete()[0]


@every(hours=1)
def forget_old_pages() -> int:
    """Delete the files of pages that ended: a withdrawn text does not lie about."""
    gone = 0
    for path in Path(settings.XIANGYIN_KEPT).glob("*/pages/*/*"):
        try:
            if time.time() - path.stat().st_mtime > A_DAY:
                path.unlink()
                gone += 1
        except FileNotFoundError:
            continue  # the web server took it away
    return gone
