"""Words that nobody reads from the database alone: sealed when kept, opened by a key.

The keys come from secrets of the installation (``XIANGYIN_SEALS``, the newest first;
without it Django's own). What a former secret sealed is opened as long as that secret
is still listed, and sealed anew by ``xiangyin reseal``; then it can be taken away.
A *blind* key finds equal words without opening any.
"""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

SEALING, FINDING = b"xiangyin sealing", b"xiangyin finding"


class Unreadable(Exception):
    """None of the secrets at hand has sealed this."""


def secrets_at_hand() -> tuple[str, ...]:
    """The secrets of this installation, the one that seals first."""
    own = tuple(getattr(settings, "XIANGYIN_SEALS", ()))
    return own or (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


def derived(secret: str, purpose: bytes) -> bytes:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose)
    return kdf.derive(secret.encode())


@lru_cache(maxsize=4)
def _box(secrets: tuple[str, ...]) -> MultiFernet:
    keys = [base64.urlsafe_b64encode(derived(each, SEALING)) for each in secrets]
    return MultiFernet([Fernet(key) for key in keys])


@lru_cache(maxsize=16)
def _finder(secret: str) -> bytes:
    return derived(secret, FINDING)


def seal(words: str) -> str:
    """Sealed words; nothing stays nothing."""
    if not words:
        return ""
    return _box(secrets_at_hand()).encrypt(words.encode()).decode()


def unseal(sealed: str) -> str:
    """What was sealed. Raises ``Unreadable`` if no secret at hand opens it."""
    if not sealed:
        return ""
    try:
        return _box(secrets_at_hand()).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unreadable from None


def reseal(sealed: str) -> str:
    """The same words under the newest secret. Raises ``Unreadable``."""
    return seal(unseal(sealed))


def blind(purpose: str, words: str, *, secret: str | None = None) -> str:
    """A key by which equal words are found, which tells nothing of them."""
    key = _finder(secrets_at_hand()[0] if secret is None else secret)
    said = f"{purpose}\0{words}".encode()
    return hmac.new(key, said, hashlib.sha256).hexdigest()


def blinds(purpose: str, words: str) -> list[str]:
    """The keys that words may have been kept under, by each secret at hand."""
    return [blind(purpose, words, secret=each) for each in secrets_at_hand()]
