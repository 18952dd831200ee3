"""ID numbers at rest: stored so that they can be read and found with the keys only."""

import base64
import hashlib
import hmac
import uuid

import pytest
from cryptography.exceptions import InvalidTag

from members.choices import IdType
from members.sealing import identity_hash, identity_hex, seal
from unionreg.crypto import blind_index, blind_index_hex, decrypt, encrypt

NUMBER = "41050219850315059X"
KEYS = [base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2, 3)]


@pytest.fixture(autouse=True)
def keys(settings):
    settings.FIELD_KEYS = f"new:{KEYS[0]},old:{KEYS[1]}"
    settings.BLIND_INDEX_KEY = KEYS[2]


def test_blind_index_is_half_of_the_keyed_hash():
    whole = hmac.new(base64.b64decode(KEYS[2]), NUMBER.encode(), hashlib.sha256).hexdigest()
    assert blind_index_hex(NUMBER) == whole[:32]
    assert blind_index(NUMBER) == uuid.UUID(whole[:32])


def test_blind_index_does_not_depend_on_what_was_asked_before():
    first = blind_index_hex(NUMBER)
    assert blind_index_hex("11010519491231002X") != first
    assert blind_index_hex(NUMBER) == first


def test_another_key_gives_another_index(settings):
    before = blind_index(NUMBER)
    settings.BLIND_INDEX_KEY = KEYS[0]
    assert blind_index(NUMBER) != before


def test_both_forms_of_the_index_agree_for_every_kind_of_document():
    for id_type in IdType.values:
        for number in (NUMBER, "H1234567801", "12345678", "E12345678"):
            assert identity_hash(id_type, number).hex == identity_hex(id_type, number)


def test_cipher_names_its_key_and_differs_each_time():
    first, second = encrypt(NUMBER), encrypt(NUMBER)
    assert first != second
    assert first.startswith("new:")
    assert decrypt(first) == decrypt(second) == NUMBER


def test_what_an_older_key_has_sealed_can_be_read(settings):
    settings.FIELD_KEYS = f"old:{KEYS[1]}"
    sealed = encrypt(NUMBER)
    settings.FIELD_KEYS = f"new:{KEYS[0]},old:{KEYS[1]}"
    assert decrypt(sealed) == NUMBER
    settings.FIELD_KEYS = f"new:{KEYS[0]}"
    with pytest.raises(KeyError):
        decrypt(sealed)


def test_altered_cipher_is_refused():
    key_id, body = encrypt(NUMBER).split(":")
    raw = bytearray(base64.b64decode(body))
    raw[-1] ^= 1
    with pytest.raises(InvalidTag):
        decrypt(f"{key_id}:{base64.b64encode(raw).decode()}")


def test_sealed_columns_show_no_more_than_their_ends():
    sealed = seal(IdType.RESIDENT_ID, NUMBER)
    assert (sealed.id_masked, sealed.id_tail) == ("4105**********059X", "059X")
    assert NUMBER[4:14] not in "".join(map(str, sealed))
