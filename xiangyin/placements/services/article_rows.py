"""Articles from a table, with where they stood in a paper or when on the air."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .articles import Reading, read
from .days import read_date, read_seconds, read_time


def read_article_row(values: dict) -> Reading:
    """Read a row. Raises ``ValidationError`` with a message per field."""
    said, address = values.get("outlet", ""), values.get("address", "")
    if not said and not address:
        raise ValidationError({"outlet": _("Neither outlet nor address is given.")})
    return read(
        title=values.get("title", ""),
        published_on=read_date(values.get("published_on", "")),
        text=values.get("text", ""),
        address=address,
        outlet_said=said,
        byline=values.get("byline", ""),
        **_where(values),
    )


def _where(values: dict) -> dict:
    """Issue and page, or programme and minute, as far as the row tells them."""
    told = {name: values.get(name, "") for name in ("issue", "page", "programme")}
    for name, reader, problem in (
        ("aired_at", read_time, _("This is not a time of day: write it like 19:31.")),
        ("seconds", read_seconds, _("This is not a duration: write it like 1:30.")),
    ):
        written = values.get(name, "")
        told[name] = reader(written) if written != "" else None
        if written != "" and told[name] is None:
            raise ValidationError({name: problem})
    return told
