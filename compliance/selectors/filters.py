"""What the drop-downs of the compliance list offer: only what some unresolved finding has."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from compliance.models import Finding, StoredVerdict
from compliance.selectors.findings import UNRESOLVED, Choice, visible
from policies.topics import rule_name
from townships.selectors.places import names_of
from unionreg.county import CountyQuerySet

Options = list[tuple[str, str]]


@dataclass(frozen=True)
class Places:
    """Counties and townships in which there are findings, by key."""

    counties: Options
    townships: Options


def places(user: Any, choice: Choice) -> Places:
    """Counties to choose from, and the townships of the one county at hand."""
    pairs = set(_waiting(user).order_by().values_list("county_code", "township_key").distinct())
    counties = {county for county, _township in pairs}
    here = choice.county or (next(iter(counties)) if len(counties) == 1 else "")
    townships = {town for county, town in pairs if county == here and town != county}
    names = names_of(counties | townships)
    return Places(_named(counties, names), _named(townships, names))


def _waiting(user: Any) -> CountyQuerySet[Finding]:
    return visible(user).filter(state__in=UNRESOLVED)


def _named(keys: Iterable[str], names: dict[str, str]) -> Options:
    return [(key, names[key]) for key in sorted(keys)]


def rules(user: Any, choice: Choice) -> Options:
    """Rules by id with their names; the document, as the newest verdict cites it, behind a name
    that several of them have."""
    rows = _waiting(user)
    if choice.county:
        rows = rows.filter(county_code=choice.county)
    newest = dict(rows.order_by().values_list("rule_id").annotate(newest=Max("verdict_id")))
    cited = StoredVerdict.objects.visible_to(user).filter(pk__in=newest.values())
    documents = dict(cited.values_list("rule_id", "document"))
    often = Counter(rule_name(rule) for rule in newest)
    named = [(rule, _told_apart(rule, often, documents)) for rule in newest]
    return sorted(named, key=lambda pair: pair[1])


def _told_apart(rule: str, often: Mapping[str, int], documents: Mapping[str, str]) -> str:
    name, document = rule_name(rule), documents.get(rule, "")
    if often[name] == 1 or not document:
        return name
    return _("%(rule)s (%(document)s)") % {"rule": name, "document": document}


def people(user: Any, choice: Choice) -> Options:
    """Who is in charge of something, by key."""
    rows = _waiting(user).filter(assignee__isnull=False)
    if choice.county:
        rows = rows.filter(county_code=choice.county)
    names = ("assignee_id", "assignee__display_name", "assignee__username")
    found = rows.order_by().values_list(*names).distinct()
    return sorted(((str(key), name or login) for key, name, login in found), key=lambda p: p[1])
