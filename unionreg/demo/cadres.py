"""People in posts of the demo counties, their terms and what their organisations did this year."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable
from typing import Any

from cadres.choices import (
    AppointmentType,
    Body,
    CandidateSource,
    ElectionBody,
    EndReason,
    FormationMode,
    MeetingKind,
    PartyRole,
    Post,
    Rank,
    SeatCategory,
)
from cadres.models import Appointment, Meeting, OrganisationBody, Person, Term
from history.services import snapshot
from members.choices import Education, IdType, PoliticalStatus, Sex
from members.models import Member
from members.names import name_pinyin
from members.sealing import seal
from townships.choices import UnionForm, UnionKind
from townships.models import Division, Union
from unionreg.demo.people import make_person
from unionreg.demo.plan import COUNTIES, REGIONS
from unionreg.demo.writing import log

ONE_DAY = datetime.timedelta(days=1)
# Days from today to the end of the term, by the number of the township: overdue, this month,
# within 90 and 180 days, then with time. None: nobody recorded the term.
DUE_IN = (-140, 20, 75, 165, None, 420, -35, 700, 260, None, 980, 1100, 510, 300, 640, 1300)
YEARS = 5
CATEGORIES = (
    *(SeatCategory.CADRE, SeatCategory.CADRE, SeatCategory.FRONT_LINE),
    *(SeatCategory.FRONT_LINE, SeatCategory.GOVERNMENT, SeatCategory.CADRE),
)
ELECTED_BY = {
    UnionForm.COMMITTEE: ElectionBody.DELEGATES,
    UnionForm.FEDERATION: ElectionBody.UNITED,
    UnionForm.GENERAL: ElectionBody.DELEGATES,
}
PARTY_ROLES = (
    (PartyRole.DEPUTY_SECRETARY, "镇党委副书记"),
    (PartyRole.COMMITTEE_MEMBER, "镇党委委员、组织委员"),
    (PartyRole.CONGRESS, "镇人大主席"),
)


def years_before(day: datetime.date, years: int) -> datetime.date:
    """The corresponding day so many years earlier; the 29th of February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


class Cadres:
    """The people of one county."""

    def __init__(self, county: Division, today: datetime.date, taken: set[str]) -> None:
        self.county, self.today, self.taken = county, today, taken
        self.rng = random.Random(COUNTIES[county.code] + 1)  # noqa: S311 - made-up people

    def build(self) -> None:
        """Posts and terms of township unions, then of the unions of units."""
        unions = Union.objects.in_county(self.county.key).select_related("township")
        for number, union in enumerate(unions.filter(kind=UnionKind.TOWNSHIP).order_by("code")):
            if number % 10 != 9:  # of every tenth nobody recorded who works there
                self.township_union(union, number)
        own = unions.filter(kind__in=[UnionKind.OWN, UnionKind.JOINT]).order_by("code")
        self.units([union for number, union in enumerate(own) if number % 3])

    # --- people -----------------------------------------------------------------------------------

    def stranger(self, township: Division | None, name: str = "", **values: Any) -> Person:
        """Somebody who is no member of the county; not saved."""
        made = make_person(self.rng, REGIONS[self.county.code], self.taken)
        name = name or made.name
        pinyin, initials = name_pinyin(name)
        known = {
            "sex": Sex.FEMALE if made.female else Sex.MALE,
            "birth_date": made.birth_date,
            "phone": made.phone,
            "education": Education.BACHELOR_GRADUATED,
            "political_status": PoliticalStatus.CPC_MEMBER,
            **seal(IdType.RESIDENT_ID, made.id_number)._asdict(),
        }
        return Person(
            county_code=self.county.key,
            name=name,
            name_pinyin=pinyin,
            name_initials=initials,
            township=township,
            **{**known, **values},
        )

    def from_member(self, member: Member) -> Person:
        """The cadre record of a member; not saved."""
        return Person(
            county_code=self.county.key,
            name=member.name,
            name_pinyin=member.name_pinyin,
            name_initials=member.name_initials,
            sex=member.sex,
            birth_date=member.birth_date,
            id_type=member.id_type,
            id_cipher=member.id_cipher,
            id_hash=member.id_hash,
            id_masked=member.id_masked,
            id_tail=member.id_tail,
            phone=member.phone,
            education=member.education,
            political_status=member.political_status,
            workplace=member.workplace,
            is_public_official=False,
            is_administrative_head=False,
            member=member,
            township=member.township,
        )

    # --- township unions --------------------------------------------------------------------------

    def township_union(self, union: Union, number: int) -> None:
        """The union of a township with everybody on its committee."""
        term = self.term(union, number)
        since = term.started_on if term else union.founded_on or self.today
        posts = [self._chair(union, number), *self._others(union, number)]
        people = self._save([person for person, _post in posts])
        rows = [
            self.post(union, person, term=term, valid_from=since, **values)
            for person, (_person, values) in zip(people, posts, strict=True)
        ]
        if number == 5:  # the chair has moved on; nobody was elected yet
            self._leave(union, rows[0])
        self._write(rows)
        self._former_chair(union, since)
        self._bodies_and_year(union, number)

    def term(self, union: Union, number: int) -> Term | None:
        """The running term; None where nobody recorded it or nobody elects."""
        days = DUE_IN[number % len(DUE_IN)]
        if days is None or union.form == UnionForm.WORK_COMMITTEE:
            return None
        due = self.today + datetime.timedelta(days=days)
        united = FormationMode.UNITED if union.form == UnionForm.FEDERATION else ""
        elected_by = ELECTED_BY.get(UnionForm(union.form), "")
        return self.open_term(union, due, elected_by, formation_mode=united)

    def open_term(self, union: Union, due: datetime.date, elected_by: str, **values: Any) -> Term:
        """A term of five years up to a day, begun by an assembly on record."""
        started = years_before(due, YEARS)
        assembly = Meeting.objects.create(
            county_code=union.county_code,
            union=union,
            kind=MeetingKind.MEMBER_ASSEMBLY,
            held_on=started,
            title="换届选举大会",
            expected=60,
            attended=54,
        )
        known = {
            "number": max((started.year - 2010) // YEARS, 1),
            "committee_size": 9,
            "approval_no": f"示例工〔{started.year}〕{self.rng.randrange(10, 90)}号",
            "approved_on": started + datetime.timedelta(days=10),
            "approved_by": f"{self.county.name}总工会",
        }
        term = Term.objects.create(
            county_code=union.county_code,
            union=union,
            started_on=started,
            years=YEARS,
            due_on=due,
            elected_by=elected_by,
            assembly=assembly,
            **{**known, **values},
        )
        log([assembly, term])
        return term

    def _chair(self, union: Union, number: int) -> tuple[Person, dict[str, Any]]:
        """The chair as the union's own record names him, mostly a leader of the township."""
        role, title = PARTY_ROLES[number % len(PARTY_ROLES)]
        person = self.stranger(
            union.township, union.chair_name, is_public_official=True, workplace=str(union.township)
        )
        values = {
            "post": Post.CHAIR,
            "appointment_type": AppointmentType.PARTTIME,
            "party_role": role,
            "concurrent_post": title,
            "rank": Rank.DEPUTY_HEAD,
            "on_establishment": True,
            "category": SeatCategory.CADRE,
        }
        return person, values

    def _others(self, union: Union, number: int) -> list[tuple[Person, dict[str, Any]]]:
        """Vice-chairs, members, audit and women workers' committee."""
        vice = AppointmentType.FULLTIME if number % 3 == 1 else AppointmentType.PARTTIME
        found: list[dict[str, Any]] = [
            {"post": Post.VICE_CHAIR, "appointment_type": vice, "category": SeatCategory.CADRE},
            {
                "post": Post.VICE_CHAIR,
                "appointment_type": AppointmentType.SECONDED,
                "category": SeatCategory.FRONT_LINE,
                "concurrent_post": "示例企业工会主席",
            },
        ]
        for category in CATEGORIES[: 4 + number % 3]:
            kind = AppointmentType.PARTTIME
            found.append({"post": Post.MEMBER, "appointment_type": kind, "category": category})
        if union.audit_committee_on:
            found.append({"post": Post.CHAIR, "body": Body.AUDIT})
        if union.women_committee_on:
            found.append({"post": Post.CHAIR, "body": Body.WOMEN})
        return [(self._sitting(union, values), values) for values in found]

    def _sitting(self, union: Union, values: dict[str, Any]) -> Person:
        front = values.get("category") == SeatCategory.FRONT_LINE
        official = values.get("category") == SeatCategory.GOVERNMENT
        return self.stranger(
            union.township,
            is_public_official=official,
            is_front_line=front,
            is_administrative_head=False,
        )

    def _leave(self, union: Union, chair: Appointment) -> None:
        """The chair was moved to another post three weeks ago, with both consents."""
        chair.valid_to = self.today - datetime.timedelta(days=21)
        chair.end_reason = EndReason.TRANSFER
        chair.consent_committee_on = chair.consent_upper_on = chair.valid_to - ONE_DAY
        chair.consent_upper_no = f"示例工函〔{self.today.year}〕8号"
        self.rename_chair(union, "")

    def rename_chair(self, union: Union, name: str) -> None:
        """The record of the union keeps step with who is chair."""
        before = snapshot(union)
        union.chair_name = name
        union.save()
        log([union], before)

    def _former_chair(self, union: Union, since: datetime.date) -> None:
        """Who was chair before, if the union is old enough."""
        founded = union.founded_on
        if founded is None or since - founded < datetime.timedelta(days=500):
            return
        (person,) = self._save([self.stranger(union.township, is_public_official=True)])
        ended = {"valid_to": since - ONE_DAY, "end_reason": EndReason.TERM}
        row = self.post(union, person, post=Post.CHAIR, valid_from=founded, **ended)
        self._write([row])

    def _bodies_and_year(self, union: Union, number: int) -> None:
        """A mediation committee for most, and what has been done this year by some."""
        here = {"county_code": union.county_code, "union": union}
        rows: list[Any] = []
        if number % 2:
            founded = {"founded_on": datetime.date(2023, 5, 18)}
            rows.append(OrganisationBody.objects.create(**here, kind=Body.MEDIATION, **founded))
        kinds = (MeetingKind.ACTS_FOR_ASSEMBLY, MeetingKind.REGULAR)
        if number % 4 != 2:
            rows += self.year(union, kinds)
        if number % 7:  # some missed what the year before asked for
            rows += self.year(union, kinds, datetime.date(self.today.year - 1, 12, 31))
        log(rows)

    def year(
        self, union: Union, kinds: Iterable[str], last: datetime.date | None = None
    ) -> list[Meeting]:
        """One event of each kind, spread over a year up to a day (today)."""
        last = last or self.today
        days = max((last - last.replace(month=1, day=1)).days, 1)
        wanted = list(kinds)
        return Meeting.objects.bulk_create(
            Meeting(
                county_code=union.county_code,
                union=union,
                kind=kind,
                held_on=last - datetime.timedelta(days=days * (n + 1) // (len(wanted) + 1)),
                expected=15,
                attended=13,
            )
            for n, kind in enumerate(wanted)
        )

    # --- unions of units --------------------------------------------------------------------------

    def units(self, unions: list[Union]) -> None:
        """Chair and term of the unions of units; the chair is one of their members."""
        members = self._members(unions)
        pairs = [(union, members[union.pk]) for union in unions if union.pk in members]
        people = self._save([self.from_member(member) for _union, member in pairs])
        self._rename(pairs)
        terms = self._terms([union for union, _member in pairs])
        rows = [
            self.post(
                union,
                person,
                post=Post.CHAIR,
                appointment_type=AppointmentType.PARTTIME,
                valid_from=terms[union.pk].started_on,
                term=terms[union.pk],
                source=CandidateSource.OTHER if union.kind == UnionKind.JOINT else "",
            )
            for (union, _member), person in zip(pairs, people, strict=True)
        ]
        self._write(rows)

    def _members(self, unions: list[Union]) -> dict[int, Member]:
        """The first member of each union."""
        rows = Member.objects.in_county(self.county.key).select_related("township")
        keys = [union.pk for union in unions]
        return {m.union_id: m for m in rows.filter(union_id__in=keys).order_by("-pk")}

    def _rename(self, pairs: list[tuple[Union, Member]]) -> None:
        for union, member in pairs:
            union.chair_name = member.name
        rows = [union for union, _member in pairs]
        Union.objects.in_county(self.county.key).bulk_update(rows, ["chair_name"], batch_size=500)

    def _terms(self, unions: list[Union]) -> dict[int, Term]:
        """Terms of three or five years; some are past their day, some end soon."""
        rows = Term.objects.bulk_create(self._unit_term(union) for union in unions)
        log(rows)
        return {term.union_id: term for term in rows}

    def _unit_term(self, union: Union) -> Term:
        years = self.rng.choice((3, 5))
        late = self.rng.random() < 0.04
        days = -self.rng.randrange(5, 260) if late else self.rng.randrange(8, years * 300)
        due = self.today + datetime.timedelta(days=days)
        started = max(years_before(due, years), union.founded_on or datetime.date.min)
        return Term(
            county_code=union.county_code,
            union=union,
            number=2 if union.founded_on and started > union.founded_on else 1,
            started_on=started,
            years=years,
            due_on=due,
            elected_by=ElectionBody.MEMBERS,
            committee_size=5,
        )

    # --- writing ----------------------------------------------------------------------------------

    def post(self, union: Union, person: Person, **values: Any) -> Appointment:
        """An appointment; not saved."""
        row = Appointment(county_code=union.county_code, union=union, person=person, **values)
        if row.term is not None and not row.valid_to:
            row.elected_on, row.elected_by = row.term.started_on, row.term.elected_by
            row.election = row.term.assembly
        return row

    def _save(self, people: list[Person]) -> list[Person]:
        saved = Person.objects.bulk_create(people)
        log(saved)
        return saved

    def _write(self, rows: list[Appointment]) -> None:
        log(Appointment.objects.bulk_create(rows))
