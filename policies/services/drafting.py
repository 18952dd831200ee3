"""Drafts of documents and provisions: written, changed and deleted by their office.

What was released is never edited; another provision takes its place (`services.releasing`).
"""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from history.choices import Action
from history.services import differences, record
from policies.models import PolicyDocument, Provision
from policies.selectors.offices import DRAFT, may_edit, may_supersede, office_of
from policies.selectors.states import recorded, stamp_of
from townships.models import Division
from townships.services.common import refuse_too_early, refuse_too_late
from unionreg.county import Conflict

R = TypeVar("R", PolicyDocument, Provision)


@transaction.atomic
def save_draft(*, draft: R, user: Any, seen: str | None = None) -> R:
    """Save a new or changed draft with its history; `user` becomes its author.

    `seen` is the stamp of the state that the user started from. Raises Conflict when it has changed
    since, ValidationError by field for a place or document that is not his, for what was released,
    and for everything that is wrong with the record itself.
    """
    before = None if draft._state.adding else recorded(locked_draft(draft, user, seen))
    draft.owner = _owner(draft, user)
    _check_document(draft, user)
    check_predecessor(draft, user)
    draft.full_clean()
    _check_years(draft)
    if before is not None and not differences(before, recorded(draft)):
        return draft  # who changed nothing is no author
    draft.author = user
    draft.save()
    write_history(draft, before, user)
    return draft


@transaction.atomic
def discard_draft(*, draft: R, user: Any, seen: str | None = None) -> None:
    """Delete a draft; its history stays. Raises Conflict and ValidationError as `save_draft`.

    A document whose clauses are there already goes after them.
    """
    stored = locked_draft(draft, user, seen)
    clauses = getattr(stored, "provisions", None)
    if clauses is not None and clauses.exists():
        raise ValidationError(_("Delete its provisions first."))
    fields = {name: [value, None] for name, value in recorded(stored).items() if value}
    reason = _("draft deleted")
    record(
        instance=stored,
        before=None,
        user=user,
        action=Action.REMOVED,
        fields=fields,
        reason=reason,
    )
    stored.delete()


def locked_draft(draft: R, user: Any, seen: str | None) -> R:
    """The stored draft, locked. Raises Conflict when it is not as the user saw it.

    Raises ValidationError when it is no draft any more, or of another office.
    """
    stored: R = type(draft)._default_manager.select_for_update(of=("self",)).get(pk=draft.pk)
    if not stored.is_draft:
        raise ValidationError(_("It has been released and is not edited any more."))
    if not may_edit(user, stored):
        raise ValidationError(_("It is a draft of another office."))
    if seen is not None and seen != stamp_of(stored):
        raise Conflict(stored)
    return stored


def _owner(draft: PolicyDocument | Provision, user: Any) -> Division:
    """The office that a draft belongs to: a colleague's change does not move it."""
    place = draft.jurisdiction
    if place is None:
        raise ValidationError({"jurisdiction": _("Choose the place in which it holds.")})
    office = office_of(user, place)
    if office is None:
        text = _("%(place)s is outside of your places; an office writes for its own place only.")
        raise ValidationError({"jurisdiction": text % {"place": place}})
    kept = draft.owner if draft.owner in place.chain() else None
    return kept or office


def _check_document(draft: PolicyDocument | Provision, user: Any) -> None:
    """A clause of a draft that another office still writes is no clause yet."""
    document = getattr(draft, "document", None)
    if document is not None and document.is_draft and not may_edit(user, document):
        raise ValidationError({"document": _("It is a draft of another office.")})


def _check_years(draft: PolicyDocument | Provision) -> None:
    """A year such as 0206 is a typing error, and would let a document hold since ever."""
    for name in ("issued_on", "valid_from", "valid_to"):
        day = getattr(draft, name, None)
        refuse_too_early(day, name)
        refuse_too_late(day, name)


def check_predecessor(
    draft: PolicyDocument | Provision, user: Any, permission: str = DRAFT
) -> None:
    """What an office above issued for a place, the place's own office neither replaces nor ends."""
    old: Provision | None = getattr(draft, "supersedes", None)
    if old is not None and not may_supersede(user, old, permission):
        text = _("The office of %(owner)s issued it; only that office or one above can end it.")
        raise ValidationError({"supersedes": text % {"owner": old.owner}})


def write_history(
    after: PolicyDocument | Provision, before: dict[str, Any] | None, user: Any, reason: str = ""
) -> None:
    """One entry of the change history, with the parameters in words."""
    now = recorded(after)
    if before is None:
        fields = {name: [None, value] for name, value in now.items() if value not in (None, "")}
    else:
        fields = differences(before, now)
    record(instance=after, before=before, user=user, fields=fields, reason=reason)
