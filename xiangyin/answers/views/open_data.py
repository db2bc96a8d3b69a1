"""Open data: what is published, as a table that is sent while it is read."""

from django.http import StreamingHttpResponse
from django.views.decorators.http import require_safe

from ..models import Openness
from ..reports.open_data import as_csv
from .hand import county_of


@require_safe
def table(request):
    """All published questions with their replies; its licence is in a header."""
    county = county_of(request)
    answer = StreamingHttpResponse(as_csv(county), "text/csv; charset=utf-8")
    name = f"answers-{county.code}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Access-Control-Allow-Origin"] = "*"
    address = Openness.of(county).licence_address
    if address:
        answer["Link"] = f'<{address}>; rel="license"'
    return answer
