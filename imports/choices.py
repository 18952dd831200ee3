"""Code values of imports."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a workbook holds."""

    MEMBERS = "members", _("members")
    EMPLOYERS = "employers", _("employers")
    UNIONS = "unions", _("unions")
    STATISTICS = "statistics", _("township statistics")
    CADRES = "cadres", _("cadres and posts")
    ATTENDANCE = "attendance", _("attendance of a training")
    LEVY_PAYMENTS = "levy_payments", _("payments of levies")
    LEVIES = "levies", _("levies by month")


class State(models.TextChoices):
    """Life of a batch.  The row in the database is the truth, not the queue."""

    UPLOADED = "uploaded", _("waiting to be checked")
    READING = "reading", _("being checked")
    REFUSED = "refused", _("file refused")
    READY = "ready", _("checked, waiting for you")
    CONFIRMED = "confirmed", _("waiting to be imported")
    APPLYING = "applying", _("being imported")
    APPLIED = "applied", _("imported")
    UNDO_WANTED = "undo_wanted", _("waiting to be undone")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")
    DISCARDED = "discarded", _("thrown away")
    FAILED = "failed", _("stopped by a fault")


# What a worker has to do in each state, and the state while it does it.
WORK = {
    State.UPLOADED: State.READING,
    State.READING: State.READING,
    State.CONFIRMED: State.APPLYING,
    State.APPLYING: State.APPLYING,
    State.UNDO_WANTED: State.UNDOING,
    State.UNDOING: State.UNDOING,
}
BUSY_STATES = tuple(WORK)
# A file whose rows are in the registry, or wait for a word to get there.
SENT_STATES = (State.READY, State.CONFIRMED, State.APPLYING, State.APPLIED)


class Mode(models.TextChoices):
    """What happens to good rows when others have errors."""

    GOOD_ROWS = "good_rows", _("import the rows without errors first")
    ALL_OR_NOTHING = "all_or_nothing", _("import nothing until everything is right")


class RowStatus(models.TextChoices):
    """What the import does with a row."""

    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("unchanged")
    TRANSFER = "transfer", _("transfer needed")
    FAILED = "failed", _("with errors")
    KEPT = "kept", _("not undone")


class Severity(models.TextChoices):
    """Errors keep a row out; warnings do not."""

    ERROR = "error", _("error")
    WARNING = "warning", _("warning")
