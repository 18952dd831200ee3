"""Federations of the demo counties, one in each state of its founding."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cadres.choices import (
    AppointmentType,
    AssociationRole,
    Body,
    CandidateSource,
    ElectionBody,
    EndReason,
    FormationMode,
    MeetingKind,
    Post,
    SeatCategory,
)
from cadres.models import Appointment, Delegate, OrganisationBody, Proposal
from federations.choices import FederationKind, FederationLevel, Step
from federations.models import (
    Coverage,
    Federation,
    FederationTownship,
    FoundingStep,
    SeatToFill,
)
from history.services import snapshot
from members.models import Member
from townships.choices import UnionKind, UnionStatus
from townships.code_lists import FederationBasis, FederationHost
from townships.models import Union
from unionreg.demo.cadres import ONE_DAY, Cadres
from unionreg.demo.writing import log

FIVE_ACTIVITIES = (
    *(MeetingKind.MEMBER_ASSEMBLY, MeetingKind.WORKER_ASSEMBLY, MeetingKind.BARGAINING),
    *(MeetingKind.CULTURE, MeetingKind.PLENARY, MeetingKind.REPORT_UNION, MeetingKind.REPORT_PARTY),
)
COVERS = 9  # unions at most


@dataclass(frozen=True)
class FederationPlan:
    """A federation to be made: where (number of the township), what sort, and how far it is."""

    place: int
    words: str
    kind: str
    last: str
    area: str
    due_in: int = 0
    county_wide: bool = False
    party: bool = True


PLANS = (
    FederationPlan(0, "{place}示例园区", FederationKind.REGIONAL, Step.IN_OFFICE, "示例园区", 900),
    FederationPlan(
        1, "{county}汽车配件行业", FederationKind.INDUSTRY, Step.IN_OFFICE, "汽车配件", 60, True
    ),
    FederationPlan(2, "{place}商业街", FederationKind.REGIONAL, Step.IN_OFFICE, "商业街", -90),
    FederationPlan(3, "{place}石材市场", FederationKind.REGIONAL, Step.ELECTED, "石材市场", 1820),
    FederationPlan(4, "{place}物流园", FederationKind.REGIONAL, Step.GROUP_FORMED, "物流园"),
    FederationPlan(5, "{place}食品行业", FederationKind.INDUSTRY, Step.APPROVED, "食品"),
    FederationPlan(6, "{place}建筑行业", FederationKind.INDUSTRY, Step.PARTY_CONSENT, "建筑"),
    FederationPlan(
        8, "{place}商务楼宇", FederationKind.REGIONAL, Step.CONSULTED, "商务楼宇", party=False
    ),
)


class Federations:
    """The federations of one county; `cadres` makes their people, `make_union` their union rows."""

    def __init__(self, cadres: Cadres, make_union: Callable[..., Union]) -> None:
        self.cadres, self.county, self.today = cadres, cadres.county, cadres.today
        self.make_union = make_union
        unions = Union.objects.in_county(self.county.key).select_related("township")
        self.townships = list(unions.filter(kind=UnionKind.TOWNSHIP).order_by("code"))
        self.top = unions.get(kind=UnionKind.COUNTY)

    def build(self) -> None:
        """All plans whose township exists."""
        for plan in PLANS:
            if plan.place < len(self.townships):
                self.make(plan)

    def make(self, plan: FederationPlan) -> None:
        """A federation with everything up to its last gate."""
        above = self.top if plan.county_wide else self.townships[plan.place]
        union = self._union(plan, above)
        federation = self._federation(plan, union)
        self._steps(plan, federation)
        covered = self._cover(plan, federation)
        if plan.last in (Step.ELECTED, Step.IN_OFFICE):
            self._elect(plan, federation, covered)

    def _union(self, plan: FederationPlan, above: Union) -> Union:
        """The union row; being prepared until the federation is in office."""
        township = None if plan.county_wide else above.township
        place = township.name if township else ""
        name = plan.words.format(place=place, county=self.county.name)
        ready = plan.last == Step.IN_OFFICE
        approved = {"approval_no": f"示例工〔2021〕{plan.place + 11}号"} if ready else {}
        return self.make_union(
            f"{name}工会联合会",
            UnionKind.FEDERATION,
            township,
            above,
            status=UnionStatus.ACTIVE if ready else UnionStatus.PREPARING,
            founded_on=self._elected_on(plan) if ready else None,
            **approved,
        )

    def _federation(self, plan: FederationPlan, union: Union) -> Federation:
        industry = plan.kind == FederationKind.INDUSTRY
        federation = Federation.objects.create(
            county_code=union.county_code,
            union=union,
            kind=plan.kind,
            level=FederationLevel.COUNTY if plan.county_wide else FederationLevel.TOWNSHIP,
            basis="" if industry else FederationBasis.ZONE,
            host=FederationHost.ASSOCIATION if industry else "",
            host_name=f"{plan.area}行业协会（示例）" if industry else "",
            area=plan.area,
            has_party_org=plan.party,
        )
        townships = self.townships[:3] if plan.county_wide else [self.townships[plan.place]]
        rows = FederationTownship.objects.bulk_create(
            FederationTownship(
                county_code=union.county_code, federation=federation, township=one.township
            )
            for one in townships
        )
        log([federation, *rows])
        return federation

    # --- founding ---------------------------------------------------------------------------------

    def _gates(self, plan: FederationPlan) -> list[Step]:
        """The gates that were passed."""
        gates = [step for step in Step if plan.party or step != Step.PARTY_CONSENT]
        return gates[: gates.index(Step(plan.last)) + 1]

    def _elected_on(self, plan: FederationPlan) -> datetime.date:
        """The day of the election: five years before the term ends."""
        due = self.today + datetime.timedelta(days=plan.due_in)
        return due.replace(year=due.year - 5, day=min(due.day, 28))

    def _begun(self, plan: FederationPlan) -> datetime.date:
        """The first day of the founding file."""
        return self._day_of(plan, 0)

    def _day_of(self, plan: FederationPlan, number: int) -> datetime.date:
        """Three weeks lie between two gates, counted from the election or from ten days ago."""
        gates = self._gates(plan)
        if Step.ELECTED in gates:
            weeks = 3 * (number - gates.index(Step.ELECTED))
            return self._elected_on(plan) + datetime.timedelta(weeks=weeks)
        behind = datetime.timedelta(weeks=3 * (len(gates) - 1 - number), days=10)
        return self.today - behind

    def _steps(self, plan: FederationPlan, federation: Federation) -> None:
        numbered = (Step.APPROVED, Step.PARTY_CONSENT)
        rows = FoundingStep.objects.bulk_create(
            FoundingStep(
                county_code=federation.county_code,
                federation=federation,
                step=step,
                done_on=min(self._day_of(plan, number), self.today),
                document_no=f"示例工复〔{plan.place + 3}〕号" if step in numbered else "",
                by=self.top.name if step == Step.APPROVED else "",
            )
            for number, step in enumerate(self._gates(plan))
        )
        log(rows)

    def _cover(self, plan: FederationPlan, federation: Federation) -> list[Union]:
        """Unions of its townships: two at least, or it would unite nobody."""
        townships = self.townships[:3] if plan.county_wide else [self.townships[plan.place]]
        rows = Union.objects.in_county(self.county.key).filter(
            kind=UnionKind.OWN, township_id__in=[one.township_id for one in townships]
        )
        # every third for the county, so that a union may be covered twice: by area and by industry
        found = list(rows.order_by("code"))[:: 3 if plan.county_wide else 1][:COVERS]
        since = self._begun(plan)
        log(
            Coverage.objects.bulk_create(
                Coverage(
                    county_code=federation.county_code,
                    federation=federation,
                    union=union,
                    valid_from=max(since, union.founded_on or since),
                )
                for union in found
            )
        )
        return found

    # --- committee and year -----------------------------------------------------------------------

    def _elect(self, plan: FederationPlan, federation: Federation, covered: list[Union]) -> None:
        """Term, committee of the covered unions' chairs, a vacant seat, delegates, the year."""
        cadres, union = self.cadres, federation.union
        due = self.today + datetime.timedelta(days=plan.due_in)
        due = due.replace(day=min(due.day, 28))
        term = cadres.open_term(
            union,
            due,
            ElectionBody.JOINT,
            formation_mode=FormationMode.UNITED,
            committee_size=9,
        )
        rows = self._committee(union, term, covered)
        log(Appointment.objects.bulk_create(rows))
        cadres.rename_chair(union, rows[0].person.name)
        if plan.last != Step.IN_OFFICE:
            return
        if plan.place == 0:
            self._vacate(federation, rows[-1])
            self._delegates(term, rows)
        done = FIVE_ACTIVITIES if plan.place == 0 else FIVE_ACTIVITIES[:2]
        log(cadres.year(union, done))
        if plan.place == 0:
            before = datetime.date(self.today.year - 1, 12, 31)
            log(cadres.year(union, (*FIVE_ACTIVITIES, MeetingKind.CONTEST), before))
        station = {"kind": Body.BARGAINING_STATION, "founded_on": term.started_on}
        log(
            [OrganisationBody.objects.create(county_code=union.county_code, union=union, **station)]
        )

    def _committee(self, union: Union, term: Any, covered: list[Union]) -> list[Appointment]:
        """A chair sent by the higher union, vice-chairs and members from the covered unions."""
        cadres = self.cadres
        sent = cadres.stranger(
            union.township,
            is_public_official=False,
            is_administrative_head=False,
            association_role=AssociationRole.NONE,
        )
        sent.save()
        log([sent])
        heads = Appointment.objects.in_county(union.county_code).filter(
            union__in=covered, post=Post.CHAIR, body=Body.COMMITTEE, valid_to__isnull=True
        )
        rows = [
            cadres.post(
                union,
                sent,
                post=Post.CHAIR,
                appointment_type=AppointmentType.FULLTIME,
                source=CandidateSource.SENT,
                category=SeatCategory.CADRE,
                term=term,
                valid_from=term.started_on,
            )
        ]
        for number, head in enumerate(heads.select_related("person", "union").order_by("pk")):
            rows.append(
                cadres.post(
                    union,
                    head.person,
                    post=Post.VICE_CHAIR if number == 0 else Post.MEMBER,
                    appointment_type=AppointmentType.PARTTIME,
                    source=CandidateSource.LEADING_FIRM if number == 0 else "",
                    category=SeatCategory.UNION_HEAD,
                    represents=head.union,
                    term=term,
                    valid_from=term.started_on,
                )
            )
        return rows

    def _vacate(self, federation: Federation, seat: Appointment) -> None:
        """The head of a covered union has changed: the seat waits for the procedure."""
        if seat.represents is None:
            return
        opened = self.today - datetime.timedelta(days=40)
        self._change_head(seat, opened)
        row = SeatToFill.objects.create(
            county_code=federation.county_code,
            federation=federation,
            covered=seat.represents,
            former=seat,
            opened_on=opened - ONE_DAY,
        )
        log([row])

    def _change_head(self, seat: Appointment, first_day: datetime.date) -> None:
        """Whoever sat for his union has left it; another member of it is elected the day after."""
        union = seat.represents
        chairs = Appointment.objects.in_county(seat.county_code).filter(
            union=union, post=Post.CHAIR, body=Body.COMMITTEE, valid_to__isnull=True
        )
        chair = chairs.select_related("person", "union", "term").get(person_id=seat.person_id)
        members = Member.objects.in_county(seat.county_code).filter(union=union)
        others = members.exclude(pk=chair.person.member_id).select_related("township")
        member = others.earliest("pk")
        before = snapshot(chair)
        chair.valid_to, chair.end_reason = first_day - ONE_DAY, EndReason.RETIREMENT
        chair.save()
        log([chair], before)
        heir = self.cadres.from_member(member)
        heir.save()
        kind = {"post": Post.CHAIR, "appointment_type": AppointmentType.PARTTIME}
        row = self.cadres.post(chair.union, heir, valid_from=first_day, term=chair.term, **kind)
        row.elected_on, row.election = first_day, None
        row.save()
        log([heir, row])
        self.cadres.rename_chair(chair.union, heir.name)

    def _delegates(self, term: Any, rows: list[Appointment]) -> None:
        """The members are delegates as well; one of them has made a proposal."""
        here = {"county_code": term.county_code}
        made = Delegate.objects.bulk_create(
            Delegate(
                **here,
                term=term,
                person=row.person,
                represents=row.represents,
                since=term.started_on,
            )
            for row in rows
            if row.represents is not None
        )
        log(made)
        if made:
            day = self.today - datetime.timedelta(days=50)
            proposal = Proposal.objects.create(
                **here, delegate=made[0], title="关于增设园区户外劳动者驿站的提案", submitted_on=day
            )
            log([proposal])
