"""Writes the demo counties, set-based and reproducible."""

import datetime
import random
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from members.choices import (
    ChangeType,
    Education,
    EmploymentStatus,
    HouseholdType,
    IdType,
    PoliticalStatus,
    Sex,
    SkillLevel,
)
from members.models import Member, Membership, PersonKey
from members.names import name_pinyin
from members.sealing import seal
from members.states import MemberState
from townships.choices import AccountMode, UnionForm, UnionKind
from townships.models import (
    Affiliation,
    Division,
    Employer,
    TownshipStatistics,
    TownshipUnion,
    Union,
    UnionEmployer,
    UnionKey,
)
from townships.pinyin import search_text
from townships.selectors.divisions import townships_of
from unionreg.demo.cadres import Cadres
from unionreg.demo.documents import attach_documents
from unionreg.demo.federations import Federations
from unionreg.demo.money_books import Books
from unionreg.demo.money_payments import GrantsAndPayments
from unionreg.demo.people import Person, make_person
from unionreg.demo.plan import COUNTIES, REGIONS, FirmPlan, TownshipPlan, plan_township
from unionreg.demo.rights import keep_rights
from unionreg.demo.training import TrainingAndWorkers
from unionreg.demo.writing import log as _log

_FORM_NAMES = {
    UnionForm.GENERAL: "总工会",
    UnionForm.FEDERATION: "工会联合会",
    UnionForm.COMMITTEE: "工会委员会",
    UnionForm.WORK_COMMITTEE: "工会工作委员会",
}


_EDUCATION = (
    Education.BACHELOR_GRADUATED,
    Education.COLLEGE_GRADUATED,
    Education.SPECIALISED,
    Education.HIGH_SCHOOL_GRADUATED,
    Education.MIDDLE_SCHOOL_GRADUATED,
)


@dataclass
class Builder:
    """One county in the making."""

    county: Division
    rng: random.Random
    today: datetime.date
    taken: set[str] = field(default_factory=set)
    codes: dict[str, int] = field(default_factory=dict)

    def build(self) -> None:
        """Federation, townships, firms, unions and members of the county."""
        federation = self.make_union(f"{self.county.name}总工会", UnionKind.COUNTY, None, None)
        townships = [t for t in townships_of(self.county.key) if t.has_union_duty]
        for number, township in enumerate(townships):
            large = self.county.code == "410581"
            plan = plan_township(self.rng, township.name, number, large=large)
            self.make_statistics(township, plan)
            self.make_township(township, plan, federation)

    def make_statistics(self, township: Division, plan: TownshipPlan) -> None:
        """Figures of the last two half-years; one township reports fewer of them."""
        for as_of, factor in ((datetime.date(2025, 12, 31), 0.97), (datetime.date(2026, 6, 30), 1)):
            workers = int(plan.workers * factor)
            statistics = TownshipStatistics.objects.create(
                county_code=self.county.key,
                township=township,
                as_of=as_of,
                firm_count=len(plan.firms),
                worker_count=workers,
                employed_2nd_3rd_sector=int(workers * 0.9),
                legal_person_units=plan.units,
                unionised_units=sum(1 for firm in plan.firms if firm.members),
                fulltime_staffing=plan.fulltime,
                activists=len(plan.firms) * 2,
                volunteers=plan.units // 2 if plan.units else None,
                source="镇统计站（示例）",
            )
            _log([statistics])

    def make_township(self, township: Division, plan: TownshipPlan, federation: Union) -> None:
        """The township's union and everything below it."""
        superior = federation
        if plan.has_union:
            superior = self.make_township_union(township, plan, federation)
        leader = federation if plan.form == UnionForm.WORK_COMMITTEE else superior
        employers = self.make_employers(township, plan.firms)
        small: list[tuple[FirmPlan, Employer]] = []
        for number, (firm, employer) in enumerate(zip(plan.firms, employers, strict=True)):
            if not firm.members:
                continue
            if firm.workers < 12 and len(plan.firms) > 8:
                small.append((firm, employer))
                continue
            # some stay with the county, to be handed over
            above = federation if number % 9 == 8 else leader
            self.make_own_union(township, firm, employer, above)
        self.make_joint_union(township, small, leader)

    def make_township_union(
        self, township: Division, plan: TownshipPlan, federation: Union
    ) -> Union:
        """乡镇（街道）工会, or the county's dispatched body."""
        founded = self.day(2012, 2021)
        dispatched = plan.form == UnionForm.WORK_COMMITTEE
        committees = founded if plan.has_committees and not dispatched else None
        return self.make_union(
            township.name + _FORM_NAMES[UnionForm(plan.form)],
            UnionKind.TOWNSHIP,
            township,
            federation,
            form=plan.form,
            founded_on=founded,
            approval_no=f"示例工〔{founded.year}〕{self.rng.randrange(1, 60)}号",
            approved_on=founded,
            approved_by=federation.name,
            audit_committee_on=committees,
            women_committee_on=committees,
            account_mode=AccountMode.CUSTODY if dispatched else AccountMode.OWN,
            is_legal_person=None if dispatched else True,
            chair_name=self.person().name,
        )

    def make_own_union(
        self, township: Division, firm: FirmPlan, employer: Employer, superior: Union
    ) -> None:
        """The union of one firm, with its members."""
        union = self.make_union(
            f"{firm.name}工会委员会",
            UnionKind.OWN,
            township,
            superior,
            founded_on=self.day(2014, 2025),
            chair_name=self.person().name,
        )
        self.cover(union, [employer])
        self.make_members(union, firm.members, [firm.name])

    def make_joint_union(
        self, township: Division, small: list[tuple[FirmPlan, Employer]], superior: Union
    ) -> None:
        """One joint union for the small firms; a single one has its own."""
        if len(small) == 1:
            self.make_own_union(township, *small[0], superior)
        if len(small) < 2:
            return
        union = self.make_union(
            f"{township.name}小微企业联合工会委员会",
            UnionKind.JOINT,
            township,
            superior,
            subtype="market",
            founded_on=self.day(2016, 2024),
            chair_name=self.person().name,
        )
        self.cover(union, [employer for _firm, employer in small])
        names = [firm.name for firm, _employer in small]
        self.make_members(union, sum(firm.members for firm, _employer in small), names)

    def make_union(
        self,
        name: str,
        kind: str,
        township: Division | None,
        superior: Union | None,
        **fields: object,
    ) -> Union:
        """One union with its code and its first superior."""
        place = township.code if township else f"{self.county.code}000"
        self.codes[place] = self.codes.get(place, 0) + 1
        code = f"{place}{self.codes[place]:04}"
        union = Union.objects.create(
            county_code=self.county.key,
            code=code,
            name=name,
            pinyin=search_text(name),
            kind=kind,
            township=township,
            superior=superior,
            **fields,
        )
        _log([union])
        UnionKey.objects.create(value=code, county_code=union.county_code, union_id=union.pk)
        if superior:
            Affiliation.objects.create(
                county_code=union.county_code,
                union=union,
                superior=superior,
                valid_from=union.founded_on,
            )
        return union

    def make_employers(self, township: Division, firms: list[FirmPlan]) -> list[Employer]:
        """The firms of a township; those below eight workers are no legal persons."""
        employers = Employer.objects.bulk_create(
            Employer(
                county_code=self.county.key,
                name=firm.name,
                pinyin=search_text(firm.name),
                township=township,
                industry=firm.industry,
                economic_type=firm.economic_type,
                is_legal_person=True,
                opened_on=self.day(2001, 2025),
                worker_count=firm.workers,
                women_count=int(firm.workers * 0.43),
                migrant_count=int(firm.workers * 0.5),
                counted_on=datetime.date(2026, 6, 30),
            )
            for firm in firms
        )
        _log(employers)
        return employers

    def cover(self, union: Union, employers: list[Employer]) -> None:
        """Put employers under a union since its founding or their opening."""
        UnionEmployer.objects.bulk_create(
            UnionEmployer(
                county_code=union.county_code,
                union=union,
                employer=employer,
                valid_from=max(filter(None, (union.founded_on, employer.opened_on))),
            )
            for employer in employers
        )

    def make_members(self, union: Union, count: int, workplaces: list[str]) -> None:
        """Members with one open membership each."""
        people = [self.person() for _ in range(count)]
        members = Member.objects.bulk_create(
            [self.member(union, person, self.rng.choice(workplaces)) for person in people]
        )
        _log(members)
        PersonKey.objects.bulk_create(
            PersonKey(id_hash=m.id_hash, county_code=m.county_code, member_id=m.pk) for m in members
        )
        Membership.objects.bulk_create(
            Membership(
                county_code=m.county_code,
                member=m,
                union=union,
                valid_from=m.joined_on,
                began_by=ChangeType.JOINED,
            )
            for m in members
        )

    def person(self) -> Person:
        """Somebody new."""
        return make_person(self.rng, REGIONS[self.county.code], self.taken)

    def member(self, union: Union, person: Person, workplace: str) -> Member:
        """A member row."""
        rng = self.rng
        pinyin, initials = name_pinyin(person.name)
        joined = self.join_day(union)
        migrant = rng.random() < 0.5
        return Member(
            county_code=union.county_code,
            name=person.name,
            name_pinyin=pinyin,
            name_initials=initials,
            sex=Sex.FEMALE if person.female else Sex.MALE,
            birth_date=person.birth_date,
            ethnicity="01" if rng.random() < 0.97 else "03",
            employment_status=EmploymentStatus.AT_WORK,
            id_type=IdType.RESIDENT_ID,
            **seal(IdType.RESIDENT_ID, person.id_number)._asdict(),
            education=rng.choice(_EDUCATION),
            skill_level=rng.choice(["", SkillLevel.INTERMEDIATE, SkillLevel.JUNIOR]),
            phone=person.phone,
            household_type=HouseholdType.RURAL_FAMILY if migrant else HouseholdType.URBAN_FAMILY,
            household_place="河南省安阳市",
            political_status=PoliticalStatus.CPC_MEMBER if rng.random() < 0.12 else "13",
            workplace=workplace,
            native_place="河南安阳",
            is_migrant=migrant,
            union=union,
            township=union.township,
            state=MemberState.ACTIVE,
            first_joined_on=joined,
            joined_on=joined,
            change_type=ChangeType.JOINED,
            changed_on=joined,
        )

    def join_day(self, union: Union) -> datetime.date:
        """Most joined at the founding, some in the last twelve months."""
        founded = union.founded_on or datetime.date(2015, 1, 1)
        if self.rng.random() < 0.12:
            return self.today - datetime.timedelta(days=self.rng.randrange(2, 330))
        days = (self.today - founded).days
        return founded + datetime.timedelta(days=int(days * self.rng.random() ** 3 * 0.9))

    def day(self, first: int, last: int) -> datetime.date:
        """A day between the beginning of two years."""
        start = datetime.date(first, 1, 1)
        return start + datetime.timedelta(
            days=self.rng.randrange((datetime.date(last, 1, 1) - start).days)
        )


@transaction.atomic
def build_county(code: str) -> bool:
    """Make a demo county; False when it has unions already. Raises Division.DoesNotExist."""
    county = Division.objects.get(code=code)
    if Union.objects.in_county(county.key).exists():
        return False
    rng = random.Random(COUNTIES[code])  # noqa: S311 - made-up people, not secrets
    builder = Builder(county, rng, timezone.localdate())
    builder.build()
    _build_organisations(builder)
    return True


def _build_organisations(builder: Builder) -> None:
    """Who works in the unions, the federations, training, rights and documents."""
    cadres = Cadres(builder.county, builder.today, builder.taken)
    cadres.build()
    Federations(cadres, builder.make_union).build()
    TrainingAndWorkers(cadres).build()
    keep_rights(builder.county, builder.today)
    attach_documents(builder.county)
    GrantsAndPayments(builder.county, builder.today).build()
    Books(builder.county, builder.today).build()


def first_township(code: str) -> Division:
    """The township whose chair gets the demo account: the first with a township union."""
    county = Division.objects.get(code=code)
    unions = TownshipUnion.objects.in_county(county.key).filter(form=UnionForm.FEDERATION)
    key = unions.order_by("code").values_list("township_id", flat=True)[0]
    return Division.objects.get(key=key)
