"""Social union workers and training of the demo counties."""

from __future__ import annotations

import datetime
from typing import Any

from cadres.choices import (
    LEADERS,
    Body,
    HireMode,
    OrganiserLevel,
    PaySource,
    TrainingMode,
)
from cadres.models import (
    Appointment,
    Attendance,
    Person,
    SocialWorker,
    Training,
    TrainingPlan,
    WorkerAssignment,
)
from townships.choices import UnionKind
from townships.models import Union
from unionreg.demo.cadres import Cadres
from unionreg.demo.writing import log

MONTHLY = 3600
WORKERS_IN = 3  # townships that have social union workers, beginning with the largest
# Days from today to the end of the contract.
CONTRACTS = (25, 80, 400, -12, 700)


def next_course(day: datetime.date) -> datetime.date:
    """The first course after a day: one in May and one in November of each year."""
    courses = (
        datetime.date(year, month, 20) for year in (day.year, day.year + 1) for month in (5, 11)
    )
    return next(course for course in courses if course > day)


class TrainingAndWorkers:
    """One county; `cadres` makes the people."""

    def __init__(self, cadres: Cadres) -> None:
        self.cadres, self.county, self.today = cadres, cadres.county, cadres.today
        unions = Union.objects.in_county(self.county.key).select_related("township")
        self.townships = list(unions.filter(kind=UnionKind.TOWNSHIP).order_by("code"))

    def build(self) -> None:
        """Workers, then a plan with its courses and who came."""
        workers = self._workers()
        self._course("工会财务与经审专题讲座", self.day(-60), plan=self._plan())
        self._leaders()
        self._newcomers(workers)

    def day(self, days: int) -> datetime.date:
        """So many days from today."""
        return self.today + datetime.timedelta(days=days)

    def _workers(self) -> list[SocialWorker]:
        """Two for the first townships; contracts that end soon and one that has ended."""
        rows = []
        for number, end in enumerate(CONTRACTS):
            union = self.townships[number % min(WORKERS_IN, len(self.townships))]
            person = self.cadres.stranger(union.township, qualification="助理社会工作师")
            person.save()
            log([person])
            rows.append(self._worker(union, person, self.day(end)))
        made = SocialWorker.objects.bulk_create(rows)
        log(made)
        self._assign(made)
        return made

    def _worker(self, union: Union, person: Person, end: datetime.date) -> SocialWorker:
        started = self.today - datetime.timedelta(days=400)
        return SocialWorker(
            county_code=self.county.key,
            person=person,
            township=union.township,
            employer=union,
            hire_mode=HireMode.DIRECT,
            pay_source=PaySource.SHARED,
            monthly_pay=MONTHLY,
            started_on=started,
            contract_from=started,
            contract_to=end,
        )

    def _assign(self, workers: list[SocialWorker]) -> None:
        """Each guides a federation of the township, where there is one."""
        federations = Union.objects.in_county(self.county.key).filter(kind=UnionKind.FEDERATION)
        by_place = {union.township_id: union for union in federations.order_by("-code")}
        pairs = [(w, by_place[w.township_id]) for w in workers if w.township_id in by_place]
        rows = WorkerAssignment.objects.bulk_create(
            WorkerAssignment(
                county_code=self.county.key, worker=worker, union=union, valid_from=self.day(-300)
            )
            for worker, union in pairs
        )
        log(rows)

    def _plan(self) -> TrainingPlan:
        """What the city has planned for this year."""
        plan = TrainingPlan.objects.create(
            county_code=self.county.key,
            year=self.today.year,
            level=OrganiserLevel.CITY,
            title=f"{self.today.year}年基层工会干部培训计划（示例）",
            planned_people=120,
        )
        log([plan])
        return plan

    def _course(self, title: str, day: datetime.date, **more: Any) -> Training:
        """A course of the county away from work."""
        course = Training.objects.create(
            county_code=self.county.key,
            organiser=f"{self.county.name}总工会",
            organiser_level=OrganiserLevel.COUNTY,
            mode=TrainingMode.OFF_JOB,
            title=title,
            started_on=day - datetime.timedelta(days=2),
            completed_on=day,
            **more,
        )
        log([course])
        return course

    def _leaders(self) -> None:
        """Leaders went to the first course after they took office; every fourth has not been."""
        leaders = Appointment.objects.in_county(self.county.key).filter(
            union__kind__in=[UnionKind.TOWNSHIP, UnionKind.FEDERATION],
            body=Body.COMMITTEE,
            post__in=LEADERS,
            valid_to__isnull=True,
        )
        by_day: dict[datetime.date, list[Person]] = {}
        ordered = leaders.select_related("person").order_by("union__code", "pk")
        for number, row in enumerate(ordered):
            day = next_course(row.valid_from)
            if number % 4 != 3 and day <= self.today:
                by_day.setdefault(day, []).append(row.person)
        for number, day in enumerate(sorted(by_day)):
            course = self._course(f"{day.year}年新任工会主席副主席脱产培训班", day)
            self._attend(course, by_day[day], failed={1} if number == 0 else set())

    def _newcomers(self, workers: list[SocialWorker]) -> None:
        """All but the last were trained before they took up their post."""
        day = workers[0].started_on - datetime.timedelta(days=20)
        course = self._course("社会化工会工作者岗前培训班", day, before_post=True)
        self._attend(course, [worker.person for worker in workers[:-1]], failed=set())

    def _attend(self, course: Training, people: list[Person], failed: set[int]) -> None:
        rows = Attendance.objects.bulk_create(
            Attendance(
                county_code=self.county.key,
                training=course,
                person=person,
                passed=number not in failed,
            )
            for number, person in enumerate(people)
        )
        log(rows)
