"""Tell a resident something: by text message, or by mail.

Text messages go to the office's provider as one signed JSON message, at
``XIANGYIN_SMS_URL``; mail goes by the mail server that Django is told of. What cannot
be sent is not offered: :func:`ways` says by what a resident can be told here.
"""

import hashlib
import hmac
import json
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail
from django.utils.module_loading import import_string

from .send import the_send

SMS, MAIL = "sms", "mail"
TAKEN = range(200, 300)


class NotSent(Exception):
    """The provider did not take the message, or there is none."""


def the_messenger() -> Callable[..., str]:
    """The callable that the setting ``XIANGYIN_MESSENGER`` names; tests name a fake."""
    usual = "xiangyin.gateways.messages.send_message"
    return import_string(getattr(settings, "XIANGYIN_MESSENGER", usual))


def is_on_trial() -> bool:
    """Whether messages stay on this machine."""
    return the_messenger() is keep_message


def ways() -> list[str]:
    """By what a resident can be told something here."""
    if the_messenger() is not send_message:
        return [SMS, MAIL]
    told = [(SMS, settings.XIANGYIN_SMS_URL), (MAIL, settings.XIANGYIN_MAIL_FROM)]
    return [way for way, is_set_up in told if is_set_up]


def send_message(way: str, to: str, text: str, *, key: str) -> str:
    """Send ``text``; the provider sees ``key``, so that a message sent twice is one.

    Returns a receipt. Raises ``NotSent``, or what the way out raises.
    """
    if way == SMS:
        return _send_sms(to, text, key)
    sent = send_mail(text[:40], text, settings.XIANGYIN_MAIL_FROM, [to])
    if not sent:
        raise NotSent("the mail server took nothing")
    return MAIL


def _send_sms(to: str, text: str, key: str) -> str:
    body = json.dumps({"to": to, "text": text, "key": key}).encode()
    secret = settings.XIANGYIN_SMS_SECRET.encode()
    signed = hmac.new(secret, body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "X-Signature": f"sha256={signed}"}
    page = the_send()(settings.XIANGYIN_SMS_URL, body, headers)
    if page.status not in TAKEN:
        raise NotSent(f"the provider answered {page.status}")
    return SMS


def keep_message(way: str, to: str, text: str, *, key: str) -> str:
    """For trying out: nothing leaves, each message is a line of a file."""
    path = Path(settings.VAR) / "messages.jsonl"
    line = {"way": way, "to": to, "text": text, "key": key}
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return "kept"
