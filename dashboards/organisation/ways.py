"""What the reader may do about an organisation: buttons that lead to the form of the record.

A button is there only where its page exists and the reader holds the permission in that place.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from townships.choices import UnionKind
from townships.models import Union

# Name of the button → record, and the field that names the union.
NEW = {
    "appoint": ("cadres.appointment", "union"),
    "term": ("cadres.term", "union"),
    "meeting": ("cadres.meeting", "union"),
    "body": ("cadres.organisationbody", "union"),
    "federation": ("federations.federation", "union"),
    "work": ("rights.workrecord", "union"),
    "contract": ("rights.collectivecontract", "union"),
}
LISTS = {
    "posts": ("cadres.appointment", "union__id__exact"),
    "members": ("members.member", "union__id__exact"),
    "employers": ("townships.employer", "covered_by"),
    "works": ("rights.workrecord", "union__id__exact"),
    "contracts": ("rights.collectivecontract", "union__id__exact"),
}


def page(name: str, *args: object, **query: object) -> str:
    """The address of a page; "" where there is none."""
    try:
        base = reverse(name, args=args)
    except NoReverseMatch:
        return ""
    return f"{base}?{urlencode(query)}" if query else base


def admin_page(model: str, action: str, *args: object, **query: object) -> str:
    """A page of the lists and forms: "cadres.term", "add"."""
    return page(f"admin:{model.replace('.', '_')}_{action}", *args, **query)


def may(user: Any, union: Union, permission: str) -> bool:
    """Whether the reader holds a permission where the union lies."""
    return bool(user.scope_for(permission).covers(union.county_code, union.township_id))


def model_of(union: Union) -> str:
    """The record under which a union is changed."""
    if union.kind == UnionKind.TOWNSHIP:
        return "townships.townshipunion"
    return "townships.union" if union.kind == UnionKind.COUNTY else "townships.grassrootsunion"


def ways(user: Any, union: Union) -> dict[str, str]:
    """Addresses by name of the button; "" for what the reader cannot do or see."""
    found = {name: _new(user, union, *target) for name, target in NEW.items()}
    if not union.is_open:
        found = dict.fromkeys(found, "")
    lists = {
        name: admin_page(model, "changelist", **{field: union.pk})
        for name, (model, field) in LISTS.items()
    }
    if found["term"]:
        found["term"] = page("term_open", union.pk) or found["term"]
    if union.kind != UnionKind.FEDERATION:
        del found["federation"]
    elif found["federation"]:
        found["federation"] = page("federation_complete", union.pk) or found["federation"]
    return {
        **lists,
        **found,
        "terms": page("union_terms", union.pk),
        "meetings": admin_page("cadres.meeting", "changelist", q=union.name),
        "change": admin_page(model_of(union), "change", union.pk),
        "history": admin_page(model_of(union), "history", union.pk),
        "documents": page("documents", union.pk),
        "below": admin_page("townships.grassrootsunion", "changelist", superior=union.pk),
    }


def _new(user: Any, union: Union, model: str, field: str) -> str:
    app, name = model.split(".")
    if not may(user, union, f"{app}.add_{name}"):
        return ""
    return admin_page(model, "add", **{field: union.pk})
