"""Points by rule: what a placement earns, what a month comes to, and why.

No database, no Django: a scheme is a :class:`Rules`, a placement one line of
:class:`Lines`. Points are reckoned in hundredths, so that sums are exact.
"""

from .rules import Once, Row, Rules, Sharing, Span
from .settling import Month, Settled, settle
from .tallying import Lines, Tally, tally
from .worth import Shape, Step, Worth, shares, worth

__all__ = [
    "Lines",
    "Month",
    "Once",
    "Row",
    "Rules",
    "Settled",
    "Shape",
    "Sharing",
    "Span",
    "Step",
    "Tally",
    "Worth",
    "settle",
    "shares",
    "tally",
    "worth",
]
