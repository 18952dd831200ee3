"""A full check of a county, which runs in the background."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.choices import RunState
from unionreg.county import CountyRow

UNFINISHED = (RunState.WAITING, RunState.RUNNING)


class CheckRun(CountyRow):
    """Progress is `done` of `total` rules. A county has one unfinished run at most."""

    state = models.CharField(
        _("state"), max_length=10, choices=RunState.choices, default=RunState.WAITING
    )
    done = models.PositiveIntegerField(_("rules done"), default=0)
    total = models.PositiveIntegerField(_("rules"), default=0)
    subjects = models.PositiveIntegerField(_("verdicts"), default=0)
    opened = models.PositiveIntegerField(_("new findings"), default=0)
    resolved = models.PositiveIntegerField(_("resolved findings"), default=0)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.SET_NULL,
        null=True,
        db_constraint=False,
        related_name="+",
    )
    requested_at = models.DateTimeField(_("requested"), default=timezone.now)
    heartbeat = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("check of a county")
        verbose_name_plural = _("checks of counties")
        ordering = ["-requested_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code"],
                condition=Q(state__in=UNFINISHED),
                name="compliance_run_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.county_code} {self.requested_at:%Y-%m-%d %H:%M}"
