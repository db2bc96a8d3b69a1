"""Every address the program answers, as the resolver has them."""

from django.urls import URLResolver, get_resolver


def every_route() -> dict[str, object]:
    """Routes by name, or by their pattern where they have none or share one."""
    found: dict[str, object] = {}
    for name, address, pattern in _walk(get_resolver()):
        key = name if name and name not in found else address
        if key in found:
            raise AssertionError(f"two routes called {key}")
        found[key] = pattern
    return found


def _walk(resolver, namespace="", prefix=""):
    for pattern in resolver.url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, [namespace, pattern.namespace]))
            yield from _walk(pattern, inner, address)
        else:
            name = ":".join(filter(None, [namespace, pattern.name]))
            yield (name if pattern.name else ""), address, pattern
