"""What the house does by itself, by the clock. The worker asks what is due."""

from django.core.management import call_command
from django.utils import timezone

from .models import Erasure
from .schedule import A_DAY, MINUTES, every
from .services import client_keys  # noqa: F401 -- says how its rows are swept
from .services.clock import bring_letters_back
from .services.deletions import complete_file
from .services.files import sweep_files
from .services.retention import remove_what_is_over
from .services.sign_in import forget_old_tries
from .services.upkeep import refresh_statistics
from .services.wiping import wipe


@every(minutes=1, steady=MINUTES)
def publish_what_is_due():
    """Stories whose chosen time has come go public; others expire."""
    call_command("publish_scheduled", verbosity=0)


@every(minutes=1)
def follow_the_clock():
    """Letters do not wait for a time that a clock moved back has made far off."""
    bring_letters_back(now=timezone.now())


@every(minutes=10)
def wipe_what_was_deleted():
    """What was deleted on request goes off the disk soon, not only out of tables."""
    if Erasure.objects.filter(is_wiped=False).exists():
        wipe()


@every(hours=1)
def forget_tries():
    """Wrong passwords of yesterday are nobody's any more."""
    forget_old_tries(now=timezone.now())


@every(hours=24, steady=A_DAY)
def sweep_what_no_row_names():
    """Files that a broken-off upload left."""
    sweep_files(now=timezone.now())


@every(hours=24, steady=A_DAY)
def forget_sessions():
    """Sessions that ended by themselves leave the database."""
    call_command("clearsessions", verbosity=0)


@every(hours=24, steady=A_DAY)
def remove_what_is_old():
    """Personal data whose time is over goes, off the disk too."""
    if remove_what_is_over(now=timezone.now()):
        wipe()
    complete_file()


@every(hours=24)
def look_how_tables_have_grown():
    """A database that has grown stays as quick as a small one."""
    refresh_statistics()
