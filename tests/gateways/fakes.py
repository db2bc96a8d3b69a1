"""A stand-in for the web: answers what a test laid down, and remembers the asking."""

from xiangyin.gateways.fetch import Page, Unreachable


class FakeFetch:
    """Callable like :func:`xiangyin.gateways.fetch.fetch`.

    ``pages`` maps an address to a body, a :class:`Page` or an error to raise.
    """

    def __init__(self, pages=None):
        self.pages = dict(pages or {})
        self.asked: list[tuple[str, dict]] = []

    def __call__(self, url, *, headers=None, **kwargs):
        self.asked.append((url, dict(headers or {})))
        answer = self.pages.get(url, Unreachable())
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Page):
            return answer
        body = answer if isinstance(answer, bytes) else answer.encode()
        return Page(url, 200, {}, body)
