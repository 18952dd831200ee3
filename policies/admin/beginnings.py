"""What a new provision begins with: the address names a rule, or a provision to start from.

`?rule=R-ORG-02&place=410581&p_firm_count=70` fills a form in, for the simulator and for links.
`?supersedes=ID`, `?ends=ID` and `?copies=ID` start from a provision in force: its successor, its
end, or a set of one's own that takes its numbers over (the scheme of another place, say).
"""

import re
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.http import urlencode

from policies.choices import State
from policies.engine import Rule
from policies.forms import PREFIX, effects_of, parameter_initial, rule_or_none
from policies.models import Provision
from policies.parameter_forms import PairField, typed_fields
from policies.selectors.offices import places_for, readable
from policies.selectors.places import is_key
from unionreg.text import as_key

_SOURCES = ("supersedes", "ends", "copies")
_KEPT = ("place", "valid_from")


@dataclass(frozen=True)
class Beginning:
    """The rule and the first values of a form. `repeals`: it only ends what it names."""

    rule: Rule[Any] | None = None
    initial: dict[str, Any] = field(default_factory=dict)
    repeals: bool = False
    as_query: str = ""


def beginning_of(request: HttpRequest) -> Beginning:
    """What the address asks for; what it cannot mean is left out."""
    for name in _SOURCES:
        source = _source(request, name)
        if source is not None:
            return _from(source, name)
    rule = rule_or_none(request.POST.get("rule_id") or request.GET.get("rule"))
    kept = {name: request.GET[name] for name in _KEPT if name in request.GET}
    return Beginning(rule, _given(request, rule), as_query=urlencode(kept))


def _source(request: HttpRequest, name: str) -> Provision | None:
    """The provision that the address names, if the reader may see it and it judges."""
    key = as_key(request.GET.get(name))
    if key is None:
        return None
    rows = readable(Provision.objects.filter(repeals=False), request.user)
    found = rows.exclude(state=State.DRAFT).filter(pk=key)
    return found.select_related("document", "jurisdiction").first()


def _from(source: Provision, name: str) -> Beginning:
    """Numbers and effect of the source. Words and reading are those of its document: the new
    document is still to be chosen, and must not quote what it does not say."""
    rule = rule_or_none(source.rule_id)
    if rule is None or name == "ends":
        return Beginning(rule, {"supersedes": source.pk}, repeals=name == "ends")
    effect = source.kind if source.kind in effects_of(rule) else effects_of(rule)[0]
    initial: dict[str, Any] = {
        **parameter_initial(rule, source.parameters),
        "modality": source.modality,
        "kind": effect,
    }
    if name == "supersedes":
        initial |= {"supersedes": source.pk, "jurisdiction": source.jurisdiction}
    return Beginning(rule, initial)


def _numbers(request: HttpRequest, rule: Rule[Any]) -> dict[str, Any]:
    """The parameters as the address writes them; of a range both numbers, with a comma."""
    given = {t.name: request.GET.get(PREFIX + t.name) for t in typed_fields(rule)}
    pairs = {t.name for t in typed_fields(rule) if isinstance(t.field, PairField)}
    return {
        name: re.split("[,，、]", text)[:2] if name in pairs else text
        for name, text in given.items()
        if text
    }


def _given(request: HttpRequest, rule: Rule[Any] | None) -> dict[str, Any]:
    """Place, day and numbers from the address."""
    if rule is None:
        return {}
    initial = parameter_initial(rule, _numbers(request, rule))
    key = request.GET.get("place", "")
    place = places_for(request.user).filter(key=key).first() if is_key(key) else None
    if place is not None:
        initial["jurisdiction"] = place
    if "valid_from" in request.GET:
        initial["valid_from"] = request.GET["valid_from"][:10]
    return initial
