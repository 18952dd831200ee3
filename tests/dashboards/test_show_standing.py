"""Terms, staffing and training on the pages of townships and counties."""

import pytest
from django.utils import timezone

from compliance.choices import SubjectKind, Urgency
from dashboards.selectors.standings import Standing, standings
from tests.dashboards.test_show_organisation import day, found_about, make_post, make_term

CODES = ["410581"]


@pytest.fixture
def read(staff, unions):
    """The townships of 林州 as a clerk of the county sees them."""

    def ask(user=None, **values):
        return standings(user or staff.county, CODES, {}, timezone.localdate(), **values)

    return ask


def test_terms_by_township(read, unions) -> None:
    make_term(unions.linqi, due=day(-1))
    make_term(unions.factory, due=day(90))
    make_term(unions.hejian, due=day(91))
    found = read()
    linqi, hejian = (found.by_key[key] for key in ("410581101", "410581100"))
    assert (linqi.overdue, linqi.near, linqi.unrecorded) == (1, 1, 0)
    assert (linqi.due, linqi.state.tone) == (day(-1), "bad")
    assert (hejian.overdue, hejian.near, hejian.due) == (0, 0, day(91))
    assert (found.whole.overdue, found.whole.unrecorded) == (1, 1)  # the county's own is unknown


def test_approved_day_and_closed_terms(read, unions) -> None:
    make_term(unions.linqi, due=day(-400), number=1, ended_on=day(-300))
    approval = {"change_kind": "late", "change_approval_no": "x", "change_approved_on": day(-40)}
    make_term(unions.linqi, due=day(-1), number=2, new_due_on=day(40), **approval)
    linqi = read().by_key["410581101"]
    assert (linqi.due, linqi.overdue, linqi.near) == (day(40), 0, 1)


def test_work_committee_is_not_elected(read, unions) -> None:
    type(unions.hejian).objects.filter(pk=unions.hejian.pk).update(form="work_committee")
    hejian = read().by_key["410581100"]
    assert (hejian.appointed, hejian.unrecorded) == (True, 0)


def test_posts_are_unknown_without_a_roster(read, unions) -> None:
    make_post(unions.linqi, "主席", post="chair")
    make_post(unions.linqi, "委员")
    gone = {"valid_from": day(-90), "valid_to": day(-1), "end_reason": "term"}
    make_post(unions.linqi, "前委员", **gone)
    found = read().by_key
    assert (found["410581101"].leaders, found["410581101"].posts) == (1, 2)
    assert (found["410581100"].leaders, found["410581100"].posts) == (None, None)


def test_missing_posts_are_the_findings_of_the_list_behind(as_user, staff, unions, policies):
    """Open ones of this urgency, whatever their rule: the number is that of the compliance list."""
    gone = {"state": "resolved", "resolved_on": day(0)}
    for subject, rule, urgency, values in (
        (SubjectKind.TOWNSHIP, "R-CAD-01", Urgency.MISSING_POST, {}),
        (SubjectKind.UNION, "R-COM-20", Urgency.MISSING_POST, {}),
        (SubjectKind.TOWNSHIP, "R-CAD-05", Urgency.MISSING_POST, gone),
        (SubjectKind.UNION, "R-TRM-02", Urgency.PAST_DATE, {}),
    ):
        key = unions.linqi.pk if subject == SubjectKind.UNION else "410581101"
        row = found_about(key, subject, rule)
        type(row).objects.filter(pk=row.pk).update(urgency=urgency, **values)
    for user in (staff.county, staff.city):
        client = as_user(user)
        for path in ("/county/410581/", "/township/410581101/"):
            context = client.get(path).context
            assert context["standing"].gaps == 2
            assert client.get(context["lists"]["gaps"]).context["page"].paginator.count == 2


def test_late_training_is_that_of_the_list_behind(as_user, staff, unions, policies) -> None:
    """Without a nightly check too; the training of a social union worker is another duty."""
    long_ago = {"post": "chair", "body": "committee", "valid_from": day(-400)}
    make_post(unions.linqi, "主席", **long_ago)
    make_post(unions.hejian, "主席", **{**long_ago, "valid_from": day(-10)})
    worker = found_about("1", SubjectKind.SOCIAL_WORKER, "R-SOC-05")
    type(worker).objects.filter(pk=worker.pk).update(urgency=Urgency.PAST_DATE)
    for user in (staff.county, staff.city):
        client = as_user(user)
        for path in ("/county/410581/", "/township/410581101/"):
            context = client.get(path).context
            assert context["standing"].untrained == 1
            assert client.get(context["lists"]["training"]).context["counts"]["overdue"] == 1


def test_only_the_asked_townships(read, unions) -> None:
    make_term(unions.linqi, due=day(-1))
    make_term(unions.hejian, due=day(-1))
    assert list(read(keys=["410581101"]).by_key) == ["410581101"]


def test_merged_township_counts_where_it_is_today(staff, unions) -> None:
    make_term(unions.hejian, due=day(-1))
    today = {"410581100": "410581101", "410581101": "410581101"}
    found = standings(staff.county, CODES, today, timezone.localdate())
    assert found.by_key["410581101"].overdue == 1
    assert "410581100" not in found.by_key


def test_most_urgent_first() -> None:
    rows = [Standing(gaps=3), Standing(overdue=1), Standing(), Standing(overdue=2)]
    ordered = sorted(rows, key=lambda row: row.urgency)
    assert [(row.overdue, row.gaps) for row in ordered] == [(2, 0), (1, 0), (0, 3), (0, 0)]


def test_cards_on_the_pages(as_user, staff, unions, policies) -> None:
    make_term(unions.linqi, due=day(-7))
    chair = as_user(staff.chair).get("/").context
    assert (chair["standing"].overdue, chair["standing"].unrecorded) == (1, 1)
    county = as_user(staff.county).get("/county/410581/")
    assert county.context["standing"].overdue == 1
    _place, one, rows = county.context["standings"][0]
    assert one.overdue == 1
    assert rows["overdue"] in county.content.decode().replace("&amp;", "&")
    assert len(as_user(staff.county).get(rows["overdue"]).context["lines"]) == 1


def test_numbers_of_a_township_lead_to_its_rows(as_user, staff, unions, policies) -> None:
    """Posts filled, posts missing, training: each to the township alone, for county and city."""
    make_post(unions.linqi, "主席", post="chair")
    make_post(unions.hejian, "委员")
    for user in (staff.county, staff.city):
        client = as_user(user)
        rows = client.get("/county/410581/").context["standings"]
        one, links = next((one, rows) for place, one, rows in rows if place.key == "410581101")
        listed = client.get(links["posts"]).context["cl"]
        assert listed.result_count == one.posts == 1
        assert client.get(links["training"]).context["township"].key == "410581101"
        lines = client.get(links["staffing"]).context["table"].lines
        assert [line.key for line in lines] == ["410581101"]
        lists = client.get("/township/410581101/").context["lists"]
        assert client.get(lists["staffing"]).context["township"].key == "410581101"
