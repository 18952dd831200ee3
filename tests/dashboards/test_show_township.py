"""The page of a township."""

import datetime

import pytest
from django.utils import timezone

from townships.models import Employer, TownshipMonth, UnionEmployer, UnionSummary

pytestmark = pytest.mark.usefixtures("policies")


def text(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def url(township) -> str:
    return f"/township/{township.key}/"


def test_shows_both_rates_and_what_is_missing(as_user, staff, places, counted, figures) -> None:
    counted(places.linqi, members=3188, unionised=97, unions=46, employers=128)
    figures(places.linqi, 4310, 128)
    html = text(as_user(staff.chair), url(places.linqi))
    for part in (
        "73.9<small>%",
        "75.7<small>%",
        "260 人",
        "6 家",
        "3,188",
        "4,310 人",
        "2026-06-30",
    ):
        assert part in html
    assert "目标 80%" in html


@pytest.mark.parametrize(
    ("members", "shown", "met"), [(799, "还差", False), (800, "达标", True), (7999, "达标", True)]
)
def test_boundary_of_the_goal(
    as_user, staff, places, counted, figures, members, shown, met
) -> None:
    counted(places.linqi, members=members, unionised=1)
    figures(places.linqi, 1000, 1)
    context = as_user(staff.chair).get(url(places.linqi)).context
    assert context["figures"].joining.met is met
    assert shown in text(as_user(staff.chair), url(places.linqi))


def test_goal_comes_from_the_provision_in_force(as_user, staff, places, counted, figures) -> None:
    from policies.models import Provision

    provision = Provision.objects.get(rule_id="R-ORG-30")
    Provision.objects.filter(pk=provision.pk).update(
        parameters={"build_percent": 50, "membership_percent": 60}
    )
    counted(places.linqi, members=61, unionised=5)
    figures(places.linqi, 100, 10)
    html = text(as_user(staff.chair), url(places.linqi))
    assert "目标 60%" in html
    assert "目标 50%" in html
    assert "还差" not in html.split("要办的事")[0]


def test_without_a_goal_in_force_nothing_is_judged(
    as_user, staff, places, counted, figures
) -> None:
    from policies.models import Provision

    Provision.objects.filter(rule_id="R-ORG-30").update(valid_from=datetime.date(2199, 1, 1))
    counted(places.linqi, members=10, unionised=1)
    figures(places.linqi, 100, 10)
    response = as_user(staff.chair).get(url(places.linqi))
    assert response.context["figures"].goal is None
    goals = response.content.decode().split('class="quick"')[0]
    assert "10.0<small>%" in goals
    for word in ("还差", "达标", "目标 80%"):
        assert word not in goals


@pytest.mark.parametrize("workers", [None, 0])
def test_unknown_denominator_is_no_rate_and_no_zero(
    as_user, staff, places, counted, figures, workers
) -> None:
    counted(places.linqi, members=10, unionised=1)
    figures(places.linqi, workers, workers)
    goals = text(as_user(staff.chair), url(places.linqi)).split('class="quick"')[0]
    assert "填了才能判断" in goals
    assert "0.0" not in goals
    assert "还差" not in goals
    assert "10 人" in goals  # what is registered is shown all the same


def test_without_statistics_the_page_says_what_to_record(as_user, staff, places) -> None:
    html = text(as_user(staff.chair), url(places.linqi))
    assert "填了才能判断" in html
    assert f"/admin/townships/townshipstatistics/add/?township={places.linqi.key}" in html


def test_latest_statistics_count_as_one_set(as_user, staff, places, counted, figures) -> None:
    """Figures of different days are not mixed, and figures of days to come are not used."""
    counted(places.linqi, members=50, unionised=5)
    figures(places.linqi, 100, 10, as_of=datetime.date(2025, 12, 31))
    figures(places.linqi, 200, None, as_of=datetime.date(2026, 6, 30))
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    figures(places.linqi, 999, 99, as_of=tomorrow)
    shown = as_user(staff.chair).get(url(places.linqi)).context["figures"]
    assert (shown.workers, shown.legal_person_units) == (200, None)
    assert shown.as_of == datetime.date(2026, 6, 30)


def test_reported_number_stands_beside_the_registered_one(
    as_user, staff, places, counted, figures
) -> None:
    counted(places.linqi, members=1, unionised=95)
    row = figures(places.linqi, 100, 128, unionised_units=97)
    html = text(as_user(staff.chair), url(places.linqi))
    assert "统计上报已建会 97 家，系统里登记了 95 家" in html
    row.unionised_units = 95
    row.save()
    assert "统计上报" not in text(as_user(staff.chair), url(places.linqi))


def test_shows_what_changed_this_month(as_user, staff, places, month_of, unions) -> None:
    month_of(places.linqi, 0, joined=36, transferred_in=8, transferred_out=5, left=2)
    unions.factory.founded_on = timezone.localdate()
    unions.factory.save()
    month = as_user(staff.chair).get(url(places.linqi)).context["month"]
    assert (month.joined, month.transferred_in, month.transferred_out, month.left) == (36, 8, 5, 2)
    assert month.new_unions == 1
    assert not month.quiet


def test_units_with_most_workers_outside_the_union_come_first(
    as_user, staff, places, unions
) -> None:
    UnionSummary.objects.create(
        county_code="410581",
        union=unions.factory,
        township=places.linqi,
        members=20,
        workers=50,
        employers=1,
    )

    def firm(name: str, workers: int | None, **more) -> Employer:
        return Employer.objects.create(
            county_code="410581", name=name, township=places.linqi, worker_count=workers, **more
        )

    big = firm("大厂", 64)
    firm("小厂", 7)
    firm("没数的厂", None)
    firm("关了的厂", 500, status="closed")
    firm("不是法人", 400, is_legal_person=False)
    covered = firm("有工会的厂", 300)
    UnionEmployer.objects.create(county_code="410581", union=unions.factory, employer=covered)
    shown = as_user(staff.chair).get(url(places.linqi)).context["units"]
    assert [(u.name, u.missing, u.has_union) for u in shown.worst] == [
        ("大厂", 64, False),
        (unions.factory.name, 30, True),
        ("小厂", 7, False),
    ]
    assert shown.without_union == 3
    html = text(as_user(staff.chair), url(places.linqi))
    assert f"/admin/townships/employer/{big.pk}/change/" in html
    assert "还没建会" in html


def test_course_of_twelve_months_has_a_table(as_user, staff, places, month_of) -> None:
    for back in range(12):
        month_of(
            places.linqi,
            back,
            members=100 - back,
            workers=200,
            unionised=5,
            legal_person_units=10,
        )
    html = text(as_user(staff.chair), url(places.linqi))
    assert 'role="img"' in html
    assert "入会率由 44.5% 到 50.0%" in html
    assert html.count('<th scope="row">20') == 12
    assert "44.5%" in html


def test_month_without_workers_has_no_rate(as_user, staff, places, month_of) -> None:
    month_of(places.linqi, 1, members=100, workers=None)
    month_of(places.linqi, 0, members=100, workers=200)
    trend = as_user(staff.chair).get(url(places.linqi)).context["trend"]
    assert [rate.text for rate in trend.joining][-2:] == ["–", "50.0%"]


def test_merged_township_counts_where_it_went(
    as_user, staff, places, counted, figures, month_of
) -> None:
    places.hejian.successor = places.linqi
    places.hejian.valid_to = datetime.date(2026, 1, 1)
    places.hejian.save()
    counted(places.linqi, members=10, unions=1)
    counted(places.hejian, members=5, unions=2)
    month_of(places.linqi, 0, members=10, joined=1)
    month_of(places.hejian, 0, members=5, joined=2)
    context = as_user(staff.county).get(url(places.linqi)).context
    assert context["figures"].counts.members == 15
    assert context["month"].joined == 3
    again = as_user(staff.county).get(url(places.hejian)).context
    assert again["division"] == places.linqi


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("admin", True),
        ("province", True),
        ("city", True),
        ("county", True),
        ("auditor", True),
        ("chair", True),
        ("chair_beside", False),
        ("county2", False),
        ("chair2", False),
    ],
)
def test_only_inside_and_below(as_user, staff, places, who, seen) -> None:
    response = as_user(getattr(staff, who)).get(url(places.linqi))
    assert response.status_code == (200 if seen else 404)


@pytest.mark.parametrize("key", ["410581", "410581999", "4105", "x", "330603001"])
def test_nothing_else_is_a_township(as_user, staff, key) -> None:
    assert as_user(staff.county).get(f"/township/{key}/").status_code == 404


def test_nobody_sees_it_without_signing_in(client, places) -> None:
    assert client.get(url(places.linqi)).status_code == 302


def test_page_is_read_only(as_user, staff, places) -> None:
    assert as_user(staff.chair).post(url(places.linqi)).status_code == 405
    before = TownshipMonth.objects.count()
    as_user(staff.chair).get(url(places.linqi))
    assert TownshipMonth.objects.count() == before


def test_auditor_is_offered_nothing_to_write(as_user, staff, places) -> None:
    html = text(as_user(staff.auditor), url(places.linqi))
    assert "/add/" not in html
    assert "去填写" not in html
    assert "登记会员" not in html


def test_number_of_members_leads_to_these_people(as_user, staff, places, unions) -> None:
    from members.services.membership import enrol
    from tests.members.conftest import details, number

    for sequence, union in ((1, unions.factory), (2, unions.linqi), (3, unions.hejian)):
        enrol(
            union=union,
            id_number=number(sequence),
            details=details(),
            joined_on=timezone.localdate(),
            user=None,
        )
    client = as_user(staff.chair)
    context = client.get(url(places.linqi)).context
    assert context["figures"].counts.members == 2
    assert client.get(context["urls"]["members"]).context["cl"].result_count == 2


def test_new_unions_of_the_month_are_those_of_the_list(as_user, staff, places, unions) -> None:
    from townships.models import Union

    Union.objects.filter(pk=unions.factory.pk).update(founded_on=timezone.localdate())
    Union.objects.create(
        county_code="410581",
        code="p",
        name="筹备中的工会",
        kind="own",
        status="preparing",
        township=places.linqi,
        founded_on=timezone.localdate(),
    )
    client = as_user(staff.chair)
    context = client.get(url(places.linqi)).context
    assert context["month"].new_unions == 1
    assert client.get(context["urls"]["new_unions"]).context["cl"].result_count == 1
