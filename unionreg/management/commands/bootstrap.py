"""`bootstrap [--demo]`: from an empty database to a working registry; safe to repeat."""

import secrets
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.models import User
from accounts.services import NotADemoDatabase, create_demo_user, mark_installation
from compliance.services import recheck_place
from compliance.services.runs import request_check, work_on
from funding.services.scheme_files import load_schemes
from members.models import Member, Membership
from policies.services.loading import load_policy_data
from townships.models import Division, Employer, Union, UnionEmployer
from unionreg.databases import count_for_planner
from unionreg.demo.build import build_county, first_township
from unionreg.demo.money_allocations import build_allocations
from unionreg.demo.money_levies import build_levies
from unionreg.demo.plan import COUNTIES
from unionreg.local_env import ENV_FILE, remember

# What the demo fills and the summary rows are counted from.
COUNTED = (Union, Employer, UnionEmployer, Member, Membership)


class Command(BaseCommand):
    """Migrations, divisions, policy data; with --demo two counties and an account for each role."""

    help = "Set the database up: migrations, divisions, policy data. Can be repeated."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--demo", action="store_true", help="also make two demo counties and demo accounts"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        self._mark(options["demo"])
        call_command("load_divisions", stdout=self.stdout)
        self._load_policy()
        if not settings.LOCAL:  # a local installation serves them from their sources
            call_command("collectstatic", interactive=False, verbosity=0)
        if options["demo"]:
            self._build_demo()
        elif not User.objects.exists():
            self.stdout.write(
                _("No account yet. Make the first one with: python manage.py createsuperuser")
            )

    def _load_policy(self) -> None:
        """What the documents say now is asked of what is recorded."""
        with transaction.atomic():  # a mistake in either loads nothing of both
            loaded = load_policy_data()
            load_schemes()
        for sentence in loaded.held_back:
            self.stdout.write(sentence)
        if loaded.created or loaded.updated:
            recheck_place(None)

    def _mark(self, demo: bool) -> None:
        try:
            mark_installation(demo=demo)
        except NotADemoDatabase:
            raise CommandError(
                _("This database holds real data; demo data go into a database of their own.")
            ) from None

    def _build_demo(self) -> None:
        for code in COUNTIES:
            with transaction.atomic():  # stopped half-way, nothing stays: no county without counts
                made = build_county(code)
                if made:
                    count_for_planner(*COUNTED)
                    call_command("rebuild_summaries", division=code, months=12, verbosity=0)
                    county = Division.objects.get(code=code).key
                    work_on(county, request_check(county_code=county, send=False).pk)
            if made:
                self.stdout.write(_("Made the demo county %(code)s.") % {"code": code})
        password = self._password()
        for username, name, role, division in _accounts():
            create_demo_user(
                username=username, name=name, role=role, division=division, password=password
            )
        people = User.objects.in_bulk(["county", "city"], field_name="username")
        with transaction.atomic():
            build_levies("410581", author=people["county"], releaser=people["city"])
        build_allocations()
        self._print_accounts(password)

    def _password(self) -> str:
        """DEMO_PASSWORD, or a random one that a local installation remembers."""
        given = settings.DEMO_PASSWORD
        if given:
            return str(given)
        if User.objects.filter(is_demo=True).exists():
            return ""
        password = secrets.token_urlsafe(9)
        if settings.LOCAL and ENV_FILE.exists():
            remember("DEMO_PASSWORD", password)
        return password

    def _print_accounts(self, password: str) -> None:
        self.stdout.write(_("Demo accounts:"))
        for username, name, role, division in _accounts():
            place = division.name if division else _("China")
            self.stdout.write(f"  {username:<10}{role.label} · {place} · {name}")
        self.stdout.write(
            _("Password of all of them: %(password)s") % {"password": password}
            if password
            else _("Their password was printed when they were made.")
        )


def _accounts() -> list[tuple[str, str, Role, Division | None]]:
    """The demo accounts: one per role for the first county, two for the second.

    `checker` is the second person that approvals and releases of a county need.
    """
    by_code = Division.objects.in_bulk(["4105", "410581", "410523"])
    return [
        ("admin", "钱管理", Role.SYSTEM_ADMIN, None),
        ("city", "赵市总", Role.CITY, by_code["4105"]),
        ("county", "王辛", Role.COUNTY, by_code["410581"]),
        ("checker", "郑复核", Role.COUNTY, by_code["410581"]),
        ("chair", "孙丙", Role.CHAIR, first_township("410581")),
        ("auditor", "周审", Role.AUDITOR, by_code["410581"]),
        ("county2", "李丁", Role.COUNTY, by_code["410523"]),
        ("chair2", "吴己", Role.CHAIR, first_township("410523")),
    ]
