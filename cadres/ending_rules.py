"""What is asked of somebody who leaves a post: R-TRM-07 and days that run forwards."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.cases import PostCase, problem_of
from cadres.choices import LEAVING, EndReason
from cadres.rules import ends_with_the_term, last_day_of
from policies.engine import NEVER
from townships.problems import Problem


def problems_of_ending(case: PostCase) -> list[Problem]:
    """Everything that is to be said against ending the post."""
    return [
        *_forwards(case),
        *_reason(case),
        *_with_consent(case),
        *ends_with_the_term(case),
    ]


def _forwards(case: PostCase) -> Iterator[Problem]:
    post = case.post
    if post.valid_to and post.valid_to < post.valid_from:
        text = _("In office since %(first)s. The last day cannot lie before it.")
        yield _refusal("last_day", text % {"first": post.valid_from.isoformat()})
    today = timezone.localdate()
    for name in ("consent_committee_on", "consent_upper_on"):
        day: date | None = getattr(post, name)
        if day and day > today:
            yield _refusal(name, _("This day is still to come. Record the change on that day."))


def _reason(case: PostCase) -> Iterator[Problem]:
    """The end of the term is a reason only once it has come."""
    post, ends = case.post, term_end(case)
    if post.end_reason not in dict(LEAVING):
        yield _refusal("reason", _("Choose why the person left the post."))
    elif post.end_reason == EndReason.TERM and ends and post.valid_to and post.valid_to < ends:
        text = _("The term lasts until %(day)s. Choose why the person left before that.")
        yield _refusal("reason", text % {"day": ends.isoformat()})
    elif post.end_reason == EndReason.CLOSED and post.union.is_open:
        text = _("%(union)s exists today. Choose another reason, or close it first.")
        yield _refusal("reason", text % {"union": post.union.name})


def term_end(case: PostCase) -> date | None:
    """The last day of the term of the post: before the election that ended it, or as it is due."""
    return case.post.term and last_day_of(case.post.term)


def _with_consent(case: PostCase) -> Iterator[Problem]:
    """R-TRM-07: moved before the end of the term only with both consents, given before."""
    post = case.post
    if not case.leads or post.end_reason != EndReason.TRANSFER or post.valid_to is None:
        return
    values = {
        "end_date": post.valid_to,
        "term_end": term_end(case),
        "end_reason": post.end_reason,
        "consent_committee": post.consent_committee_on or NEVER,
        "consent_upper": post.consent_upper_on or NEVER,
    }
    for verdict in case.verdicts("R-TRM-07", **values):
        if verdict.met is False:
            for field, text in _missing(post.valid_to, case):
                yield problem_of(verdict, field, text)
        elif verdict.met is None:
            text = _(
                "No term is recorded, so it is unknown whether this move comes before its end."
            )
            yield Problem("R-TRM-07", text, "reason", f"{verdict.document} {verdict.clause}")


def _missing(last_day: date, case: PostCase) -> Iterator[tuple[str, str]]:
    """The consents that are missing or came too late, by field."""
    names = {
        "consent_committee_on": _("the own committee"),
        "consent_upper_on": _("the next higher union"),
    }
    ends = term_end(case)
    for field, who in names.items():
        day: date | None = getattr(case.post, field)
        if day is None:
            text = _(
                "The term lasts until %(end)s. A move before that needs the consent of %(who)s: "
                "enter its day, or choose another reason."
            )
            yield field, text % {"end": ends.isoformat() if ends else "", "who": who}
        elif day > last_day:
            text = _("%(who)s agreed on %(day)s, after the last day in office.")
            yield field, text % {"who": who, "day": day.isoformat()}


def _refusal(field: str, text: str) -> Problem:
    return Problem("", text, field, blocking=True)
