"""Share tables: written by one person, checked and released by another (R-FND-04, R-FND-05)."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from funding.models import ShareTable
from funding.models.share_table import WHOLE
from policies.choices import State
from policies.engine import Kind, Status, Verdict
from policies.selectors import load_book, place_of_division
from policies.selectors.offices import RELEASE, may_supersede
from policies.selectors.states import recorded
from policies.services import save_draft
from policies.services.drafting import write_history
from policies.services.releasing import checked_draft, mark_released
from townships.models import Division
from townships.problems import Problem, refuse
from townships.services.common import ONE_DAY
from unionreg.refusals import Refused


def save_share_table(*, table: ShareTable, user: Any, seen: str | None = None) -> ShareTable:
    """Save a new or changed draft; `user` becomes its author. Raises as `save_draft`."""
    draft: Any = table
    saved: ShareTable = save_draft(draft=draft, user=user, seen=seen)
    return saved


@transaction.atomic
def release_share_table(
    *, table: ShareTable, user: Any, seen: str | None = None
) -> tuple[Problem, ...]:
    """Put a draft in force from its first day; the table before it ends on the day before.

    Raises Refused when the shares are not 100 % together or the grassroots share is too small
    (总工发〔2016〕28号 四.3, R-FND-04), and where a later table is in force; ValidationError for
    the author and for another office; Conflict. Returns what is to be told: that no share of
    the townships is laid down (R-FND-05).
    """
    Division.objects.select_for_update(no_key=True).get(pk=table.jurisdiction_id)
    record: Any = table
    draft: Any = checked_draft(record, user, seen)
    notices = refuse(problems(draft))
    old = _predecessor(draft)
    if old is not None:
        _end(old, draft, user)
    draft.supersedes = old
    draft.full_clean()
    mark_released(draft, user)
    return notices


def problems(table: ShareTable) -> list[Problem]:
    """What the rules have against a table on its first day."""
    total = sum(table.shares.values())
    if total != WHOLE:
        text = _("All shares together make %(total)s%%; they have to make exactly 100%%.")
        return [Problem("R-FND-04", text % {"total": f"{total:f}"}, blocking=True)]
    shares = {
        "grassroots_share": table.grassroots,
        "township_share": table.township or 0,
        "upper_share": table.upper,
    }
    laid_down = {"township_share_given": table.township is not None}
    return [
        *_told(table, "R-FND-04", "grassroots", shares),
        *_told(table, "R-FND-05", "township", laid_down),
    ]


def _told(table: ShareTable, rule: str, field: str, values: dict[str, Any]) -> list[Problem]:
    return [
        Problem(
            rule,
            "; ".join(one.sentence for one in verdict.conditions if one.met is False),
            field,
            f"{verdict.document} {verdict.clause}",
            blocking=verdict.kind is Kind.HARD_BLOCK,
            decision=None,
        )
        for verdict in verdicts(table, rule, values)
        if verdict.status is Status.VIOLATED
    ]


def verdicts(table: ShareTable, rule: str, values: dict[str, Any]) -> tuple[Verdict, ...]:
    """What each provision of the rule says at the place on the first day of the table."""
    place = Division.objects.with_chain().get(pk=table.jurisdiction_id)
    book = load_book(rule)
    return book.verdicts(rule, place=place_of_division(place), on=table.valid_from, measures=values)


def _predecessor(draft: ShareTable) -> ShareTable | None:
    """The table that holds when the draft begins, locked. Raises Refused for one to come."""
    rows = ShareTable.objects.select_for_update(of=("self",)).filter(
        jurisdiction_id=draft.jurisdiction_id, state__in=(State.RELEASED, State.SUPERSEDED)
    )
    later = rows.filter(valid_from__gte=draft.valid_from).order_by("valid_from").first()
    if later is not None:
        text = _("“%(name)s” begins on %(day)s. Choose a later first day.")
        said = text % {"name": later, "day": later.valid_from.isoformat()}
        raise Refused({"valid_from": said})
    holds = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=draft.valid_from))
    found: ShareTable | None = holds.first()
    return found


def _end(old: ShareTable, successor: ShareTable, user: Any) -> None:
    record: Any = old
    if not may_supersede(user, record, RELEASE):
        text = _("The office of %(owner)s issued it; only that office or one above can end it.")
        raise Refused({"valid_from": text % {"owner": old.owner}})
    before = recorded(old)
    old.valid_to, old.state = successor.valid_from - ONE_DAY, State.SUPERSEDED
    old.save(update_fields=["valid_to", "state"])
    write_history(record, before, user, _("superseded by %(new)s") % {"new": successor})
