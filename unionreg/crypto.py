"""ID numbers at rest: AES-256-GCM with a key id, and a keyed blind index for equality.

FIELD_KEYS is "id:base64,id:base64"; the first key encrypts, all of them decrypt, so a key is
replaced by putting a new one in front. BLIND_INDEX_KEY never changes: every search depends on it.
"""

import base64
import hmac
import os
import uuid
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12


@lru_cache(maxsize=4)
def _ciphers(keys: str) -> dict[str, AESGCM]:
    pairs = (part.strip().split(":", 1) for part in keys.split(",") if part.strip())
    return {key_id: AESGCM(base64.b64decode(key)) for key_id, key in pairs}


@lru_cache(maxsize=4)
def _index_start(key: str) -> hmac.HMAC:
    """HMAC-SHA256 before the first byte: copies of it need not take the key in again."""
    return hmac.new(base64.b64decode(key), digestmod="sha256")


def encrypt(text: str) -> str:
    """Ciphertext of `text`, "key id:base64"; the same text gives another ciphertext each time."""
    if not text:
        return ""
    key_id, cipher = next(iter(_ciphers(settings.FIELD_KEYS).items()))
    nonce = os.urandom(_NONCE)
    sealed = nonce + cipher.encrypt(nonce, text.encode(), key_id.encode())
    return f"{key_id}:{base64.b64encode(sealed).decode()}"


def decrypt(sealed: str) -> str:
    """The text behind `sealed`; raises KeyError for a retired key, InvalidTag when altered."""
    if not sealed:
        return ""
    key_id, body = sealed.split(":", 1)
    raw = base64.b64decode(body)
    cipher = _ciphers(settings.FIELD_KEYS)[key_id]
    return cipher.decrypt(raw[:_NONCE], raw[_NONCE:], key_id.encode()).decode()


def blind_index(text: str) -> uuid.UUID:
    """128 bits of HMAC-SHA256: equal texts give equal values, nothing can be read back."""
    return uuid.UUID(hex=blind_index_hex(text))


def blind_index_hex(text: str) -> str:
    """The same as 32 hexadecimal digits: for whoever handles many, in two thirds of the time."""
    code = _index_start(settings.BLIND_INDEX_KEY).copy()
    code.update(text.encode())
    return code.hexdigest()[:32]
