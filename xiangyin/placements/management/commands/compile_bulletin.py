"""A period's bulletin, from a shell: as figures, a sheet or a document."""

import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from xiangyin.kernel.errors import DomainError
from xiangyin.kernel.models import Unit
from xiangyin.placements.models import Scheme
from xiangyin.placements.reports import Bulletin, Dated, Period, bulletin
from xiangyin.placements.reports.formats import FORMATS, Format, file_name
from xiangyin.placements.reports.paper import Imprint

WRONG_CALL = 2
STANDARD_OUTPUT = "-"


class Command(BaseCommand):
    help = (
        "Compile the bulletin of a month, quarter or year from the ledger as it is now."
        " JSON and CSV go to standard output, the others to a file in this folder."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "period", nargs="?", default="", help="2026-05, 2026-Q2 or 2026"
        )
        parser.add_argument(
            "--format",
            metavar="{" + ",".join(FORMATS) + "}",
            help="by default what the name of FILE ends with, or json",
        )
        parser.add_argument(
            "--scheme", metavar="NAME", help="try this scheme on all days"
        )
        parser.add_argument(
            "--county", metavar="CODE", help="needed where there are several"
        )
        parser.add_argument(
            "--office", metavar="NAME", default="", help="who signs, on paper"
        )
        parser.add_argument(
            "-o", "--output", metavar="FILE", help="- is standard output"
        )

    def handle(self, *, period, output, office, **options):
        form = chosen_format(options["format"], output)
        county = chosen_county(options["county"])
        scheme = chosen_scheme(county, options["scheme"])
        dated = Dated.only(scheme, scheme.rules) if scheme else None
        told = bulletin(county, chosen_period(period), dated=dated)
        try:
            data = form.write(told, Imprint(office=office))
        except DomainError as refusal:
            raise CommandError(str(refusal.message)) from refusal
        self.give(data, told, form, output)

    def give(self, data: bytes, told: Bulletin, form: Format, output: str | None):
        """To standard output, or to a file that is told on standard error."""
        if output == STANDARD_OUTPUT or (form.is_text and not output):
            if form.is_text:
                self.stdout.write(data.decode(), ending="")
            else:
                self.stdout.flush()
                self.stdout.buffer.write(data)
            return
        file = Path(output or file_name(told, form))
        unfinished = file.with_name(f".{file.name}.{os.getpid()}")
        try:
            unfinished.write_bytes(data)
            unfinished.replace(file)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise CommandError(
                _("%(file)s cannot be written (%(why)s). Name another with -o.")
                % {"file": file, "why": error.strerror}
            ) from error
        self.stderr.write(
            _("%(items)s items, %(points)s points: %(file)s")
            % {
                "items": told.total.items,
                "points": f"{told.total.points.normalize():f}",
                "file": file,
            },
            self.style.SUCCESS,
        )


def chosen_format(name: str | None, output: str | None) -> Format:
    """As asked for, or as the file's name ends."""
    ending = Path(output or "").suffix.lstrip(".").lower()
    wanted = name or (ending if ending in FORMATS else "json")
    if wanted not in FORMATS:
        raise CommandError(
            _("There is no format “%(name)s”. Take one of: %(formats)s.")
            % {"name": wanted, "formats": ", ".join(FORMATS)},
            returncode=WRONG_CALL,
        )
    return FORMATS[wanted]


def chosen_period(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError as error:
        raise CommandError(str(error), returncode=WRONG_CALL) from error


def chosen_county(code: str | None) -> Unit:
    """The one of this code, or the only one."""
    counties = list(Unit.objects.counties().order_by("path"))
    found = [each for each in counties if code in (None, each.code)]
    if len(found) == 1:
        return found[0]
    if not counties:
        raise CommandError(_("There is no county yet: begin with xiangyin setup."))
    codes = ", ".join(each.code for each in counties)
    if code is None:
        message = _("There are several counties: add --county with one of %(codes)s.")
        raise CommandError(message % {"codes": codes}, returncode=WRONG_CALL)
    message = _("There is no county “%(code)s”. Take one of: %(codes)s.")
    raise CommandError(message % {"code": code, "codes": codes}, returncode=WRONG_CALL)


def chosen_scheme(county: Unit, name: str | None) -> Scheme | None:
    """The one of this name; of several, the one that starts last."""
    if name is None:
        return None
    schemes = Scheme.objects.filter(unit=county).order_by("-starts_on")
    found = schemes.filter(name=name).prefetch_related("rows").first()
    if found is None:
        names = "; ".join(dict.fromkeys(schemes.values_list("name", flat=True)))
        message = (
            _("There is no scheme “%(name)s”. Take one of: %(names)s.")
            if names
            else _("There is no scheme “%(name)s”: the office has none yet.")
        )
        raise CommandError(
            message % {"name": name, "names": names}, returncode=WRONG_CALL
        )
    return found
