"""Schemes of an office: copied, written, released by a second person, superseded."""

import datetime
import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from funding.models import Scheme, SchemePart
from funding.schemes.calculating import terms_of
from funding.schemes.checks import problems
from history.services import differences, record, snapshot
from policies.choices import State
from policies.engine import Book, place_of
from policies.selectors import load_book
from townships.models import Division
from unionreg.refusals import Refused

CHANGE = "funding.change_scheme"
DAY = datetime.timedelta(days=1)


@transaction.atomic
def save_scheme(
    *, scheme: Scheme, parts: Sequence[SchemePart], user: Any, seen: str | None = None
) -> Scheme:
    """Save a draft with all its parts; `user` becomes its author.

    `seen`: the stamp of the draft that the user started from (`stamp_of`).

    Raises Refused for a scheme that was released or changed meanwhile, one of another office and
    one without a document, ValidationError by field. Whether it can be calculated is looked at on
    its release.
    """
    before = None
    if not scheme._state.adding:
        before = recorded(_locked(scheme, user, seen))
    elif not _is_office(user, scheme.owner):
        raise Refused(_("It is a scheme of another office."))
    if not scheme.basis.strip():
        raise Refused({"document_text": _("Name the document that lays the scheme down.")})
    scheme.key = scheme.key or _new_key(scheme)
    scheme.author = user
    scheme.full_clean()
    scheme.save()
    scheme.parts.all().delete()
    for number, part in enumerate(parts, start=1):
        part.pk, part.scheme, part.number = None, scheme, number
        part.full_clean(exclude=["scheme"])
    SchemePart.objects.bulk_create(parts)
    _note(scheme, before, user)
    return scheme


@transaction.atomic
def release_scheme(*, scheme: Scheme, user: Any, seen: str | None = None) -> Scheme:
    """Put a draft in force. What it supersedes ends on the day before.

    `seen`: the stamp of the draft that the user was shown (`stamp_of`). Raises Refused for its
    author, another office, a draft changed meanwhile, a part without base and a number outside
    its bounds.
    """
    draft = _locked(scheme, user, seen)
    if draft.author_id == user.pk:
        text = _("You wrote “%(record)s” yourself; somebody else of the office has to release it.")
        raise Refused(text % {"record": draft})
    if wrong := problems(draft.parts.all()):
        raise Refused(wrong)
    before = recorded(draft)
    draft.state, draft.releaser, draft.released_at = State.RELEASED, user, timezone.now()
    if draft.supersedes_id:
        _end(draft, user)
    draft.full_clean()
    draft.save()
    _note(draft, before, user, _("released"))
    return draft


def _end(draft: Scheme, user: Any) -> None:
    old = Scheme.objects.select_for_update(of=("self",)).get(pk=draft.supersedes_id)
    if old.valid_from >= draft.valid_from:
        text = _("It begins on %(day)s; the new scheme has to begin later.")
        raise Refused({"valid_from": text % {"day": old.valid_from.isoformat()}})
    if old.state != State.RELEASED:
        raise Refused(_("“%(record)s” was superseded already.") % {"record": old})
    before = recorded(old)
    last = draft.valid_from - DAY
    old.valid_to = min(last, old.valid_to) if old.valid_to else last
    old.state = State.SUPERSEDED
    old.save()
    _note(old, before, user, _("superseded by %(new)s") % {"new": draft})


def copy_of(scheme: Scheme, county: Division, on: datetime.date) -> tuple[Scheme, list[SchemePart]]:
    """A draft for a county with the parts of another scheme; nothing is saved.

    Where the rule is not in force in the county, the numbers of its own place are copied instead.
    A new version of a scheme of the county supersedes it.
    """
    rows = list(scheme.parts.all())
    book = load_book(*{part.rule for part in rows if part.rule} or {"R-FND-09"})
    own = scheme.owner_id == county.key
    draft = Scheme(
        owner=county,
        place=county,
        title=scheme.title if own else f"{county.name}：{scheme.title}"[:100],
        document_text=scheme.document_text if own else "",
        document=scheme.document if own else None,
        valid_from=on,
        note=scheme.note if own else "",
        supersedes=scheme if own and scheme.state == State.RELEASED else None,
    )
    return draft, [_copy(part, scheme, county, on, book) for part in rows]


def _copy(
    part: SchemePart, scheme: Scheme, county: Division, on: datetime.date, book: Book
) -> SchemePart:
    here = place_of(*(one.key for one in county.chain()))
    new = SchemePart(
        number=part.number,
        label=part.label,
        kind=part.kind,
        source=part.source,
        base=part.base,
        rule=part.rule,
        parameters=dict(part.parameters),
    )
    if part.rule and not book.in_force(part.rule, here, on):
        there = place_of(*(one.key for one in scheme.place.chain()))
        numbers = terms_of(part, there, on, book, "").numbers
        new.rule, new.parameters = "", {name: str(value) for name, value in numbers.items()}
    return new


def _locked(scheme: Scheme, user: Any, seen: str | None) -> Scheme:
    stored: Scheme = Scheme.objects.select_for_update(of=("self",)).get(pk=scheme.pk)
    if stored.state != State.DRAFT:
        raise Refused(_("It has been released and is not edited any more. Make a new version."))
    if not _is_office(user, stored.owner):
        raise Refused(_("It is a scheme of another office."))
    if seen is not None and seen != stamp_of(stored):
        raise Refused(_("Somebody else has just changed it. Look at it again."))
    return stored


def stamp_of(scheme: Scheme) -> str:
    """What a page carries to tell later whether the draft is still as its reader saw it."""
    text = json.dumps(recorded(scheme), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _is_office(user: Any, owner: Division | None) -> bool:
    return owner is not None and user.scope_for(CHANGE).covers(owner.key, None)


def _new_key(scheme: Scheme) -> str:
    """The key of a scheme of an office: its county and a number."""
    count = Scheme.objects.filter(owner=scheme.owner).count() + 1
    while Scheme.objects.filter(key=f"{scheme.owner_id}-{count}").exists():
        count += 1
    return f"{scheme.owner_id}-{count}"


def recorded(scheme: Scheme) -> dict[str, Any]:
    """What the change history keeps: the fields, and the parts in words."""
    kept = snapshot(scheme)
    kept["parts"] = "；".join(_in_words(part) for part in scheme.parts.all())
    return kept


def _in_words(part: SchemePart) -> str:
    numbers = " ".join(f"{name}={value}" for name, value in sorted(part.parameters.items()))
    words = (part.label, part.get_kind_display(), part.get_base_display(), part.rule, numbers)
    return " ".join(str(word) for word in words if word)


def _note(scheme: Scheme, before: dict[str, Any] | None, user: Any, reason: str = "") -> None:
    now = recorded(scheme)
    fields = differences(before or {}, now)
    place = (scheme.owner_id or "", "")
    record(instance=scheme, before=before, user=user, reason=reason, fields=fields, place=place)
