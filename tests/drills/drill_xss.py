"""3,491 hostile strings in every field, each page of the house shown in Chromium."""

from tests.hostile.database import a_database
from tests.hostile.oracle import Heard, glass
from tests.hostile.strings import all_strings, those_that_ran

from . import Outcome

ROWS = 12


def drill() -> Outcome:
    with a_database():
        from tests.factories.people import a_county
        from tests.hostile.county import hostile_county

        strings = all_strings()
        house = hostile_county(a_county(), strings, rows=ROWS)
        pages = [*house.said(editor=1), *house.answers(), *house.outside()]
        furniture = house.furniture()
    with glass(furniture) as chromium:
        for page in pages:
            chromium.show_words(page)
        heard, shown = chromium.heard, chromium.shown
        chromium.heard = Heard()
        control = chromium.show_raw(those_that_ran())
    return Outcome(
        held=heard == Heard(),
        figure=f"{len(strings):,} strings in every field, {shown} pages in Chromium"
        f" without a policy: {len(heard.ran)} ran",
        bites=len(control) >= 400,
        twin=f"put on a page as they are: {len(control)} of 427 ran",
    )
