"""A period's bulletin, from a shell: as figures, a sheet or a document."""

import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from xiangyin.kernel.errors import DomainError
from xiangyin.kernel.models import Unit
from xiangyin.placements.models import KeptBulletin, Scheme
from xiangyin.placements.reports import Bulletin, Dated, Period, bulletin
from xiangyin.placements.reports.formats import FORMATS, Format, file_name
from xiangyin.placements.reports.kept import differences
from xiangyin.placements.reports.paper import Imprint
from xiangyin.placements.services.presets import PRESETS

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
            "--check",
            action="store_true",
            help="compare the ledger of now with the kept bulletin; 1 if they differ",
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
        county, wanted = chosen_county(options["county"]), chosen_period(period)
        if options["check"]:
            return self.check_kept(county, wanted)
        dated = chosen_scheme(county, options["scheme"])
        told = bulletin(county, wanted, dated=dated)
        try:
            data = form.write(told, Imprint(office=office))
        except DomainError as refusal:
            raise CommandError(str(refusal.message)) from refusal
        self.give(data, told, form, output)

    def check_kept(self, county: Unit, period: Period) -> None:
        """Say whether what was kept is what the ledger gives, and what differs."""
        kept = KeptBulletin.objects.filter(county=county, period=period.key).first()
        if kept is None:
            raise CommandError(
                _("No bulletin of %(period)s is kept yet.") % {"period": period}
            )
        found = differences(kept)
        for line in (*found.rows, *found.lines, *found.schemes):
            self.stdout.write(line)
        hashes = {"kept": kept.told["document"]["hash"], "now": found.hash_now}
        if found:
            raise CommandError(
                _("The ledger differs: kept %(kept)s, now %(now)s.") % hashes
            )
        self.stdout.write(_("The same figures: %(now)s") % hashes)

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


def chosen_scheme(county: Unit, name: str | None) -> Dated | None:
    """The office's scheme of this name (of several, the one that starts last), or a
    published one by its name or key."""
    if name is None:
        return None
    schemes = Scheme.objects.filter(unit=county).order_by("-starts_on")
    found = schemes.filter(name=name).prefetch_related("rows").first()
    if found:
        return Dated.only(found, found.rules)
    for preset in PRESETS:
        if name in (preset.key, str(preset.name)):
            return Dated.only(Scheme(name=str(preset.name)), preset.rules)
    names = [*dict.fromkeys(schemes.values_list("name", flat=True))]
    names += [preset.key for preset in PRESETS]
    raise CommandError(
        _("There is no scheme “%(name)s”. Take one of: %(names)s.")
        % {"name": name, "names": "; ".join(names)},
        returncode=WRONG_CALL,
    )
