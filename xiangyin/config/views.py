"""Addresses that belong to no desk."""

from django.db import connection
from django.http import HttpResponse


def healthz(request):
    """Say that the server answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
