"""Levies of a demo county: a year of payrolls and payments of some firms, shares, a local rule."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from funding.choices import Channel, LevyKind
from funding.models import Levy, LevyPayment, ShareTable
from funding.selectors.collecting import collecting_townships
from funding.services.dues import DueBook
from policies.choices import State
from policies.models import PolicyDocument, Provision
from townships.credit_code import check_character, organisation_check_character
from townships.models import Division, Employer, EmployerKey
from unionreg.demo.plan import REGIONS
from unionreg.demo.writing import log

FIRMS = 36  # so many of the largest firms of the county
MONTHS = 11
MONTHLY_PAY = 4200
DOCUMENT = "林工办〔2025〕12号（示例）"
LATE, IN_PART, SILENT = 5, 7, 11  # every so many firms pay late, in part, tell no payroll


@dataclass
class LeviesOfTheYear:
    """One county. `author` wrote its rule and its shares, `releaser` released them."""

    county: Division
    today: datetime.date
    author: User
    releaser: User

    def build(self) -> None:
        """The rule, the shares, what is due and what was paid."""
        self._rules()
        self._shares()
        firms = self._firms()
        levies = self._levies(firms)
        log(levies)
        payments = [row for levy in levies for row in self._paid(levy, firms.index(levy.employer))]
        log(LevyPayment.objects.bulk_create(payments))

    def _released(self) -> dict[str, Any]:
        return {
            "state": State.RELEASED,
            "owner": self.county,
            "author": self.author,
            "releaser": self.releaser,
            "released_at": timezone.now(),
        }

    def _rules(self) -> None:
        """A document of the county about both levies: elsewhere in 河南 none is shipped."""
        released = self._released()
        document = PolicyDocument.objects.create(
            number=DOCUMENT,
            title="工会经费收缴办法（示例）",
            issuer=f"{self.county.name}总工会",
            issued_on=datetime.date(2025, 1, 1),
            valid_from=datetime.date(2025, 1, 1),
            jurisdiction=self.county,
            kind="norm",
            **released,
        )
        for rule, topic, clause in (
            ("R-FND-01", "union_levy", "一"),
            ("R-FND-02", "preparatory_levy", "二"),
        ):
            Provision.objects.create(
                rule_id=rule,
                topic=topic,
                document=document,
                clause=clause,
                modality="must",
                kind="F",
                key_phrase="按照每月全部职工工资总额的2%",
                parameters={"percent": 2},
                jurisdiction=self.county,
                valid_from=document.valid_from,
                **released,
            )

    def _shares(self) -> None:
        ShareTable.objects.create(
            document_no=DOCUMENT,
            jurisdiction=self.county,
            valid_from=datetime.date(2025, 1, 1),
            grassroots=Decimal(60),
            township=Decimal(5),
            county=Decimal(15),
            city=Decimal(5),
            province=Decimal(10),
            national=Decimal(5),
            **self._released(),
        )

    def _firms(self) -> list[Employer]:
        rows = Employer.objects.in_county(self.county.key).filter(worker_count__gt=0)
        firms = list(rows.order_by("-worker_count", "pk")[:FIRMS])
        self._give_codes(firms)
        return firms

    def _give_codes(self, firms: list[Employer]) -> None:
        """Codes by which a payment list of the tax office finds them; no real unit has them."""
        for number, firm in enumerate(firms, start=1):
            firm.credit_code = firm.credit_code or _code(REGIONS[self.county.key], number)
        Employer.objects.bulk_update(firms, ["credit_code"])
        EmployerKey.objects.bulk_create(
            [
                EmployerKey(value=one.credit_code, county_code=one.county_code, employer_id=one.pk)
                for one in firms
            ],
            ignore_conflicts=True,
        )

    def _levies(self, firms: list[Employer]) -> list[Levy]:
        last = min(self.today.month - 1, MONTHS) or 1
        days = [datetime.date(self.today.year, month, 1) for month in range(1, last + 1)]
        pairs = {(firm.pk, day) for firm in firms for day in days}
        places = collecting_townships(self.county.key, pairs)
        book = DueBook()
        rows = [
            self._levy(firm, number, day, places[firm.pk, day], book)
            for number, firm in enumerate(firms)
            for day in days
        ]
        return Levy.objects.bulk_create(rows)

    def _levy(
        self,
        firm: Employer,
        number: int,
        day: datetime.date,
        township: str | None,
        book: DueBook,
    ) -> Levy:
        silent = number % SILENT == SILENT - 1 and day.month > 2
        payroll = None if silent else Decimal((firm.worker_count or 0) * MONTHLY_PAY + number * 13)
        due = book.due(
            kind=LevyKind.UNION,
            place_key=township or self.county.key,
            on=day,
            payroll=payroll,
        )
        return Levy(
            county_code=self.county.key,
            employer=firm,
            kind=LevyKind.UNION,
            year=day.year,
            month=day.month,
            payroll_total=payroll,
            due=due.amount,
            basis=due.basis,
            channel=Channel.TAX if number % 9 else Channel.TREASURY,
            collecting_township_id=township,
        )

    def _paid(self, levy: Levy, number: int) -> list[LevyPayment]:
        """Most pay all by the tenth of the next month."""
        day = datetime.date(levy.year, levy.month + 1, 10)
        late = number % LATE == LATE - 1 and levy.month >= self.today.month - 3
        if not levy.due or late or day > self.today:
            return []
        in_part = number % IN_PART == IN_PART - 1 and levy.month % 3 == 0
        return [
            LevyPayment(
                county_code=levy.county_code,
                employer=levy.employer,
                kind=levy.kind,
                year=levy.year,
                month=levy.month,
                paid_on=day,
                amount=(levy.due / 2).quantize(Decimal("0.01")) if in_part else levy.due,
                channel=levy.channel,
                reference=f"4410{levy.year}{levy.month:02}{number:06}",
                collecting_township_id=levy.collecting_township_id,
            )
        ]


def build_levies(code: str, *, author: User, releaser: User) -> bool:
    """Make the levies of a demo county; False when it has some already."""
    county = Division.objects.get(code=code)
    if Levy.objects.in_county(county.key).exists():
        return False
    LeviesOfTheYear(county, timezone.localdate(), author, releaser).build()
    return True


def _code(region: str, number: int) -> str:
    """A credit code with right check characters in a region that does not exist."""
    organisation = f"M9A9D9{number:02}"
    organisation += organisation_check_character(organisation)
    first = f"91{region}{organisation}"
    return first + check_character(first)
