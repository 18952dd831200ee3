"""A provision released later: the months from its first day are calculated anew, others stay."""

import datetime
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django_tasks_db.models import DBTaskResult

from funding.models import Levy
from funding.services import levy_recount
from funding.services.levy_recount import recalculate
from funding.tasks import provision_released, recalculate_levies
from history.models import Change
from imports.tasks import run_batch
from policies.models import Provision
from tests.funding.levied import COUNTY, employer, levy_rule, owe, pay
from townships.models import TownshipSummary

pytestmark = pytest.mark.django_db
START = datetime.date(2026, 3, 1)


@pytest.fixture
def months(places, staff):
    """February and March of one employer, entered before any provision was in force."""
    unit = employer(1, places.linqi)
    levies = [owe(unit, staff.county, month=month, payroll="1000") for month in (2, 3)]
    pay(unit, staff.county, "7", month=3)
    return [*levies, owe(unit, staff.county, month=4, payroll=None)]


def dues() -> list[Decimal | None]:
    return list(Levy.objects.order_by("year", "month").values_list("due", flat=True))


def test_months_from_the_first_day_on(months, places):
    assert dues() == [None, None, None]
    levy_rule(places.linzhou, valid_from=START)
    assert recalculate(COUNTY) == 1
    assert dues() == [None, Decimal("20.00"), None]
    levy = Levy.objects.get(month=3)
    assert (levy.version, levy.basis) == (2, "示例〔2026〕1号 一")
    change = Change.objects.get(model="funding.levy", object_id=str(levy.pk), action="~")
    assert {"due", "basis"} <= set(change.fields)
    assert recalculate(COUNTY) == 0


def test_a_provision_that_is_gone_leaves_it_unknown(months, places):
    levy_rule(places.linzhou, valid_from=START)
    recalculate(COUNTY)
    Provision.objects.all().delete()
    assert recalculate(COUNTY) == 1
    assert dues() == [None, None, None]


def test_a_release_sends_the_counties_at_its_place(
    months, places, monkeypatch, django_capture_on_commit_callbacks
):
    sent: list[str] = []
    monkeypatch.setattr(type(recalculate_levies), "enqueue", lambda _task, code: sent.append(code))
    levy_rule(places.henan)
    about = Provision.objects.get(rule_id="R-FND-01")
    with django_capture_on_commit_callbacks(execute=True):
        provision_released(about)
    assert sent == [COUNTY]
    for other in ({"jurisdiction": places.tangyin}, {"rule_id": "R-ORG-02"}):
        values = {"jurisdiction": about.jurisdiction, "rule_id": about.rule_id, **other}
        with django_capture_on_commit_callbacks(execute=True):
            provision_released(Provision(**values))
    assert sent == [COUNTY]


def test_the_command_names_counties_and_refuses_others(months, places, capsys):
    levy_rule(places.linzhou, valid_from=START)
    call_command("recalculate_levies")
    assert f"{COUNTY}" in capsys.readouterr().out
    assert dues()[1] == Decimal("20.00")
    with pytest.raises(CommandError):
        call_command("recalculate_levies", "--division", "999999")


@pytest.mark.parametrize("number", [2, 12])
def test_statements_do_not_grow_with_the_levies(
    number, places, staff, django_assert_max_num_queries
):
    for at in range(number):
        owe(employer(at + 1, places.linqi), staff.county, payroll="1000")
    levy_rule(places.linzhou)
    with django_assert_max_num_queries(14):
        assert recalculate(COUNTY) == number


def test_it_gives_way_to_an_import_after_a_block_and_goes_on_with_the_next(
    places, staff, monkeypatch
):
    monkeypatch.setattr(levy_recount, "BLOCK", 2)
    for at in range(5):
        owe(employer(at + 1, places.linqi), staff.county, payroll="1000")
    levy_rule(places.linzhou)
    run_batch.enqueue(1)
    recalculate_levies.func(COUNTY)
    done = Levy.objects.filter(due__isnull=False).order_by("pk")
    assert done.count() == 2
    asked = DBTaskResult.objects.get(task_path=recalculate_levies.module_path)
    assert asked.args_kwargs["args"] == [COUNTY, done.last().pk]
    DBTaskResult.objects.all().delete()
    recalculate_levies.func(*asked.args_kwargs["args"])
    assert done.count() == 5
    assert not DBTaskResult.objects.exists()
    assert Change.objects.filter(model="funding.levy", action="~").count() == 5


def test_a_changed_levy_makes_its_township_due(months, places):
    TownshipSummary.objects.update(check_due=False)
    levy_rule(places.linzhou, valid_from=START)
    recalculate(COUNTY)
    due = TownshipSummary.objects.filter(check_due=True)
    assert [row.township_key for row in due] == [places.linqi.key]
