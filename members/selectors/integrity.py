"""What the records of people and their unions must never show, looked for county by county.

The database holds most of these rules itself. What it cannot hold after a partitioning or across
counties is looked for here, every night.
"""

import datetime
import itertools
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import Count, DateField, Exists, F, Model, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from members.identity import mask_id
from members.models import Member, Membership, PersonKey
from members.sealing import identity_hash
from members.services.persons import rows_of
from members.services.summaries import COUNTS
from members.states import OPEN_STATES, MemberState
from townships.models import UnionSummary
from townships.selectors.integrity import employers_in_two_unions, unions_with_two_superiors
from unionreg.crypto import decrypt

CHUNK = 2000
_FIRST = Value(datetime.date.min, DateField())
_LAST = Value(datetime.date.max, DateField())


class Problem(NamedTuple):
    """A row that breaks a rule: the rule, the county, the id. Never a name or a number."""

    rule: str
    county_code: str
    row: str


def county_problems(county_code: str, *, deep: bool = False) -> Iterator[Problem]:
    """Everything wrong in one county; `deep` also decrypts every ID number."""
    yield from _found("overlap", county_code, _overlaps(county_code))
    yield from _found("state", county_code, _wrong_states(county_code))
    yield from _found("place", county_code, _wrong_places(county_code))
    yield from _found("first_day", county_code, _wrong_first_days(county_code))
    yield from _found("summary", county_code, _wrong_summaries(county_code))
    yield from _key_problems(county_code)
    yield from _found("two_superiors", county_code, unions_with_two_superiors(county_code))
    yield from _found("covered_twice", county_code, employers_in_two_unions(county_code))
    if deep:
        yield from _found("identity", county_code, _wrong_identities(county_code))


def nationwide_problems() -> Iterator[Problem]:
    """What shows only across counties: ids given twice, people in two counties at once."""
    models: tuple[type[Model], ...] = (Member, Membership)
    for model in models:
        twice = model._base_manager.order_by().values("pk").annotate(n=Count("pk")).filter(n__gt=1)
        for pk in twice.values_list("pk", flat=True):
            yield Problem("duplicate_id", "", f"{model._meta.model_name} {pk}")
    for key in PersonKey.objects.exclude(former_counties="").iterator(CHUNK):
        yield from _overlaps_between_counties(key)


def _found(rule: str, county_code: str, rows: Any) -> Iterator[Problem]:
    return (Problem(rule, county_code, str(row)) for row in rows)


def _ids(rows: QuerySet[Any], field: str = "pk") -> QuerySet[Any]:
    return rows.order_by(field).values_list(field, flat=True).distinct()


def _overlaps(county_code: str) -> QuerySet[Any]:
    """Members with two memberships on the same day."""
    later = Membership.objects.filter(
        county_code=OuterRef("county_code"), member_id=OuterRef("member_id"), pk__gt=OuterRef("pk")
    ).filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=Coalesce(OuterRef("valid_to"), _LAST)),
        Q(valid_to__isnull=True) | Q(valid_to__gte=Coalesce(OuterRef("valid_from"), _FIRST)),
    )
    return _ids(Membership.objects.in_county(county_code).filter(Exists(later)), "member_id")


def _wrong_states(county_code: str) -> QuerySet[Any]:
    """Members whose row says something else about the membership than the membership itself."""
    open_rows = Membership.objects.filter(
        county_code=OuterRef("county_code"), member_id=OuterRef("pk"), valid_to__isnull=True
    )
    same = open_rows.filter(union_id=OuterRef("union_id"))
    kept = Q(state=MemberState.KEPT) & ~Exists(same.filter(kept_from__isnull=False))
    active = Q(state=MemberState.ACTIVE) & ~Exists(same.filter(kept_from__isnull=True))
    left = Q(state=MemberState.LEFT) & Exists(open_rows)
    return _ids(Member.objects.in_county(county_code).filter(kept | active | left))


def _wrong_places(county_code: str) -> QuerySet[Any]:
    """Members who lie in another township than their union."""
    rows = Member.objects.in_county(county_code)
    other = ~Q(township_id=F("union__township_id"))
    one_empty = Q(township__isnull=True) ^ Q(union__township__isnull=True)
    both = Q(township__isnull=False, union__township__isnull=False)
    return _ids(rows.filter((both & other) | one_empty))


def _wrong_first_days(county_code: str) -> QuerySet[Any]:
    """Members whose first day lies after a membership began."""
    earlier = Membership.objects.filter(
        county_code=OuterRef("county_code"),
        member_id=OuterRef("pk"),
        valid_from__lt=OuterRef("first_joined_on"),
    )
    return _ids(Member.objects.in_county(county_code).filter(Exists(earlier)))


def _wrong_summaries(county_code: str) -> Iterator[int]:
    """Unions whose counts are not those of their members."""
    people = Member.objects.in_county(county_code).filter(state__in=OPEN_STATES)
    counts = {name: Count("pk", which) for name, which in COUNTS.items()}
    counted = _by_union(people.order_by().values("union_id").annotate(**counts))
    kept = _by_union(UnionSummary.objects.in_county(county_code))
    nothing = (0,) * len(COUNTS)
    for union_id in sorted({*counted, *kept}):
        if counted.get(union_id, nothing) != kept.get(union_id, nothing):
            yield union_id


def _by_union(rows: QuerySet[Any]) -> dict[int, tuple[int, ...]]:
    """The counts of each union."""
    return {union: tuple(counts) for union, *counts in rows.values_list("union_id", *COUNTS)}


def _key_problems(county_code: str) -> Iterator[Problem]:
    """Members without a key, open members whose key points elsewhere, keys that point nowhere."""
    rows = Member.objects.in_county(county_code).order_by("pk")
    for chunk in _chunks(rows.values_list("pk", "id_hash", "state")):
        keys = PersonKey.objects.in_bulk([id_hash for _pk, id_hash, _state in chunk])
        for pk, id_hash, state in chunk:
            key = keys.get(id_hash)
            if key is None:
                yield Problem("no_key", county_code, str(pk))
            elif state in OPEN_STATES and (key.county_code, key.member_id) != (county_code, pk):
                yield Problem("two_members", county_code, str(pk))
    held = PersonKey.objects.filter(county_code=county_code).order_by("pk")
    for keys_chunk in _chunks(held.values_list("member_id", "id_hash")):
        ids = [member_id for member_id, _hash in keys_chunk]
        known = set(rows.filter(pk__in=ids).values_list("pk", "id_hash"))
        yield from _found("lost_key", county_code, (k[0] for k in keys_chunk if k not in known))


def _chunks(rows: QuerySet[Any, Any]) -> Iterator[list[Any]]:
    """The rows in lists that one statement can ask about, without a cursor on the server."""
    chunk: list[Any] = []
    for row in rows.iterator(CHUNK):
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    yield chunk


def _overlaps_between_counties(key: PersonKey) -> Iterator[Problem]:
    periods: list[tuple[datetime.date, datetime.date]] = []
    for member in rows_of(key):
        own = Membership.objects.in_county(member.county_code).filter(member_id=member.pk)
        for first, last in own.values_list("valid_from", "valid_to"):
            periods.append((first or datetime.date.min, last or datetime.date.max))
    periods.sort()
    for (_first, last), (begin, _end) in itertools.pairwise(periods):
        if begin <= last:
            yield Problem("overlap", key.county_code, str(key.member_id))
            return


def _wrong_identities(county_code: str) -> Iterator[int]:
    """Members whose stored number and what is derived from it do not belong together."""
    rows = (
        Member.objects.in_county(county_code)
        .order_by("pk")
        .only("county_code", "id_type", "id_cipher", "id_hash", "id_masked", "id_tail")
    )
    for member in rows.iterator(CHUNK):
        try:
            value = decrypt(member.id_cipher)
        except Exception:  # a lost key or altered bytes: whatever it is, the number is unreadable
            yield member.pk
            continue
        derived = (identity_hash(member.id_type, value), mask_id(value), value[-4:])
        if derived != (member.id_hash, member.id_masked, member.id_tail):
            yield member.pk
