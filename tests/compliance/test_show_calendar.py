"""The calendar: what has a date in the places of the reader, month by month."""

import datetime

from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from cadres.models import Term
from compliance.calendar.months import Month, by_day, grid, read_month
from compliance.choices import FindingState
from compliance.deadlines import Deadline, Window, deadlines
from compliance.services.feeds import make_address
from policies.models import PolicyDocument
from tests.cadres.crew import post, township_union
from tests.compliance.made import make_finding
from townships.choices import EmployerStatus, UnionStatus
from townships.models import Employer, TownshipStatistics, Union, UnionEmployer

PAGE = "/calendar/"
DAY = datetime.date(2026, 9, 15)


def window(user, first=datetime.date(2026, 9, 1), last=datetime.date(2026, 9, 30), today=DAY):
    """What is due for a user in some days."""
    return deadlines(Window(user, first, last, today))


def told(found):
    """Subject and day."""
    return {(one.subject, one.day) for one in found}


def has_date(union, day):
    """A union whose certificate ends on the day."""
    Union.objects.filter(pk=union.pk).update(certificate_to=day)


# --- what is due ----------------------------------------------------------------------------------


def test_first_and_last_day_of_the_window_belong_to_it(unions, staff):
    for day, inside in (
        (datetime.date(2026, 8, 31), False),
        (datetime.date(2026, 9, 1), True),
        (datetime.date(2026, 9, 30), True),
        (datetime.date(2026, 10, 1), False),
    ):
        has_date(unions.factory, day)
        assert bool(window(staff.county)) is inside, day


def test_a_certificate_of_a_closed_union_is_not_due(unions, staff):
    has_date(unions.factory, DAY)
    (found,) = window(staff.county)
    assert found.url == f"/admin/townships/union/{unions.factory.pk}/change/"
    assert (found.place, found.place_name) == ("410581101", "临淇镇")
    Union.objects.filter(pk=unions.factory.pk).update(
        status=UnionStatus.DISSOLVED, closed_on=DAY, closing_approval_no="x"
    )
    assert window(staff.county) == []


def test_owner_colleague_and_outsider(unions, staff):
    has_date(unions.linqi, DAY)
    has_date(unions.hejian, DAY)
    has_date(unions.chengguan, DAY)
    seen = {name: {one.place_name for one in window(user)} for name, user in staff.all().items()}
    assert seen["county"] == seen["auditor"] == {"临淇镇", "合涧镇"}
    assert seen["chair"] == {"临淇镇"}
    assert seen["chair_beside"] == {"合涧镇"}
    assert seen["county2"] == seen["chair2"] == {"城关镇"}
    assert seen["city"] == seen["province"] == seen["admin"] == {"临淇镇", "合涧镇", "城关镇"}


def test_figures_are_counted_anew_on_the_corresponding_day(places, staff):
    for as_of, due in (
        (datetime.date(2023, 6, 30), datetime.date(2024, 6, 30)),
        (datetime.date(2024, 2, 29), datetime.date(2025, 2, 28)),
        (datetime.date(2024, 8, 31), datetime.date(2025, 8, 31)),
    ):
        TownshipStatistics.objects.create(
            county_code="410581", township=places.linqi, as_of=as_of, source="x"
        )
        assert told(window(staff.chair, due, due)) == {("临淇镇", due)}
        day = datetime.timedelta(days=1)
        assert window(staff.chair, due - 9 * day, due - day) == []
        assert window(staff.chair, due + day, due + 9 * day) == []
    # Only the latest figures count.
    assert window(staff.chair, datetime.date(2024, 6, 30), datetime.date(2024, 6, 30)) == []


def test_a_finding_is_due_until_it_is_waived(finding, staff):
    finding.due_on = DAY
    finding.save()
    (found,) = window(staff.chair)
    assert found.url == f"/compliance/{finding.pk}/"
    assert found.clause == f"{finding.verdict.document} {finding.verdict.clause}"
    finding.state, finding.waiver_no = FindingState.WAIVED, "x"
    finding.waiver_reason, finding.waived_on = "x", DAY
    finding.save()
    assert window(staff.chair) == []


def open_in(township, opened_on):
    """An employer of a township without a union."""
    return Employer.objects.create(
        county_code=township.parent_id, township=township, name="示例公司", opened_on=opened_on
    )


def test_a_union_is_due_where_a_document_says_so(policies, places, staff):
    """R-ORG-14 holds in 绍兴 only: the corresponding day a year later, as the engine says."""
    for opened, due in (
        (datetime.date(2024, 3, 1), datetime.date(2025, 3, 1)),
        (datetime.date(2024, 2, 29), datetime.date(2025, 2, 28)),
        (datetime.date(2024, 8, 31), datetime.date(2025, 8, 31)),
    ):
        here, elsewhere = open_in(places.keqiao_street, opened), open_in(places.linqi, opened)
        (found,) = window(staff.admin, due, due, today=due)
        assert (found.key, found.day) == (f"R-ORG-14:employer:{here.pk}", due)
        assert found.clause
        here.delete()
        elsewhere.delete()


def test_a_union_that_exists_or_a_closed_unit_has_no_date(policies, places, unions, staff):
    opened, due = datetime.date(2024, 3, 1), datetime.date(2025, 3, 1)
    unit = open_in(places.keqiao_street, opened)
    union = Union.objects.create(
        county_code=unit.county_code, code="1", name="公司工会", kind="own"
    )
    covered = UnionEmployer.objects.create(county_code=unit.county_code, union=union, employer=unit)
    assert window(staff.admin, due, due, today=due) == []
    Union.objects.filter(pk=union.pk).update(status="preparing")  # it covers nobody yet
    assert len(window(staff.admin, due, due, today=due)) == 1
    covered.delete()
    assert len(window(staff.admin, due, due, today=due)) == 1
    Employer.objects.filter(pk=unit.pk).update(status=EmployerStatus.CLOSED)
    assert window(staff.admin, due, due, today=due) == []


def test_what_two_know_is_told_once(policies, places, staff):
    opened, due = datetime.date(2024, 3, 1), datetime.date(2025, 3, 1)
    unit = open_in(places.keqiao_street, opened)
    values = {"subject": "employer", "due_on": due}
    found = make_finding("330603", "330603001", str(unit.pk), "x", rule="R-ORG-14")
    for name, value in values.items():
        setattr(found, name, value)
    found.save()
    (one,) = window(staff.admin, due, due, today=due)
    assert one.url == f"/compliance/{found.pk}/"


def test_yearly_duties_only_where_a_provision_is_in_force(policies, places, staff):
    last = datetime.date(2026, 12, 31)
    here = {one.place for one in window(staff.county, last, last)}
    assert here == {"", "4105"}  # of the nation and of 安阳, none of 绍兴 or 河北
    assert window(staff.county, last - datetime.timedelta(days=1), last.replace(day=30)) == []


def test_documents_begin_and_end(places, staff):
    PolicyDocument.objects.create(
        key="x",
        state="released",
        number="示例〔2026〕1号",
        title="示例办法",
        issuer="x",
        issued_text="x",
        kind="norm",
        valid_from=DAY,
        valid_to=datetime.date(2026, 10, 1),
        jurisdiction=places.anyang,
    )
    october = datetime.date(2026, 10, 1)
    assert told(window(staff.chair)) == {("示例办法", DAY)}
    assert told(window(staff.county, october, october)) == {("示例办法", october)}
    outsider = Window(staff.admin, DAY, DAY, DAY)
    assert told(deadlines(outsider)) == {("示例办法", DAY)}


def test_queries_do_not_grow_with_the_dates(policies, places, staff, django_assert_num_queries):
    due = datetime.date(2025, 3, 1)
    for number in range(20):
        open_in(places.keqiao_street, datetime.date(2024, 3, 1))
        Union.objects.create(
            county_code="330603",
            code=str(number),
            name=f"u{number}",
            kind="joint",
            certificate_to=due,
        )
    assert staff.admin.scope.nationwide
    with django_assert_num_queries(14):
        assert len(window(staff.admin, due, due, today=due)) == 40


# --- months ---------------------------------------------------------------------------------------


def test_what_is_no_month():
    for text in ("", "2026", "2026-13", "2026-00", "1949-12", "2200-01", "²026-01"):
        assert read_month(text) is None, text


def test_edges_of_a_month():
    month = read_month("2026-02")
    assert month is not None
    weeks = month.weeks()
    assert [day.isoweekday() for day in weeks[0]] == [1, 2, 3, 4, 5, 6, 7]
    assert (weeks[0][0], weeks[-1][-1]) == (datetime.date(2026, 1, 26), datetime.date(2026, 3, 1))
    assert month.last == datetime.date(2026, 2, 28)
    assert (month.before.value, month.after.value) == ("2026-01", "2026-03")
    assert Month(datetime.date(1950, 1, 1)).before is None
    assert Month(datetime.date(2199, 12, 1)).after is None


def test_a_crowded_day_shows_some_and_counts_the_others():
    found = [Deadline(str(n), DAY, "t", f"s{n}", "", "/") for n in range(6)]
    weeks = grid(Month(DAY.replace(day=1)), found, DAY)
    day = next(day for week in weeks for day in week if day.day == DAY)
    assert (len(day.shown), day.more, day.today, day.inside) == (3, 3, True, True)
    weeks = grid(Month(DAY.replace(day=1)), found[:4], DAY)
    day = next(day for week in weeks for day in week if day.day == DAY)
    assert (len(day.shown), day.more) == (4, 0)  # a line “1 more” would take the same room
    assert by_day(found) == {DAY: found}


def test_the_page_shows_its_month_and_the_list(unions, staff, as_user):
    has_date(unions.linqi, DAY)
    client = as_user(staff.chair)
    for view in ("", "list"):
        context = client.get(PAGE, {"month": "2026-09", "view": view}).context
        assert (context["month"].value, context["number"]) == ("2026-09", 1)
        assert list(context["days"]) == [DAY]
    # The day lies in the grid of the month before only as a neighbour: not in its list.
    has_date(unions.linqi, datetime.date(2026, 9, 1))
    context = client.get(PAGE, {"month": "2026-08"}).context
    assert context["number"] == 0
    assert context["weeks"][-1][1].shown
    for junk in ("x", "9" * 40, "²", "𠮷" * 400, "0001-01", "1950-01", "2199-12"):
        assert client.get(PAGE, {"month": junk, "view": junk}).status_code == 200, junk


def test_nobody_looks_without_signing_in(db):
    assert Client().get(PAGE).status_code == 302


# --- all kinds in all three views -----------------------------------------------------------------


def test_terms_trainings_founding_and_meetings_are_in_month_list_and_feed(
    policies, places, staff, as_user
):
    """All of them on the last day of the year; a chair beside sees those of the nation alone."""
    day = timezone.localdate().replace(month=12, day=31)
    before = day.replace(year=day.year - 1)
    union = township_union(places.linqi)
    started = day.replace(year=day.year - 5)
    Term.objects.create(
        county_code="410581", union=union, number=1, started_on=started, years=5, due_on=day
    )
    leader = post(union, "王一", "chair", "parttime", valid_from=before)
    unit = open_in(places.keqiao_street, before)
    keys = {
        f"R-TRM-02:union:{union.pk}",
        f"R-TRN-01:officer:{leader.pk}",
        f"R-ORG-14:employer:{unit.pk}",
    }
    client = as_user(staff.admin)
    for view in ("", "list"):
        answer = client.get(PAGE, {"month": f"{day:%Y-%m}", "view": view})
        due = answer.context["days"][day]
        assert keys <= {one.key for one in due}, view
        meetings = [one for one in due if one.key.startswith("last-day:")]
        assert any("总工发〔2016〕28号" in one.clause for one in meetings)  # R-MTG-04
        html = answer.content.decode()
        assert view == "" or all(one.subject in html for one in due)
    feed = Client().get(f"/calendar/feed/{make_address(staff.admin)}.ics")
    told_there = list(Calendar.from_ical(feed.content).walk("VEVENT"))
    summaries = " ".join(str(one["summary"]) for one in told_there if one["dtstart"].dt == day)
    for words in (union.name, "主席", unit.name, "换届", "示例公司"):
        assert words in summaries
    assert "王一" not in feed.content.decode()
    beside = as_user(staff.chair_beside).get(PAGE, {"month": f"{day:%Y-%m}"})
    assert not keys & {one.key for one in beside.context["days"].get(day, [])}
