"""The numbers that provisions give to parts: one rule, one place, never written twice."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from funding.choices import PartKind
from funding.schemes.numbers import Number
from policies.engine import Book, Place, ProvisionFacts, read_parameters

Reader = Callable[[Any], dict[str, Any]]


def _rate(given: Any) -> dict[str, Any]:
    return {"percent": given.percent.number}


def _graded(given: Any) -> dict[str, Any]:
    low, high = given.uplift.number, given.uplift.most
    cut = given.reduction.number if given.reduction else None
    return {**_rate(given), "uplift_lowest": low, "uplift_highest": high, "reduction": cut}


def _head(given: Any) -> dict[str, Any]:
    return {"amount": _yuan(given.amount_each)}


def _fujian(given: Any) -> dict[str, Any]:
    return {**_rate(given), "base_amount": _yuan(given.base_amount)}


def _range(given: Any) -> dict[str, Any]:
    return {"lowest": given.rate.number, "highest": given.rate.most}


def _matching(given: Any) -> dict[str, Any]:
    levels = int(given.levels)
    return {"amount": _yuan(given.amount), "levels": levels, "reading": given.reading}


def _yuan(given: Any) -> Any:
    return given.amount if given is not None else None


# By rule, and by the kind of part it can stand behind.
READERS: dict[tuple[str, str], Reader] = {
    ("R-FND-10", PartKind.PER_MEMBER): _head,
    ("R-FND-11", PartKind.PERCENT): _rate,
    ("R-FND-12", PartKind.GRADED): _graded,
    ("R-FND-13", PartKind.PER_WORKER): _head,
    ("R-FND-14", PartKind.PERCENT): _rate,
    ("R-FND-15", PartKind.PERCENT): lambda given: {"percent": given.rebate_percent.number},
    ("R-FND-15", PartKind.PER_UNION): lambda given: {"amount": _yuan(given.per_union)},
    ("R-FND-15", PartKind.PER_MEMBER): _range,
    ("R-FND-17", PartKind.PERCENT): _fujian,
    ("R-FND-19", PartKind.AWARD): lambda given: {
        "ranking": given.ranking.number,
        "award": _yuan(given.award),
    },
    ("R-FND-20", PartKind.ALLOWANCE): _range,
    ("R-FND-22", PartKind.PER_VILLAGE): lambda given: {"amount": _yuan(given.per_union)},
    ("R-SOC-09", PartKind.MATCHING): _matching,
}
# Rules that say how, without a number: parts only cite their clause.
CITED = frozenset({("R-FND-10", PartKind.PROJECT), ("R-FND-09", PartKind.FIXED)})


def fits(rule_id: str, kind: str) -> bool:
    """Whether a rule can stand behind a part of this kind."""
    return (rule_id, kind) in READERS or (rule_id, kind) in CITED


def numbers_of(provision: ProvisionFacts, kind: str, book: Book) -> dict[str, Number]:
    """The numbers that a provision gives a part; what it leaves open is left out."""
    reader = READERS.get((provision.rule_id, kind))
    if reader is None:
        return {}
    declared = book.rules.get(provision.rule_id).parameters
    found: Mapping[str, Any] = reader(read_parameters(declared, provision.parameters))
    return {name: value for name, value in found.items() if value is not None}


def provision_of(
    rule_id: str, place: Place, on: date, book: Book
) -> tuple[ProvisionFacts | None, str]:
    """The one provision in force, or why there is none to calculate with."""
    found = book.in_force(rule_id, place, on)
    if len(found) == 1:
        return found[0], ""
    named = {"rule": rule_id, "day": on.isoformat()}
    if found:
        return None, _("several provisions of %(rule)s hold here on %(day)s") % named
    return None, _("no provision of %(rule)s is in force here on %(day)s") % named
