"""When a township union took a form and when it gave it up, by its change history."""

from datetime import date

from django.utils import timezone

from history.choices import Action
from history.models import Change
from history.selectors import changes_of
from townships.models import Union


def form_given_up_on(union: Union, form: str, *, before: date) -> date | None:
    """The last day before `before` on which the union changed from this form to another one."""
    if union.pk is None:
        return None
    changes = changes_of(union).filter(action=Action.CHANGED, at__date__lt=before)
    return _day_of(changes.filter(fields__form__0=form).first())


def form_taken_on(union: Union, form: str) -> date | None:
    """The last day on which the union changed to this form; None when it was founded with it."""
    changes = changes_of(union).filter(action=Action.CHANGED)
    return _day_of(changes.filter(fields__form__1=form).first())


def _day_of(change: Change | None) -> date | None:
    return timezone.localtime(change.at).date() if change else None
