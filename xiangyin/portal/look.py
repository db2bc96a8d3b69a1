"""The office's own colour: what may be chosen, and the stylesheet that carries it.

The grounds are those of ``site.css``; a test reads them there.
"""

import hashlib

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from xiangyin.engines.colours import HEX, is_readable, nearest_readable

LIGHT = ("#faf7f0", "#f3eee3", "#fffaf2")
DARK = ("#171512", "#201d19", "#1d120e")


def legal_accent(colour: str) -> None:
    """Refuse a colour in which a link could not be read, and name the nearest that can."""
    colour = colour.lower()
    if not HEX.fullmatch(colour):
        raise ValidationError(_("Write the colour as # and six digits, as in #a3301c."))
    if not is_readable(colour, on=LIGHT):
        raise ValidationError(
            _(
                "%(colour)s is too pale to be read on the paper."
                " The nearest colour that can be read is %(nearest)s."
            ),
            params={"colour": colour, "nearest": nearest_readable(colour, on=LIGHT)},
        )


def accent_of(imprint) -> str:
    """The office's own colour: six digits, or nothing, whatever a database holds."""
    accent = getattr(imprint, "accent", "").lower()
    return accent if HEX.fullmatch(accent) else ""


def stylesheet(accent: str) -> str:
    """The tokens of an accent. The one for dark pages is made from it.

    In the layer of the other tokens, so that print and large type still have their say.
    """
    dark = nearest_readable(accent, on=DARK)
    return (
        f"@layer base {{\n  :root {{ --accent: {accent}; }}\n"
        "  @media (prefers-color-scheme: dark) {\n"
        f"    :root {{ --accent: {dark}; }}\n  }}\n}}\n"
    )


def version(accent: str) -> str:
    """What the stylesheet's address says, so that a browser keeps it until it changes."""
    return hashlib.sha256(stylesheet(accent).encode()).hexdigest()[:12]
