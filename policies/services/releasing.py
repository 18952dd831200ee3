"""The release of a draft by a second person, and what it supersedes.

From then on the record is never edited. Only its end can still change, on the day before a
successor begins; stored verdicts carry copies and stay as they were.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from policies.choices import State
from policies.models import PolicyDocument, Provision
from policies.models.provision import DAY
from policies.selectors.offices import RELEASE, may_release
from policies.selectors.states import recorded, stamp_of
from policies.services.drafting import check_predecessor, write_history
from townships.models import Division
from unionreg.county import Conflict

R = TypeVar("R", PolicyDocument, Provision)
FollowUp = Callable[[Provision], object]
_follow_ups: list[FollowUp] = []


def after_release(follow_up: FollowUp) -> None:
    """Have `follow_up` called with every provision that is released, before the commit.

    Called by an app when it starts; this one knows none of them.
    """
    if follow_up not in _follow_ups:
        _follow_ups.append(follow_up)


@transaction.atomic
def release_provision(*, provision: Provision, user: Any, seen: str | None = None) -> Provision:
    """Put a draft in force, with its document while that is a draft too.

    What it supersedes ends on the day before. `seen` is the stamp of what the user was shown.
    Raises Conflict when the draft has changed since, ValidationError for its author, for another
    office, for what an office above issued and this would end, for what was released already and
    for what does not fit in any more.
    """
    _lock_place(provision)  # two releases for one place would not see each other
    draft = checked_draft(provision, user, seen)
    if draft.document.is_draft:
        draft.document = mark_released(checked_draft(draft.document, user, None), user)
    old = _locked_predecessor(draft)  # before the checks, which look at its state
    check_predecessor(draft, user, RELEASE)
    draft.full_clean()
    if old is not None:
        _end(old, draft, user)
    released = mark_released(draft, user)
    for follow_up in _follow_ups:
        follow_up(released)
    return released


@transaction.atomic
def release_document(
    *, document: PolicyDocument, user: Any, seen: str | None = None
) -> PolicyDocument:
    """Release a document alone; its provisions wait for their own. Raises as the one above."""
    draft = checked_draft(document, user, seen)
    draft.full_clean()
    return mark_released(draft, user)


def _lock_place(provision: Provision) -> None:
    Division.objects.select_for_update(no_key=True).get(pk=provision.jurisdiction_id)


def checked_draft(record: R, user: Any, seen: str | None) -> R:
    """The stored draft, locked, if `user` may release it. Raises as `release_provision`."""
    stored: R = type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
    if not stored.is_draft:
        raise ValidationError(_("It has been released already."))
    if not may_release(user, stored):
        raise ValidationError(_("It is a draft of another office."))
    if stored.author_id == user.pk:
        raise ValidationError(
            _("You wrote “%(record)s” yourself; somebody else of the office has to release it.")
            % {"record": stored}
        )
    if seen is not None and seen != stamp_of(stored):
        raise Conflict(stored)
    return stored


def mark_released(draft: R, user: Any) -> R:
    """Save the checked draft as released by `user`, with its history."""
    before = recorded(draft)
    draft.state, draft.releaser, draft.released_at = State.RELEASED, user, timezone.now()
    draft.save()
    write_history(draft, before, user, _("released"))
    return draft


def _locked_predecessor(draft: Provision) -> Provision | None:
    """What the draft supersedes as it is stored now, locked; the draft's checks see it."""
    if draft.supersedes_id is None:
        return None
    rows = Provision.objects.select_for_update(of=("self",))
    stored: Provision = rows.get(pk=draft.supersedes_id)
    draft.supersedes = stored
    return stored


def _end(old: Provision, successor: Provision, user: Any) -> None:
    """Let the old provision end on the day before its successor begins."""
    before = recorded(old)
    last = successor.valid_from - DAY
    old.valid_to = min(last, old.valid_to) if old.valid_to else last
    old.state = State.WITHDRAWN if successor.repeals else State.SUPERSEDED
    old.save(update_fields=["valid_to", "state"])
    write_history(old, before, user, _("superseded by %(new)s") % {"new": successor})
