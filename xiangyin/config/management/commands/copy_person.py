"""``xiangyin copy USERNAME``: what is kept about one person, as JSON."""

import json

from django.core.management.base import BaseCommand, CommandError

from xiangyin.kernel.models import Person
from xiangyin.kernel.services.copies import copy_of


class Command(BaseCommand):
    help = "Print everything kept about one person as JSON, to be handed to them."

    def add_arguments(self, parser):
        parser.add_argument("username", help="whose data")
        parser.add_argument("--by", required=True, help="user name of who hands it out")

    def handle(self, *, username, by, **options):
        person, doer = find(username), find(by)
        print(json.dumps(copy_of(person, by=doer), ensure_ascii=False, indent=2))


def find(username: str) -> Person:
    try:
        return Person.objects.get(username=username)
    except Person.DoesNotExist:
        raise CommandError(
            f"没有叫 {username} 的账号。\nThere is no account {username}."
        ) from None
