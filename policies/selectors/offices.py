"""Which office somebody writes policy for, and which drafts are his to see."""

from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from accounts.permissions import role_allows
from policies.models import PolicyDocument, Provision
from policies.models.release import Releasable
from townships.choices import Level
from townships.models import Division

DRAFT = "policies.draft_provision"
RELEASE = "policies.release_provision"
R = TypeVar("R", PolicyDocument, Provision)


def office_of(user: Any, place: Division | None) -> Division | None:
    """The office in whose name `user` writes for a place; None where he may not.

    The nearest of his own places that the place is or lies in. Who works for the whole country
    writes for the office of the place itself, a county's for its townships.
    """
    if place is None:
        return None  # what holds in the whole country ships with the program
    offices = [above for above in place.chain() if above.level <= Level.COUNTY]
    mine = {a.division_id for a in user.active_assignments if role_allows(a.role, DRAFT)}
    everywhere = user.scope_for(DRAFT).nationwide
    return next((office for office in offices if everywhere or office.key in mine), None)


def places_for(user: Any) -> QuerySet[Division]:
    """The places that `user` may write policy for: his own and those below, down to townships."""
    rows = Division.objects.filter(level__lte=Level.TOWNSHIP, valid_to__isnull=True)
    narrowed: QuerySet[Division] = user.scope_for(DRAFT).narrow(rows.select_related("parent"))
    return narrowed


def may_edit(user: Any, record: Releasable) -> bool:
    """Whether `user` may change or delete the draft: its office, or one above."""
    return record.is_draft and _holds(user, DRAFT, record)


def may_release(user: Any, record: Releasable) -> bool:
    """Whether `user` may release the draft, unless he wrote it: its office, or one above."""
    return record.is_draft and _holds(user, RELEASE, record)


def may_supersede(user: Any, old: Provision, permission: str = DRAFT) -> bool:
    """Whether what holds in a place of `user` is his to replace or end.

    His office or one below issued it, or it shipped; what an office above issued is not his.
    """
    return old.owner is None or bool(user.scope_for(permission).holds(old.owner))


def _holds(user: Any, permission: str, record: Releasable) -> bool:
    return record.owner is not None and user.scope_for(permission).holds(record.owner)


def readable(rows: QuerySet[R], user: Any) -> QuerySet[R]:
    """What was released, and the drafts of offices inside the user's places.

    A draft is no news: neither the offices beside and above see it nor those who only read.
    """
    drafts = Q(state="draft", owner__in=_owners(user))
    return rows.filter(~Q(state="draft") | drafts)


def _owners(user: Any) -> QuerySet[Division]:
    offices = Division.objects.filter(level__lte=Level.COUNTY)
    inside: QuerySet[Division] = user.scope_for(DRAFT).narrow(offices)
    return inside if not user.scope_for(DRAFT).empty else Division.objects.none()


def waiting_for(user: Any, rows: QuerySet[R]) -> QuerySet[R]:
    """The drafts that `user` could release: of his offices, written by somebody else."""
    if user.scope_for(RELEASE).empty:
        return rows.none()
    return rows.filter(state="draft", owner__in=_owners(user)).exclude(author=user)
