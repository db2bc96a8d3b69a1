"""What people download, opened by LibreOffice: how many cells became formulas?"""

import csv
import io
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import openpyxl

from tests.hostile.cells import HOSTILE_CELLS
from tests.hostile.database import a_database

from . import Outcome

PACKAGE = "libreoffice-calc-nogui"
# A cell that is true or false is written as a formula by LibreOffice itself; a sum of
# cells is the bulletin's own.
FORMULA = re.compile(
    r' table:formula="(?!of:=(?:TRUE|FALSE)\(\)"|of:=SUM\(\[\.[A-Z]+\d+:\.[A-Z]+\d+\]\)")'
)


def drill() -> Outcome:
    office = shutil.which("soffice") or _installed()
    with a_database():
        files = _downloaded()
    raw = {"raw.csv": _raw_csv(), "raw.xlsx": _raw_sheet()}
    with tempfile.TemporaryDirectory() as folder:
        formulas, cells = _formulas(office, Path(folder) / "guarded", files)
        theirs, _cells = _formulas(office, Path(folder) / "raw", raw)
    return Outcome(
        held=formulas == 0 and cells > len(HOSTILE_CELLS) * len(files),
        figure=f"{len(HOSTILE_CELLS)} hostile texts in {len(files)} downloads,"
        f" {cells:,} cells opened by LibreOffice: {formulas} formulas",
        bites=theirs >= 10,
        twin=f"the same texts written as they are: {theirs} formulas",
    )


def _installed() -> str:
    """Install LibreOffice Calc; a drill runs as root."""
    quiet = {"stdout": subprocess.DEVNULL, "check": True}
    subprocess.run(["apt-get", "update", "-qq"], **quiet)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", PACKAGE]
    subprocess.run(install, **quiet)
    return shutil.which("soffice") or PACKAGE


def _downloaded() -> dict[str, bytes]:
    """A list of people and the bulletin, as the house lets people download them."""
    from django.test import Client
    from django.urls import reverse

    from tests.factories.people import PersonFactory, a_county
    from tests.factories.placements import a_scheme
    from xiangyin.kernel.services.units import add_unit
    from xiangyin.placements.reports import Period, bulletin
    from xiangyin.placements.reports.sheet import as_xlsx

    county = a_county()
    a_scheme(county)
    for number, text in enumerate(HOSTILE_CELLS):
        PersonFactory(username=f"p{number}", name=text, posts=[("editor", county)])
        add_unit(county, code=f"u{number}", name=f"镇{number}", kind="town")
    for number, text in enumerate(HOSTILE_CELLS):
        type(county).objects.filter(code=f"u{number}").update(name=text)
    door = Client()
    person = PersonFactory(is_superuser=True, posts=[("administrator", county)])
    door.force_login(person, "django.contrib.auth.backends.ModelBackend")
    files = {"bulletin.xlsx": as_xlsx(bulletin(county, Period(2026, 10, 1)))}
    for name in ("people", "units"):
        for kind in ("csv", "xlsx"):
            answer = door.get(f"{reverse(f'{name}:index')}?export={kind}")
            files[f"{name}.{kind}"] = answer.getvalue()
    return files


def _raw_csv() -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([text] for text in HOSTILE_CELLS)
    return out.getvalue().encode()


def _raw_sheet() -> bytes:
    book = openpyxl.Workbook()
    for text in HOSTILE_CELLS:
        book.active.append([text])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _formulas(office: str, folder: Path, files: dict[str, bytes]) -> tuple[int, int]:
    """Have LibreOffice open each file; count formulas and cells in what it wrote."""
    formulas = cells = 0
    for name, data in files.items():
        place = folder / name.replace(".", "-")
        place.mkdir(parents=True)
        (place / name).write_bytes(data)
        command = [
            office,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            # Comma, double quotes, UTF-8, formulas evaluated where it sees any.
            "--infilter=CSV:44,34,76,1,,0,false,true,false,false,false,-1"
            if name.endswith(".csv")
            else "--infilter=Calc MS Excel 2007 XML",
            "--convert-to",
            "fods",
            "--outdir",
            str(place),
            str(place / name),
        ]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(command, **quiet, check=True, timeout=120)
        for written in place.glob("*.fods"):
            text = written.read_text("utf-8")
            formulas += len(FORMULA.findall(text))
            cells += text.count(" office:value-type=")
    return formulas, cells
