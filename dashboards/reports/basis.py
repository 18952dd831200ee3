"""The clauses in force at a place that ask for a report; no other document is ever cited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from policies.engine import NATION, Place, ProvisionFacts
from policies.selectors import contradictions, load_book, place_of_division
from townships.models import Division
from unionreg.ui import number


@dataclass(frozen=True)
class Basis:
    """One provision with the page that explains it."""

    provision: ProvisionFacts
    url: str


def bases(rules: Sequence[str], division: Division | None, on: date | None = None) -> list[Basis]:
    """The provisions of these rules in force there, nearest place first. One query.

    Several counties at hand have the documents of the nation in common, and only these count.
    """
    place: Place = place_of_division(division) if division else (NATION,)
    book = load_book(*rules)
    day = on or timezone.localdate()
    found = [each for rule in rules for each in book.in_force(rule, place, day)]
    return [Basis(each, _page(each, division)) for each in found]


def _page(provision: ProvisionFacts, division: Division | None) -> str:
    query = {"q": provision.rule_id, **({"place": division.key} if division else {})}
    return f"{reverse('in_force')}?{urlencode(query)}"


def baselines(found: Sequence[Basis], division: Division | None, townships: int) -> list[str]:
    """The number of townships that a document of this very place names, beside today's (C-15)."""
    key = division.key if division else None
    texts = [
        _("%(document)s names %(then)s townships; the registry has %(now)s today.")
        % {
            "document": basis.provision.document,
            "then": number(then),
            "now": number(townships),
        }
        for basis in found
        if basis.provision.place == key
        and isinstance(then := basis.provision.parameters.get("townships"), int)
    ]
    if not texts:
        return []
    rules = {basis.provision.rule_id for basis in found}
    reasons = [f"{c.issue}{c.handling}" for c in contradictions() if rules & set(c.rules)]
    return [*texts, *reasons]
