"""One search box for people: name or part of it, pinyin, initials, last four, phone, ID number.

A full ID number is looked up by its blind index and nothing else. It must not travel in an address,
because addresses end up in logs and histories: see `looks_like_id` and the views that use it. What
is posted is always looked up as an ID number first (`find_by_id`).
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Case, CharField, IntegerField, Model, Q, Value, When
from django.db.models.lookups import Contains
from django.utils import timezone

from members.identity import check_resident_id
from members.models import Member, PersonKey
from members.sealing import identity_hashes
from members.services.details import tidy_name
from unionreg.county import CountyQuerySet
from unionreg.text import compact, half_width

# Members and cadres: name, name_pinyin, name_initials, id_tail, phone.
Person = TypeVar("Person", bound=Model)

# ID numbers of the seven kinds have at least so many digits; four are the end of any of them.
_ID_DIGITS = 5
# Residents' numbers have 15 or 18 characters, also beside other words; all others have 8 to 17.
_ID_LENGTHS = range(8, 18)
_MANY_DIGITS = re.compile(r"\d{12}")
_BETWEEN = re.compile(r"[^\w()]|_")
# Mobile numbers, and landlines with their area code.
_CALLED = re.compile(r"1[3-9]\d{9}|0\d{2,3}-\d{7,8}|0\d{10,11}")
_MOBILE = re.compile(r"1[3-9]\d{9}")
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
    """Whether a typed text may hold a whole ID number, also one with a digit too much or too few.

    Any kind of document, with or without separators; telephone numbers do not count.
    """
    number = _bare("".join(word for word in half_width(text).split() if not _is_called(word)))
    if _is_called(number):
        return False
    return (len(number) in _ID_LENGTHS and _may_be_id(number)) or has_many_digits(number)


def has_many_digits(text: str) -> bool:
    """Whether a text holds more digits in a row than anything but a resident's number or a code."""
    return _MANY_DIGITS.search(text) is not None


def _is_called(number: str) -> bool:
    return _CALLED.fullmatch(number) is not None


def _may_be_id(number: str) -> bool:
    return sum(map(str.isdigit, number)) >= _ID_DIGITS


def _bare(text: str) -> str:
    """The text as a number without anything that people write between its digits."""
    return _BETWEEN.sub("", compact(text))


def find_by_id(user: Any, text: str) -> list[Member]:
    """Rows of the person with this ID number that `user` may see, the current one first.

    The number of any kind of document, 18 or 15 digits of a resident, alone or beside a name.
    Documents of two kinds can have the same number: then these are rows of several persons.
    """
    readings = (_with_hashes(user, hashes) for hashes in possible_hashes(text))
    return next((found for found in readings if found), [])


def possible_hashes(text: str) -> Iterator[set[UUID]]:
    """The blind indexes that a typed text may stand for: as one number, then word by word."""
    for numbers in ([text], half_width(text).split()):
        yield _hashes({_bare(number) for number in numbers})


def _hashes(numbers: set[str]) -> set[UUID]:
    today = timezone.localdate()
    possible = {number for number in numbers if _may_be_id(number)}
    possible |= {check_resident_id(number, today=today).value for number in possible}
    return {index for number in possible for index in identity_hashes(number)}


def _with_hashes(user: Any, hashes: set[UUID]) -> list[Member]:
    found: list[Member] = []
    for key in PersonKey.objects.filter(pk__in=hashes).order_by("pk"):
        for county_code in [key.county_code, *reversed(key.former_counties.split())]:
            rows = Member.objects.visible_to(user, "members.view_member").in_county(county_code)
            found += rows.filter(id_hash=key.id_hash).select_related("union")
    return found


def search(rows: CountyQuerySet[Person], text: str) -> CountyQuerySet[Person]:
    """Narrow `rows` (already inside the user's places) to those that fit every word of `text`.

    Nothing fits a whole ID number: use `find_by_id`.
    """
    if looks_like_id(text):
        return rows.none()
    for word in _words(text):
        condition = _condition(word)
        if condition is None:
            return rows.none()
        rows = rows.filter(condition)
    return rows


def _words(text: str) -> list[str]:
    """The words of a typed text; a mobile number is one, however it is divided."""
    number = _bare(text)
    return [number] if _MOBILE.fullmatch(number) else tidy_name(text).split()


def beginning_first(text: str) -> Case:
    """An order for what `search` finds: 欧阳 before 侯阳 for ouyang, which is in houyang too."""
    word = next(iter(tidy_name(text).split()), "")
    spelling = _spelling(word)
    begins = Q(name__startswith=word) | Q(name_initials__startswith=spelling)
    begins |= Q(name_pinyin__contains=f" {spelling}")
    return Case(When(begins, then=Value(0)), default=Value(1), output_field=IntegerField())


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
