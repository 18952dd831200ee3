"""How an ID number is stored: encrypted, as a blind index, masked, and its last four characters.

Every writer of members uses `seal` (services, import, demo data), so that one person has one index.
"""

import re
import uuid
from typing import NamedTuple

from members.choices import IdType
from members.identity import mask_id
from unionreg.crypto import blind_index_hex, encrypt

# Numbers of 18 characters are one series, whatever card they are printed on.
_ONE_SERIES = frozenset({IdType.RESIDENT_ID, IdType.HMT_RESIDENCE, IdType.FOREIGN_RESIDENT})
# The number itself, which stays for life, and behind it how often the permit was renewed.
_LIFELONG = {
    IdType.HKMO_PERMIT: re.compile(r"([HMC][0-9]{8})(?:[0-9]{2})?"),
    IdType.TAIWAN_PERMIT: re.compile(r"([0-9]{8})(?:[0-9]{2}(?:\(?[A-Z]\)?)?)?"),
}


class Sealed(NamedTuple):
    """The columns of a member that stand for the ID number."""

    id_cipher: str
    id_hash: uuid.UUID
    id_masked: str
    id_tail: str


def identity_hash(id_type: str, value: str) -> uuid.UUID:
    """Blind index of a normalised number (`members.identity.normalise_id`)."""
    return uuid.UUID(hex=identity_hex(id_type, value))


def identity_hex(id_type: str, value: str) -> str:
    """The same as 32 hexadecimal digits.

    The 18-digit numbers of residents stand alone; others carry the kind of document, because a
    passport and an officer's card may have the same number. Of travel permits the part counts that
    a renewed one keeps.
    """
    if id_type in _ONE_SERIES and len(value) == 18:
        return blind_index_hex(value)
    return blind_index_hex(f"{id_type}:{_lifelong(id_type, value)}")


def _lifelong(id_type: str, value: str) -> str:
    pattern = _LIFELONG.get(IdType(id_type)) if id_type in _LIFELONG else None
    match = pattern.fullmatch(value) if pattern else None
    return match[1] if match else value


def identity_hashes(value: str) -> list[uuid.UUID]:
    """Every index that a number can have, for a search that does not know the document."""
    return list(dict.fromkeys(identity_hash(id_type, value) for id_type in IdType.values))


def seal(id_type: str, value: str) -> Sealed:
    """The stored columns of a normalised number that was found good."""
    return Sealed(encrypt(value), identity_hash(id_type, value), mask_id(value), value[-4:])
