"""Social union workers and training of the demo counties."""

from __future__ import annotations

import datetime
from typing import Any

from cadres.choices import (
    Body,
    HireMode,
    OrganiserLevel,
    PaySource,
    Post,
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


class TrainingAndWorkers:
    """One county; `cadres` makes the people."""

    def __init__(self, cadres: Cadres) -> None:
        self.cadres, self.county, self.today = cadres, cadres.county, cadres.today
        unions = Union.objects.in_county(self.county.key).select_related("township")
        self.townships = list(unions.filter(kind=UnionKind.TOWNSHIP).order_by("code"))

    def build(self) -> None:
        """Workers, then a plan with its courses and who came."""
        workers = self._workers()
        courses = self._courses()
        self._leaders(courses[0])
        self._newcomers(courses[1], workers)

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

    def _courses(self) -> list[Training]:
        """A course for new leaders, one before taking up a post, one that is still to come."""
        plan = TrainingPlan.objects.create(
            county_code=self.county.key,
            year=self.today.year,
            level=OrganiserLevel.CITY,
            title=f"{self.today.year}年基层工会干部培训计划（示例）",
            planned_people=120,
        )
        off_job = {"mode": TrainingMode.OFF_JOB, "organiser_level": OrganiserLevel.COUNTY}
        here = {"county_code": self.county.key, "organiser": f"{self.county.name}总工会"}
        made = [
            Training.objects.create(
                **here, **off_job, plan=plan, title=title, started_on=day, completed_on=day, **more
            )
            for title, day, more in self._titles()
        ]
        log([plan, *made])
        return made

    def _titles(self) -> list[tuple[str, datetime.date, dict[str, Any]]]:
        before = {"before_post": True}
        return [
            ("新任乡镇街道工会主席脱产培训班", self.day(-150), {}),
            ("社会化工会工作者岗前培训班", self.day(-395), before),
            ("工会财务与经审专题讲座", self.day(-60), {}),
        ]

    def _leaders(self, course: Training) -> None:
        """Half of the chairs of townships took part; one of them did not pass."""
        chairs = Appointment.objects.in_county(self.county.key).filter(
            union__kind=UnionKind.TOWNSHIP,
            body=Body.COMMITTEE,
            post=Post.CHAIR,
            valid_to__isnull=True,
        )
        people = [row.person for row in chairs.select_related("person").order_by("union__code")]
        came = people[::2]
        self._attend(course, came, failed={1})

    def _newcomers(self, course: Training, workers: list[SocialWorker]) -> None:
        """All but the last were trained before they took up their post."""
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
