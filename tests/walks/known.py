"""What is known to be wrong in Wagtail's own pages: listed, not hidden.

Our pages in the admin stand in Wagtail's shell and use its form fields. An entry
names one rule, where in *Wagtail's* markup it is broken, and why we live with it.
Nothing here may match markup of ours; outside of ``/admin/`` axe excuses nothing.
Seen with Wagtail 8.0.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class KnownToAxe:
    """A violation of ``rule`` by what stands inside ``selector``."""

    rule: str
    selector: str
    reason: str


@dataclass(frozen=True)
class KnownMarkup:
    """An error of the W3C checker; ``extract`` is the markup it names. Both regex."""

    message: str
    extract: str
    reason: str


KNOWN_TO_AXE = [
    KnownToAxe(
        "aria-input-field-name",
        ".Draftail-Editor .public-DraftEditor-content",
        "Draftail gives its text box no name; the block around it is labelled.",
    ),
    KnownToAxe(
        "target-size",
        ".w-panel__controls [data-streamfield-action]",
        "The buttons of a block (drag, duplicate, delete) are small and stand close.",
    ),
    KnownToAxe(
        "aria-allowed-role",
        "#listing-results h2[role=alert]",
        "A listing tells how much it found in a heading that is an alert.",
    ),
]

DROPDOWN = r'<div\s+data-controller="w-dropdown"'
IN_A_BUTTON = (
    r"<div (data-side-panel-toggle-counter"
    r'|class="w-flex w-items-center w-gap-2">\s*$)'
)

OF_WAGTAIL = [
    KnownMarkup(
        "Attribute “type” not allowed on element “div”",
        DROPDOWN,
        "A dropdown hands its button's type to the element around it.",
    ),
    KnownMarkup(
        "Element “div” not allowed as child of element “button”",
        IN_A_BUTTON,
        "Counters of the side panels and headings of the filters are blocks.",
    ),
    KnownMarkup(
        "Element “div” not allowed as child of element “label”",
        '<div class="form-side__resize-grip-icon">',
        "The grip that makes the side panel wider.",
    ),
    KnownMarkup(
        "Text not allowed in element “iframe”",
        r"</?div>",
        "What stands inside the preview's frame, for browsers without frames.",
    ),
    KnownMarkup(
        "Bad value “” for attribute “(src|width|height)” on element “img”",
        '<img class="chooser__image ',
        "A picture's chooser before a picture is chosen.",
    ),
    KnownMarkup(
        "“for” attribute of the “label” element must be the ID of a non-hidden",
        '<label class="w-field__label" for="id_cover"',
        "The label of a chooser names its hidden field.",
    ),
    KnownMarkup(
        "“width” attribute on the “col” element is obsolete",
        r'<col width="\d+%" />',
        "The page explorer's table.",
    ),
    KnownMarkup(
        "A fraction of a second must be one, two, or three digits",
        '<time class="w-human-readable-date__date"',
        "Wagtail's dates carry microseconds.",
    ),
    KnownMarkup(
        "Bad value “alert” for attribute “role” on element “h2”",
        '<h2 role="alert">',
        "A listing tells how much it found in a heading that is an alert.",
    ),
]

# The checker that PyPI has is of June 2020. These are in the HTML standard since.
NEWER_THAN_THE_CHECKER = [
    KnownMarkup(
        "Attribute “media” not allowed on element “meta”",
        '<meta name="theme-color"',
        "HTML, 4.2.5: media on theme-color, for light and dark.",
    ),
    KnownMarkup(
        "Attribute “fetchpriority” not allowed on element “img”",
        "<img ",
        "HTML, 2.5.8: fetch priority attributes.",
    ),
    KnownMarkup(
        "Attribute “fetchpriority” not allowed on element “script”",
        'fetchpriority="low"></scri',
        "HTML, 2.5.8: fetch priority attributes.",
    ),
    KnownMarkup(
        "Attribute “name” not allowed on element “details”",
        '<details class="desk-act"',
        "HTML, 4.11.1: details of one name open one at a time.",
    ),
    KnownMarkup(
        "Bad value “dialog” for attribute “method” on element “form”",
        '<form method="dialog">',
        "HTML, 4.10.19.6: a form that closes its dialog.",
    ),
]

KNOWN_MARKUP = OF_WAGTAIL + NEWER_THAN_THE_CHECKER
