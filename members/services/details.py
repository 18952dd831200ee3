"""What is written about a person: the provincial columns, the name's pinyin, the ID number."""

import datetime
import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from members.choices import Sex
from members.identity import IdCheck, check_id
from members.messages import id_message
from members.models import Member
from members.names import name_pinyin
from members.sealing import seal
from unionreg.crypto import decrypt
from unionreg.text import compact, half_width, tidy

# Fields that an office writes. Everything else on a member follows from memberships and the ID.
DETAIL_FIELDS = (
    "name",
    "sex",
    "birth_date",
    "ethnicity",
    "employment_status",
    "education",
    "skill_level",
    "phone",
    "household_type",
    "household_place",
    "political_status",
    "workplace",
    "native_place",
    "is_migrant",
    "group",
)
_TIDIED = ("household_place", "workplace", "native_place")

_HAN = r"\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BLANK_BETWEEN = re.compile(rf"(?<=[{_HAN}·]) +(?=[{_HAN}·])")
_DOT = re.compile(rf"(?<=[{_HAN}]) *[•‧∙⋅・･．.˙·●﹒] *(?=[{_HAN}])")


def apply_details(member: Member, details: Mapping[str, Any]) -> None:
    """Set the given fields, tidied. Raises KeyError for a field that is not a detail."""
    for name, value in details.items():
        if name not in DETAIL_FIELDS:
            raise KeyError(name)
        setattr(member, name, _clean(name, value))
    member.name_pinyin, member.name_initials = name_pinyin(member.name)


def tidy_name(name: str) -> str:
    """A typed name as on the ID card: no blanks between characters, · (U+00B7) as separator."""
    return _BLANK_BETWEEN.sub("", _DOT.sub("·", half_width(name)))


def _clean(name: str, value: Any) -> Any:
    if name == "name":
        return tidy_name(value or "")
    if name == "phone":
        return compact(value or "")
    return tidy(value or "") if name in _TIDIED else value


def check_identity(
    *, id_type: str, raw: Any, sex: str = "", birth_date: datetime.date | None = None
) -> IdCheck:
    """Check a typed ID number; raises ValidationError at `id_number`, without the number."""
    today = timezone.localdate()
    result = check_id(id_type, raw, today=today, sex=sex, birth_date=birth_date)
    if result.errors:
        raise ValidationError({"id_number": [id_message(issue) for issue in result.errors]})
    return result


def apply_identity(member: Member, result: IdCheck) -> list[str]:
    """Take birth date and sex from a checked number and return the warnings in words.

    Where the form says otherwise the number wins: it was checked by the police when it was given.
    """
    if result.birth_date is not None:
        member.birth_date = result.birth_date
        member.sex = result.sex
    return [id_message(issue) for issue in result.warnings]


def set_identity(member: Member, id_type: str, value: str) -> None:
    """Store a checked number: encrypted, blind index, masked, last four."""
    member.id_type = id_type
    for name, stored in seal(id_type, value)._asdict().items():
        setattr(member, name, stored)


def compare_with_identity(member: Member) -> list[str]:
    """Let the stored number correct birth date and sex after an edit; warnings in words."""
    result = check_id(
        member.id_type,
        decrypt(member.id_cipher),
        today=timezone.localdate(),
        sex=member.sex,
        birth_date=member.birth_date,
    )
    return apply_identity(member, result) if result.ok else []


def refuse_impossible(member: Member) -> None:
    """Raise ValidationError for what no form can mean: no name, no sex, born in the future."""
    errors: dict[str, str] = {}
    if not member.name:
        errors["name"] = _("Enter the name as it stands on the ID document.")
    if member.sex not in Sex.values:
        errors["sex"] = _("Choose the sex.")
    if member.birth_date and member.birth_date > timezone.localdate():
        errors["birth_date"] = _("This day is still to come.")
    if errors:
        raise ValidationError(errors)
