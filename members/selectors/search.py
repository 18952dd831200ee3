"""One search box for people: name or part of it, pinyin, initials, last four, phone, ID number.

A full ID number is looked up by its blind index and nothing else. It must not travel in an address,
because addresses end up in logs and histories: see `looks_like_id` and the views that use it.
"""

import re
import unicodedata
from typing import Any

from django.db.models import CharField, Q
from django.db.models.lookups import Contains
from django.utils import timezone

from members.identity import check_resident_id, normalise_id
from members.models import Member, PersonKey
from members.sealing import identity_hashes
from members.services.details import tidy_name
from unionreg.county import CountyQuerySet
from unionreg.text import compact, half_width

# A mobile number has 11 digits. Passports and permits are letters and many digits.
_ID_LIKE = re.compile(r"\d{12}|\b[A-Z]{1,3}\d{7}")
_TAIL = re.compile(r"\d{3}[\dX]")
_PHONE = re.compile(r"[\d-]{7,}")
_PINYIN = re.compile(r"[a-z]+")
_MARKS_BETWEEN = re.compile(r"['’·.-]")
_YU = re.compile(r"(?<=[ln])yu")  # passports write Lyu for 吕; but 林云 is linyun


@CharField.register_lookup
class Part(Contains):
    """`name__part`: LIKE that PostgreSQL answers from the index on the characters of the name."""

    lookup_name = "part"

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """All characters occur, and they occur in this order."""
        sql, params = super().as_sql(compiler, connection)
        column, column_params = self.process_lhs(compiler, connection)
        characters = f"string_to_array({column}, NULL) @> %s::text[]"
        return f"({characters} AND {sql})", (*column_params, list(str(self.rhs)), *params)

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        """The operator of `contains`."""
        return str(connection.operators["contains"] % rhs)


def looks_like_id(text: str) -> bool:
    """Whether a typed text may be a whole ID number, also one with a digit too much or too few."""
    return _ID_LIKE.search(compact(text)) is not None


def find_by_id(user: Any, text: str) -> list[Member]:
    """Rows of the person with this ID number that `user` may see, the current one first.

    18 or 15 digits, or the number of any other document.
    """
    number = normalise_id(text)
    number = check_resident_id(number, today=timezone.localdate()).value or number
    keys = PersonKey.objects.filter(pk__in=identity_hashes(number))
    found: list[Member] = []
    for key in keys:
        for county_code in [key.county_code, *reversed(key.former_counties.split())]:
            rows = Member.objects.visible_to(user, "members.view_member").in_county(county_code)
            found += rows.filter(id_hash=key.id_hash).select_related("union")
    return found


def search(rows: CountyQuerySet[Member], text: str) -> CountyQuerySet[Member]:
    """Narrow `rows` (already inside the user's places) to those that fit every word of `text`.

    Nothing fits a whole ID number: use `find_by_id`.
    """
    if looks_like_id(text):
        return rows.none()
    for word in tidy_name(text).split():
        condition = _condition(word)
        if condition is None:
            return rows.none()
        rows = rows.filter(condition)
    return rows


def _condition(word: str) -> Q | None:
    """What one word can mean; None when it can mean nothing."""
    number = compact(word)
    if _TAIL.fullmatch(number):
        return Q(id_tail=number)
    if _PHONE.fullmatch(number):
        return Q(phone=number)
    if number.isdigit():
        return None
    spelling = _spelling(word)
    if not _PINYIN.fullmatch(spelling):
        return Q(name__part=word)
    return _sounds_like(spelling) | _sounds_like(_YU.sub("v", spelling))


def _spelling(word: str) -> str:
    """Typed pinyin as it is stored: small letters, no tones, v for ü; other texts as they are."""
    composed = unicodedata.normalize("NFC", half_width(word)).lower()
    with_v = re.sub("[üǖǘǚǜ]|u:", "v", _MARKS_BETWEEN.sub("", composed))
    letters = unicodedata.normalize("NFKD", with_v)
    return "".join(char for char in letters if not unicodedata.combining(char))


def _sounds_like(spelling: str) -> Q:
    """Initials from the beginning, any part of the pinyin; readings are separated by blanks."""
    initials = Q(name_initials__startswith=spelling) | Q(name_initials__contains=f" {spelling}")
    return initials if len(spelling) == 1 else initials | Q(name_pinyin__contains=spelling)
