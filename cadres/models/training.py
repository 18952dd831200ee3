"""Training: plans, events, who took part and passed (R-TRN, R-SOC-05)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cadres.choices import OrganiserLevel, TrainingMode
from cadres.models.person import Person
from townships.models import Division
from unionreg.county import CountyForeignKey, RegistryRow


class TrainingPlan(RegistryRow):
    """What is planned for a year (the province plans, city and county carry out: R-TRN-03)."""

    township_path: ClassVar[str] = "county_code"

    year = models.PositiveSmallIntegerField(_("year"))
    level = models.PositiveSmallIntegerField(_("planned by"), choices=OrganiserLevel.choices)
    title = models.CharField(_("title"), max_length=100)
    planned_people = models.PositiveIntegerField(_("people planned"), null=True, blank=True)
    document_no = models.CharField(_("document number"), max_length=50, blank=True)

    class Meta:
        verbose_name = _("training plan")
        verbose_name_plural = _("training plans")
        ordering = ["-year", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "year", "title"],
                name="cadres_plan_once",
                violation_error_message=_("The year has a plan with this title."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.title}"


class Training(RegistryRow):
    """A course, or a training instead of a meeting. `township` empty: held for the county."""

    title = models.CharField(_("title"), max_length=100)
    plan = CountyForeignKey(
        TrainingPlan,
        verbose_name=_("training plan"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="trainings",
    )
    mode = models.CharField(_("kind of training"), max_length=20, choices=TrainingMode.choices)
    method = models.CharField(_("method"), max_length=100, blank=True)
    organiser_level = models.PositiveSmallIntegerField(
        _("level of the organiser"), choices=OrganiserLevel.choices
    )
    organiser = models.CharField(_("organised by"), max_length=100)
    before_post = models.BooleanField(_("training before taking up the post"), default=False)
    started_on = models.DateField(_("started on"))
    completed_on = models.DateField(_("completed on"))
    venue = models.CharField(_("venue"), max_length=100, blank=True)
    township = models.ForeignKey(
        Division,
        verbose_name=_("township"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        ordering = ["-completed_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(completed_on__gte=F("started_on")),
                name="cadres_training_dates",
                violation_error_message=_("The end lies before the beginning."),
            )
        ]
        indexes = [models.Index(fields=["county_code", "completed_on"], name="cadres_training_day")]

    def __str__(self) -> str:
        return self.title


class Attendance(RegistryRow):
    """Who took part in a training. `passed` empty: not recorded."""

    township_path: ClassVar[str] = "person__township_id"

    training = CountyForeignKey(
        Training,
        verbose_name=_("training"),
        on_delete=models.PROTECT,
        related_name="attendances",
        db_index=False,  # cadres_attendance_once begins with it
    )
    person = CountyForeignKey(
        Person, verbose_name=_("cadre"), on_delete=models.PROTECT, related_name="trainings"
    )
    attended = models.BooleanField(_("took part"), default=True)
    passed = models.BooleanField(_("passed"), null=True, blank=True)
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=1, null=True, blank=True)
    note = models.CharField(_("note"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "training", "person"],
                name="cadres_attendance_once",
                violation_error_message=_("This person is on the list already."),
            ),
            models.CheckConstraint(
                condition=Q(attended=True) | Q(passed__isnull=True) | Q(passed=False),
                name="cadres_passed_present",
                violation_error_message=_("Who did not take part did not pass."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.training}"
