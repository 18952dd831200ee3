"""What a save has changed, in one sentence for the page after it."""

from django.db import models
from django.utils.translation import gettext as _

from history.context import request_id
from history.selectors import FieldChange, changes_of, labelled

MOST_NAMED = 3  # fields; more of them are counted
LONGEST = 40  # characters of a value; a longer one is not repeated


def saved_words(record: models.Model) -> str:
    """Which fields the request at work has changed, with old and new values as lists show them."""
    names = {"name": str(record)}
    fields = _changed(record)
    if not fields:
        return _("%(name)s: nothing had to be saved, all is as it was.") % names
    if len(fields) > MOST_NAMED:
        return _("Saved. %(name)s: %(n)s fields changed.") % {**names, "n": len(fields)}
    what = _("; ").join(_in_words(field) for field in fields)
    return _("Saved. %(name)s: %(what)s.") % {**names, "what": what}


def _changed(record: models.Model) -> list[FieldChange]:
    """The changed fields of all entries that the request at work has written."""
    entries = changes_of(record).filter(request_id=request_id.get()).order_by("pk")
    return [field for _entry, fields in labelled(entries) for field in fields]


def _in_words(field: FieldChange) -> str:
    values = {"field": field.label, "before": field.before, "after": field.after}
    if max(len(field.before), len(field.after)) > LONGEST:
        return _("%(field)s changed") % values
    return _("%(field)s changed from %(before)s to %(after)s") % values
