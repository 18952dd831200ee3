"""Union codes and credit codes: each is claimed once in the whole country."""

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from townships.models import Division, Employer, EmployerKey, Union, UnionKey
from unionreg.refusals import Refused

SEQUENCE_DIGITS = 4
CODE_LENGTH = 16  # longer keys are credit codes


def code_prefix(*, county: Division, township: Division | None) -> str:
    """The nine digits a union's code begins with: the township's code, or the county's and 000."""
    return township.code if township else f"{county.code}000"


def issue_codes(*, county_code: str, prefix: str, count: int = 1) -> list[str]:
    """Claim the next `count` union codes of a place; the caller says whose they are (`assign`).

    A code is never used twice, also after its union was closed.
    """
    while True:
        start = _last_number(prefix) + 1
        codes = [f"{prefix}{number:0{SEQUENCE_DIGITS}}" for number in range(start, start + count)]
        keys = [UnionKey(value=code, county_code=county_code, union_id=0) for code in codes]
        try:
            with transaction.atomic():
                UnionKey.objects.bulk_create(keys)
        except IntegrityError:
            continue  # somebody else took one in the meantime: go on after his
        return codes


def _last_number(prefix: str) -> int:
    issued = UnionKey.objects.filter(value__startswith=prefix).annotate(length=Length("value"))
    last = (
        issued.filter(length__lte=CODE_LENGTH)
        .order_by("-length", "-value")
        .values_list("value", flat=True)
        .first()
    )
    return int(last[len(prefix) :]) if last else 0


def assign(*, union: Union) -> None:
    """Note whose code it is, once the union has an id."""
    UnionKey.objects.filter(value=union.code).update(union_id=union.pk)


def claim_union_credit_code(*, union: Union, before: str) -> None:
    """Claim the union's own credit code in the whole country and give back the one `before`.

    Raises Refused when another union has it.
    """
    if union.credit_code == before:
        return
    if union.credit_code:
        _claim(UnionKey, union.credit_code, union, "union_id", _("Another union has this code."))
    UnionKey.objects.filter(value=before, union_id=union.pk).delete()


def claim_employer_credit_code(*, employer: Employer, before: str) -> None:
    """The same for an employer's credit code."""
    if employer.credit_code == before:
        return
    if employer.credit_code:
        taken = _("Another employer has this credit code.")
        _claim(EmployerKey, employer.credit_code, employer, "employer_id", taken)
    EmployerKey.objects.filter(value=before, employer_id=employer.pk).delete()


def _claim(keys: type[Model], value: str, holder: Union | Employer, owner: str, taken: str) -> None:
    defaults = {"county_code": holder.county_code, owner: holder.pk}
    key, created = keys._default_manager.get_or_create(value=value, defaults=defaults)
    if not created and getattr(key, owner) != holder.pk:
        raise Refused({"credit_code": taken})
