"""Groups of categories: which unions each belongs to, and what else an entry of it says."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from rights.choices import Category
from townships.choices import GRASSROOTS_KINDS, UnionKind


@dataclass(frozen=True)
class Group:
    """Categories under one heading; `kinds` are the unions that have them, None for all."""

    key: str
    label: Any
    rule: str
    categories: tuple[Category, ...]
    kinds: frozenset[str] | None = None


def _starting(prefix: str) -> tuple[Category, ...]:
    return tuple(one for one in Category if one.value.startswith(prefix))


# R-ORG-21: a township union has the duties of both, so it may use both lists.
GROUPS = (
    Group(
        "township",
        _("Duties of township unions"),
        "R-RGT-01",
        _starting("t_"),
        frozenset({UnionKind.TOWNSHIP}),
    ),
    Group(
        "grassroots",
        _("Duties of grassroots unions"),
        "R-RGT-02",
        _starting("g_"),
        frozenset({UnionKind.TOWNSHIP, *GRASSROOTS_KINDS}),
    ),
    Group(
        "federation",
        _("Duties of federations"),
        "R-RGT-03",
        _starting("f_"),
        frozenset({UnionKind.FEDERATION}),
    ),
    Group(
        "contact",
        _("Contact with workers"),
        "R-RGT-10",
        (Category.FIELD_STUDY, Category.VISIT, Category.PAIRING),
    ),
    Group(
        "democracy",
        _("Democratic management"),
        "R-RGT-05",
        (
            *(Category.FACTORY_OPENNESS, Category.WORKER_DIRECTOR, Category.WORKER_SUPERVISOR),
            Category.UNION_OPENNESS,
        ),
    ),
    Group(
        "rights",
        _("Protecting rights"),
        "R-RGT-06",
        (
            *(Category.INCIDENT, Category.DISPUTE, Category.ACTED_FOR),
            *(Category.CONSULTATION, Category.REPORT, Category.SUPERVISION_LETTER),
        ),
    ),
    Group(
        "mechanism",
        _("Mechanisms"),
        "R-RGT-12",
        (
            *(Category.EARLY_WARNING, Category.TRIPARTITE),
            *(Category.PARTY_BUILDING, Category.CONGRESS_LIAISON),
        ),
    ),
)


def grouped(_categories: type[Category]) -> list[tuple[Any, list[tuple[str, Any]]]]:
    """The choices of the field under their headings."""
    return [(group.label, [(one.value, one.label) for one in group.categories]) for group in GROUPS]


def group_of(category: str) -> Group | None:
    """The group of a category; None for a code that does not exist."""
    return next((group for group in GROUPS if category in group.categories), None)
