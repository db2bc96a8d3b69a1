"""For the operator: seal names and contacts of askers under the newest secret."""

import sys

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from xiangyin.answers.services.erasing import reseal_all


class Command(BaseCommand):
    help = "Seal names and contacts of residents under the newest of XIANGYIN_SEALS."

    def handle(self, **options):
        done, failed = reseal_all()
        self.stdout.write(
            _("Sealed anew: %(done)d. Not readable: %(failed)d.")
            % {"done": done, "failed": failed}
        )
        if failed:
            sys.exit(1)
