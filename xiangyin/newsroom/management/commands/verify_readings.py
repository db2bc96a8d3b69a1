"""For the operator: is every public text signed by three people?"""

import sys

from django.core.management.base import BaseCommand
from django.db import connection
from django.utils.translation import gettext as _

from xiangyin.newsroom.models import gate
from xiangyin.newsroom.services.readings import unsigned_live_stories


class Command(BaseCommand):
    help = "List public stories whose text lacks one of its three signatures."

    def handle(self, **options):
        unsigned = unsigned_live_stories()
        for story in unsigned:
            self.stdout.write(f"{story.pk}\t{story.url_path}\t{story.title}")
        stands = gate.stands(connection)
        if not stands:
            self.stdout.write(_("The database's own gate is missing: run migrate."))
        if unsigned or not stands:
            sys.exit(1)
        self.stdout.write(_("Every public text is signed by three people."))
