"""Trainings that are due, and trainings that are to be held."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from cadres.models import Training
from compliance.choices import SubjectKind
from compliance.deadlines import Deadline, Window, provides
from compliance.deadlines.findings import key_of
from compliance.learning.duty import duties, visible_posts
from policies.topics import rule_name


@provides
def trainings_due(window: Window) -> Iterator[Deadline]:
    """R-TRN-01: until when chairs and full-time vice-chairs who are new have to be trained."""
    for duty in duties(visible_posts(window.user), window.today):
        if duty.done or duty.due_on is None or not window.holds(duty.due_on):
            continue
        leader = duty.leader
        yield Deadline(
            key=key_of(duty.rule, SubjectKind.OFFICER, leader.pk),
            day=duty.due_on,
            title=rule_name(duty.rule),
            subject=f"{leader.union} {duty.post}",
            place=leader.township_key or leader.county_code,
            url=reverse("training"),
            clause=duty.basis,
        )


@provides
def trainings_to_come(window: Window) -> Iterator[Deadline]:
    """Trainings that have a date, on their first day."""
    rows = Training.objects.visible_to(window.user, "cadres.view_training").filter(
        started_on__range=(window.first, window.last), completed_on__gte=window.today
    )
    columns = ("pk", "title", "county_code", "township_id", "started_on")
    for pk, title, county_code, township_id, day in rows.values_list(*columns):
        yield Deadline(
            key=f"training:{pk}",
            day=day,
            title=_("Training"),
            subject=title,
            place=township_id or county_code,
            url=reverse("admin:cadres_training_change", args=[pk]),
        )
