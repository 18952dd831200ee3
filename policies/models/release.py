"""What documents and provisions have in common: written by one person, released by another."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from policies.choices import State


class ReleasableQuerySet(models.QuerySet[Any]):
    """What everybody may read, and what is still being written."""

    def released(self) -> "ReleasableQuerySet":
        """Without drafts: what judged or judges."""
        return self.exclude(state=State.DRAFT)


class Releasable(models.Model):
    """A record of policy: a draft until somebody other than its author releases it.

    `key` names one that ships with the program, else it is empty. `owner` is the office that added
    the record, a province, city or county; what ships has none. `author` wrote the draft last, so
    nobody releases numbers that only he has seen.
    """

    state = models.CharField(
        _("state"),
        max_length=10,
        choices=State.choices,
        default=State.DRAFT,
        editable=False,
    )
    owner = models.ForeignKey(
        "townships.Division",
        verbose_name=_("added by the office of"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    releaser = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("released by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    released_at = models.DateTimeField(_("released at"), null=True, editable=False)

    objects = models.Manager.from_queryset(ReleasableQuerySet)()

    class Meta:
        abstract = True

    @property
    def is_draft(self) -> bool:
        """Whether it still waits for its release and judges nothing."""
        return self.state == State.DRAFT

    @property
    def is_shipped(self) -> bool:
        """Whether it came with the program."""
        return bool(getattr(self, "key", ""))


def release_constraints(name: str) -> list[models.CheckConstraint]:
    """What the database holds for records that can be released; `name` begins their names."""
    released_by_somebody = Q(
        owner__isnull=False,
        author__isnull=False,
        releaser__isnull=False,
        released_at__isnull=False,
    )
    return [
        models.CheckConstraint(
            condition=~Q(key="") | Q(releaser__isnull=True) | ~Q(releaser=F("author")),
            name=f"{name}_two_persons",
            violation_error_message=_("Somebody other than the author has to release it."),
        ),
        models.CheckConstraint(
            condition=~Q(key="") | Q(state=State.DRAFT) | released_by_somebody,
            name=f"{name}_released",
            violation_error_message=_("What is in force names its office, author and releaser."),
        ),
        models.CheckConstraint(
            condition=Q(key="") | ~Q(state=State.DRAFT),
            name=f"{name}_shipped",
            violation_error_message=_("What ships with the program is no draft."),
        ),
    ]
