"""Saving what is known about a cadre: one person, one record in a county."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.choices import Body, Post
from cadres.models import Appointment, Person
from cadres.services.chairs import write_chair_names
from history.services import differences, snapshot
from members.identity import EARLIEST_BIRTH, IdCheck
from members.messages import id_message
from members.models import Member
from members.names import name_pinyin
from members.sealing import identity_hash, seal
from members.services.details import check_identity, tidy_name
from members.services.rows import require, write
from townships.problems import Problem, Saved
from townships.services.common import lock_stored, settle_county
from townships.services.summaries import mark_due
from unionreg.text import compact, tidy

_TIDIED = ("workplace", "qualification", "honours")


@transaction.atomic
def save_person(
    *,
    person: Person,
    user: Any,
    expected_version: int | None = None,
    id_number: str | None = None,
    reason: str = "",
) -> Saved[Person]:
    """Save a new or changed cadre and link him to the membership record with the same number.

    `id_number` (None or empty: as stored) is checked, brought to 18 digits and sealed; date of
    birth and sex are taken from it. Another number in place of a stored one needs a `reason`.
    Raises Refused or ValidationError by field (a number that somebody else in the county has names
    him), Conflict when somebody else saved, PermissionDenied outside the user's places.
    """
    stored = lock_stored(person, expected_version)
    settle_county(person, stored, user)
    require(user, "cadres.change_person" if stored else "cadres.add_person", stored or person)
    before = snapshot(stored) if stored else None
    _tidy(person)
    check = _identify(person, id_number) if id_number else None
    renumbered = _renumber(person, stored, check, user, reason) if check else False
    _refuse_impossible(person)
    _refuse_account(person, stored, user)
    _link(person)
    if stored is None or renumbered or differences(before or {}, snapshot(person)):
        write(
            person, before=before, user=user, reason=reason, fields=_fields(before, person, check)
        )
        _after(person, stored, user)
    return Saved(person, (*_warnings(check), *_namesakes(person, stored)))


def _tidy(person: Person) -> None:
    """One spelling of name, phone and places."""
    person.name = tidy_name(person.name)
    person.phone = compact(person.phone)
    for name in _TIDIED:
        setattr(person, name, tidy(getattr(person, name)))
    person.name_pinyin, person.name_initials = name_pinyin(person.name)


def _identify(person: Person, id_number: str) -> IdCheck:
    return check_identity(
        id_type=person.id_type, raw=id_number, sex=person.sex, birth_date=person.birth_date
    )


def _renumber(
    person: Person, stored: Person | None, check: IdCheck, user: Any, reason: str
) -> bool:
    """Give the person the number, unless somebody else has it. Whether it is a new one."""
    id_hash = identity_hash(person.id_type, check.value)
    had = stored.id_hash if stored else None
    if had not in (None, id_hash) and not reason.strip():
        raise ValidationError({"reason": _("Say why the ID number is changed.")})
    _refuse_taken(person, id_hash, check, user)
    for name, value in seal(person.id_type, check.value)._asdict().items():
        setattr(person, name, value)
    if check.birth_date is not None:
        person.birth_date, person.sex = check.birth_date, check.sex
    return had != id_hash


def _refuse_taken(person: Person, id_hash: uuid.UUID, check: IdCheck, user: Any) -> None:
    """Raise ValidationError when somebody else in the county is listed under the number."""
    rows = Person.objects.in_county(person.county_code).filter(id_hash=id_hash)
    other = rows.exclude(pk=person.pk).first()
    if other is None:
        return
    if user is not None and not user.scope.covers(other.county_code, other.township_id):
        raise ValidationError({"id_number": _taken_elsewhere()})
    text = _("%(name)s has this ID number already. Open that record instead of a second one.")
    if check.converted_from_15:
        text = _(
            "%(name)s is listed already under the 18 digits of this 15-digit number. Open that "
            "record instead of a second one."
        )
    raise ValidationError({"id_number": text % {"name": _name_and_post(other)}})


def _taken_elsewhere() -> str:
    """To somebody who cannot open the record that has the number."""
    return _(
        "Somebody in another township of the county has this ID number already. Ask the county "
        "federation to enter the post with that record."
    )


def _name_and_post(person: Person) -> str:
    """The name, with a post in office that tells who it is."""
    post = person.appointments.filter(valid_to__isnull=True).select_related("union").first()
    if post is None:
        return person.name
    names = {"name": person.name, "union": post.union.name, "post": post.title}
    return _("%(name)s (%(union)s, %(post)s)") % names


def _refuse_impossible(person: Person) -> None:
    if not person.name:
        raise ValidationError({"name": _("Enter the name as it stands on the ID document.")})
    if person.birth_date and person.birth_date > timezone.localdate():
        raise ValidationError({"birth_date": _("This day is still to come. Check the year.")})
    if person.birth_date and person.birth_date < EARLIEST_BIRTH:
        raise ValidationError({"birth_date": _("This day lies too far back. Check the year.")})


def _refuse_account(person: Person, stored: Person | None, user: Any) -> None:
    """An account of the county, linked by somebody else than the one who signs in with it."""
    if person.account is None or (stored and stored.account_id == person.account_id):
        return
    if user is not None and person.account_id == user.pk:
        text = _("Nobody links his own account. Ask a colleague of the county federation.")
        raise ValidationError({"account": text})
    if not person.account.scope.covers(person.county_code, person.township_id):
        raise ValidationError({"account": _("This account has no role here. Choose another.")})


def _link(person: Person) -> None:
    """The membership record of the same person in the county; nobody's without a number."""
    rows = Member.objects.in_county(person.county_code)
    person.member = rows.filter(id_hash=person.id_hash).first() if person.id_hash else None


def _fields(
    before: dict[str, Any] | None, person: Person, check: IdCheck | None
) -> dict[str, list[Any]] | None:
    """What the change log stores; two numbers may look the same behind the mask."""
    if before is None or check is None:
        return None
    shown = {"id_masked": [before["id_masked"], person.id_masked]}
    return {**differences(before, snapshot(person)), **shown}


def _after(person: Person, stored: Person | None, user: Any) -> None:
    """What repeats the record elsewhere."""
    keys = {person.township_id, stored.township_id if stored else person.township_id}
    mark_due(county_code=person.county_code, township_keys=keys)
    if stored is not None and stored.name != person.name:
        chaired = Appointment.objects.in_county(person.county_code).filter(
            person_id=person.pk, body=Body.COMMITTEE, post=Post.CHAIR, valid_to__isnull=True
        )
        ids = list(chaired.values_list("union_id", flat=True))
        write_chair_names(county_code=person.county_code, union_ids=ids, user=user)


def _warnings(check: IdCheck | None) -> list[Problem]:
    issues = check.warnings if check else ()
    return [Problem("", id_message(issue), "id_number") for issue in issues]


def _namesakes(person: Person, stored: Person | None) -> list[Problem]:
    """Without a number nobody can say whether two people of one name are one person."""
    if stored is not None or person.id_hash is not None:
        return []
    rows = Person.objects.in_county(person.county_code).filter(name=person.name)
    other = rows.filter(township_id=person.township_id).exclude(pk=person.pk).first()
    if other is None:
        return []
    text = _("There is a %(name)s already. If it is the same person, use that record.")
    return [Problem("", text % {"name": _name_and_post(other)}, "name")]
