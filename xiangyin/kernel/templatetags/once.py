"""``{% client_key %}``: stands beside ``{% csrf_token %}`` in every form of ours."""

from django import template
from django.utils.html import format_html

from ..once import FIELD, new_key

register = template.Library()


@register.simple_tag
def client_key() -> str:
    """A hidden field with a new key: what this form does is done once."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_key())
