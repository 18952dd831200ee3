"""The first page of each role, and what waits there."""

import datetime
import re
from html import unescape

import pytest
from django.utils import timezone

from accounts.choices import Role
from accounts.models import User
from history.services import save_record
from tests.dashboards.home import COUNTY, has, make_unions, task, tasks
from tests.places import Staff
from townships.choices import UnionForm, UnionKind, UnionStatus
from townships.models import Division, Employer, Union, UnionSummary

pytestmark = pytest.mark.usefixtures("policies")


@pytest.mark.parametrize(
    ("who", "template"),
    [
        ("admin", "dashboards/region.html"),
        ("province", "dashboards/region.html"),
        ("city", "dashboards/region.html"),
        ("county", "dashboards/home.html"),
        ("auditor", "dashboards/county.html"),
        ("chair", "dashboards/township.html"),
    ],
)
def test_everybody_gets_the_page_of_his_work(as_user, staff: Staff, who, template) -> None:
    response = as_user(getattr(staff, who)).get("/")
    assert response.status_code == 200
    assert template in [used.name for used in response.templates]


def test_somebody_without_a_place_is_told_whom_to_ask(as_user, db) -> None:
    user = User.objects.create_user("new", password="x" * 20)
    html = as_user(user).get("/").content.decode()
    assert "还没有给您分配管辖范围" in html


def test_closed_account_sees_nothing(as_user, staff: Staff) -> None:
    client = as_user(staff.county)
    User.objects.filter(pk=staff.county.pk).update(is_active=False)
    assert client.get("/").status_code == 302


def test_all_in_order_says_so(as_user, staff: Staff, places, figures, counted, unions) -> None:
    for township in (places.linqi, places.hejian, places.zhenlin):
        figures(township, 100, 10, as_of=timezone.localdate())
        counted(township, unions=3)
    Union.objects.create(
        county_code=COUNTY,
        code="x",
        name="振林街道工会联合会",
        kind=UnionKind.TOWNSHIP,
        form=UnionForm.FEDERATION,
        township=places.zhenlin,
    )
    UnionSummary.objects.create(county_code=COUNTY, union=unions.factory, employers=1)
    response = as_user(staff.county).get("/")
    assert tasks(response) == []
    assert "没有等您办的事" in response.content.decode()


def test_townships_without_figures_or_with_old_ones(as_user, staff: Staff, places, figures) -> None:
    figures(places.linqi, 100, 10, as_of=timezone.localdate() - datetime.timedelta(days=400))
    figures(places.hejian, 100, None, as_of=timezone.localdate())
    response = as_user(staff.county).get("/")
    assert task(response, "没有填职工数或法人单位数").about == "振林街道、合涧镇"
    assert task(response, "还是").about == "临淇镇"
    chair = as_user(staff.chair).get("/")
    assert task(chair, "还是").action == "去填写"


def test_one_year_old_figures_are_not_old_yet(as_user, staff: Staff, places, figures) -> None:
    figures(places.linqi, 100, 10, as_of=timezone.localdate() - datetime.timedelta(days=366))
    assert not has(as_user(staff.chair).get("/"), "还是")
    figures(places.hejian, 100, 10, as_of=timezone.localdate() - datetime.timedelta(days=367))
    assert task(as_user(staff.county).get("/"), "还是").about == "合涧镇"


def test_townships_without_union(as_user, staff: Staff, places, unions) -> None:
    response = as_user(staff.county).get("/")
    found = task(response, "还没有登记乡镇（街道）工会")
    assert found.about == "振林街道"
    assert found.url == f"/admin/townships/townshipunion/add/?township={places.zhenlin.key}"
    assert "市总派出" in found.hint
    # a township without union duty has none to record
    Division.objects.filter(pk=places.zhenlin.pk).update(has_union_duty=False)
    assert not has(as_user(staff.county).get("/"), "还没有登记乡镇（街道）工会")


def test_township_unions_without_committees(as_user, staff: Staff, unions) -> None:
    day = datetime.date(2020, 1, 1)
    unions.linqi.founded_on = day
    unions.linqi.audit_committee_on = day
    unions.linqi.save()
    unions.hejian.founded_on = day
    unions.hejian.form = UnionForm.WORK_COMMITTEE  # a dispatched body has none
    unions.hejian.save()
    found = task(as_user(staff.county).get("/"), "成立日期")
    assert found.about == "临淇镇工会联合会"
    assert found.url == f"/admin/townships/townshipunion/{unions.linqi.pk}/change/"
    assert "总工办发〔2019〕24号" in found.clause
    unions.linqi.women_committee_on = day
    unions.linqi.save()
    assert not has(as_user(staff.county).get("/"), "成立日期")


def test_township_unions_without_committees_are_those_of_the_list(
    as_user, staff: Staff, places, unions
) -> None:
    Union.objects.filter(kind=UnionKind.TOWNSHIP).update(founded_on=datetime.date(2020, 1, 1))
    Union.objects.create(
        county_code=COUNTY,
        code="z",
        name="振林街道工会工作委员会",
        kind=UnionKind.TOWNSHIP,
        form=UnionForm.WORK_COMMITTEE,
        founded_on=datetime.date(2020, 1, 1),
        township=places.zhenlin,
    )
    client = as_user(staff.county)
    found = task(client.get("/"), "成立日期")
    assert found.about == "合涧镇工会联合会、临淇镇工会联合会"
    assert listed(client, found.url) == 2


@pytest.mark.parametrize("who", ["chair", "county"])
def test_number_that_is_there_is_not_called_missing(
    as_user, staff: Staff, places, figures, who
) -> None:
    """Three different sentences, and none where both numbers are there."""
    Division.objects.exclude(pk=places.linqi.pk).filter(level=9).update(has_union_duty=False)
    row = figures(places.linqi, 100, 10, as_of=timezone.localdate())
    sentences = []
    for workers, units in ((100, None), (None, 10), (None, None), (100, 10)):
        type(row).objects.update(worker_count=workers, legal_person_units=units)
        groups = as_user(getattr(staff, who)).get("/").context["groups"]
        found = [task for group in groups for task in group.tasks if task.icon == "table"]
        sentences += [f"{task.about} {task.text}" for task in found]
    assert len(sentences) == len(set(sentences)) == 3


def test_rule_that_does_not_hold_at_a_place_asks_nothing(
    as_user, staff: Staff, places, unions
) -> None:
    """安工办〔2020〕7号 asks in 安阳 that no township union be an empty shell, not in 海门."""
    response = as_user(staff.county).get("/")
    found = task(response, "下面还没有基层工会")
    assert found.clause.startswith("安工办")
    assert found.clause_url.endswith("?q=R-ORG-11&place=410581")
    assert "安工办〔2020〕7号" in as_user(staff.county).get(found.clause_url).content.decode()
    user = User.objects.create_user("haimen", password="x" * 20)
    user.assignments.create(role=Role.COUNTY, division=places.haimen)
    Union.objects.create(
        county_code=places.haimen.key,
        code="y",
        name="三厂镇工会委员会",
        kind=UnionKind.TOWNSHIP,
        form=UnionForm.COMMITTEE,
        township=places.sanchang,
    )
    assert not has(as_user(user).get("/"), "下面还没有基层工会")


def listed(client, url: str) -> int:
    """How many rows the list behind a link shows."""
    response = client.get(url)
    assert response.status_code == 200
    return int(response.context["cl"].result_count)


def test_certificates_that_run_out(as_user, staff: Staff, places, unions) -> None:
    today = timezone.localdate()
    day = datetime.timedelta(days=1)
    make_unions(unions, places, 2, certificate_to=today - day)
    make_unions(unions, places, 3, certificate_to=today, kind=UnionKind.OFFICE)
    make_unions(unions, places, 1, certificate_to=today + 30 * day, kind=UnionKind.JOINT)
    make_unions(unions, places, 5, certificate_to=today + 31 * day, kind=UnionKind.VILLAGE)
    unions.linqi.certificate_to = today - 69 * day
    unions.linqi.save()
    client = as_user(staff.county)
    response = client.get("/?all=1")
    assert response.context["groups"][0].look.label == "已逾期"
    over = task(response, "法人资格证书已过期")
    assert over.about == "2 家工会"
    assert listed(client, over.url) == 2
    soon = task(response, "法人资格证书 30 天内到期")
    assert soon.about == "4 家工会"
    assert listed(client, soon.url) == 4
    own = task(response, "法人资格证书已于")
    assert own.about == "临淇镇工会联合会"
    assert (today - 69 * day).isoformat() in own.text


def test_unions_without_units_are_those_of_the_list(as_user, staff: Staff, places, unions) -> None:
    make_unions(unions, places, 3)
    make_unions(unions, places, 2, kind=UnionKind.JOINT)
    make_unions(unions, places, 4, kind=UnionKind.VILLAGE)  # these cover nobody themselves
    make_unions(unions, places, 1, kind=UnionKind.OFFICE, status=UnionStatus.PREPARING)
    joint = Union.objects.filter(kind=UnionKind.JOINT)[0]
    UnionSummary.objects.create(county_code=COUNTY, union=joint, employers=1)
    client = as_user(staff.county)
    response = client.get("/?all=1")
    assert task(response, "没有登记覆盖的单位").about == "5 家基层工会"  # with the factory's
    one = task(response, "只有一家单位")
    assert one.about == "1 家联合基层工会"
    assert listed(client, one.url) == 1


def test_unions_to_hand_over_are_those_of_the_list(as_user, staff: Staff, places, unions) -> None:
    make_unions(unions, places, 3)
    Union.objects.filter(name__startswith="示例0").update(superior=unions.county)
    Union.objects.filter(name__startswith="示例1").update(
        superior=unions.county, status=UnionStatus.PREPARING
    )
    client = as_user(staff.county)
    found = task(client.get("/?all=1"), "由市总直管")
    assert found.about == "1 家基层工会"
    assert found.clause.startswith("安工办〔2020〕7号")
    assert listed(client, found.url) == 1
    assert not has(as_user(staff.chair).get("/"), "直管")  # the chair cannot do it


@pytest.mark.parametrize("form", ["", UnionForm.WORK_COMMITTEE])
def test_unions_that_nobody_could_lead_are_not_ready(
    as_user, staff: Staff, places, unions, form
) -> None:
    """R-ORG-05: a work committee is the county's own body, not a union of the township."""
    make_unions(unions, places, 3)
    Union.objects.filter(code__startswith="c").update(
        superior=unions.county, township=places.zhenlin
    )
    if form:
        Union.objects.create(
            county_code=COUNTY,
            code="w",
            name="振林街道工会工作委员会",
            kind=UnionKind.TOWNSHIP,
            form=form,
            township=places.zhenlin,
        )
    client = as_user(staff.county)
    assert not has(client.get("/?all=1"), "由市总直管")
    rows = "/admin/townships/grassrootsunion/?handover="
    assert listed(client, f"{rows}ready") == 0
    assert listed(client, f"{rows}waiting") == 3


def test_own_changes_are_offered_again(as_user, staff: Staff, places, unions) -> None:
    firm = Employer(county_code=COUNTY, name="示例太行铸造厂", township=places.linqi)
    save_record(instance=firm, user=staff.county)
    foreign = Employer(county_code=COUNTY, name="别人改的厂", township=places.linqi)
    save_record(instance=foreign, user=staff.auditor)
    unions.factory.phone = "0372-1"
    save_record(instance=unions.factory, user=staff.county)
    client = as_user(staff.county)
    html = client.get("/").content.decode()
    assert "示例太行铸造厂" in html
    assert "别人改的厂" not in html
    for link in re.findall(r'href="(/admin/[^"]*/change/)"', html):
        assert client.get(unescape(link), follow=True).status_code == 200


def test_buttons_follow_the_rights(as_user, staff: Staff) -> None:
    assert "/admin/members/member/add/" in as_user(staff.county).get("/").content.decode()
    html = as_user(staff.auditor).get("/").content.decode()
    assert "/add/" not in html


def test_home_counts_all_of_the_county(as_user, staff: Staff, places, counted, month_of) -> None:
    counted(places.linqi, members=700, unions=5)
    counted(places.hejian, members=300, unions=2)
    month_of(places.linqi, 1, members=690, unions=5)
    month_of(places.hejian, 1, members=290, unions=1)
    html = as_user(staff.county).get("/").content.decode()
    assert "1,000" in html
    assert re.search(r'<a href="/county/410581/month/"><span\s+class="up"\s*>\+20</span>', html)
    assert re.search(r'class="up"\s*>\+1</span>', html)
