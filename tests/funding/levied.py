"""Employers with unions, levies and payments, for tests of the money that comes in."""

import datetime
from decimal import Decimal
from typing import Any

from funding.models import Levy, LevyPayment
from funding.services.levies import save_levy
from funding.services.levy_payments import record_payment
from tests.policies.local import local_document, local_provision
from townships.credit_code import check_character, organisation_check_character
from townships.models import Affiliation, Employer, Union, UnionEmployer

DAY = datetime.date
COUNTY = "410581"
JULY = DAY(2026, 7, 1)


def credit_code(number: int) -> str:
    """A valid credit code of a firm in 林州."""
    organisation = f"MA{number:06}"
    body = f"91{COUNTY}{organisation}{organisation_check_character(organisation)}"
    return body + check_character(body)


def employer(
    number: int = 1, township: Any = None, county: str = COUNTY, **values: Any
) -> Employer:
    """A firm."""
    known = {"name": f"示例{number}有限公司", "credit_code": credit_code(number)}
    return Employer.objects.create(county_code=county, township=township, **{**known, **values})


def covered(union: Union, unit: Employer, superior: Union, **span: Any) -> Affiliation:
    """Let the union cover the firm and belong to the superior, since ever."""
    UnionEmployer.objects.create(county_code=union.county_code, union=union, employer=unit)
    union.superior = superior
    union.save()
    return Affiliation.objects.create(
        county_code=union.county_code, union=union, superior=superior, **span
    )


def levy_rule(place: Any, percent: int = 2, **values: Any) -> None:
    """A provision about both levies in force at the place since 2026-01-01."""
    document = local_document(place, **values)
    for rule, topic in (("R-FND-01", "union_levy"), ("R-FND-02", "preparatory_levy")):
        local_provision(
            place,
            document=document,
            rule_id=rule,
            topic=topic,
            kind="F",
            modality="must",
            parameters={"percent": percent},
        )


def owe(unit: Employer, user: Any = None, payroll: Any = "1250000", **values: Any) -> Levy:
    """A levy of 2026-03, saved by the service."""
    total = None if payroll is None else Decimal(payroll)
    known = {"year": 2026, "month": 3, "payroll_total": total}
    return save_levy(levy=Levy(employer=unit, **{**known, **values}), user=user).record


def pay(unit: Employer, user: Any = None, amount: str = "25000", **values: Any) -> LevyPayment:
    """A payment for 2026-03, made on 2026-04-10, recorded by the service."""
    known = {"year": 2026, "month": 3, "paid_on": DAY(2026, 4, 10), "reference": "V1"}
    row = LevyPayment(employer=unit, amount=Decimal(amount), **{**known, **values})
    return record_payment(payment=row, user=user).record
