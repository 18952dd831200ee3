"""The compliance list: whose findings, in which order, by which filters, with how many queries."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.choices import FindingState, RunState, Urgency
from compliance.models import CheckRun, StoredVerdict, UrgencyOrder
from compliance.selectors import filters
from policies.topics import rule_name
from tests.compliance.made import make_finding, make_verdict

LIST = reverse("compliance_list")
MOST_QUERIES = 22


def shown(client, **query) -> list[str]:
    """Names of the subjects on the page, in their order."""
    context = client.get(LIST, query).context
    return [line.finding.subject_label for group in context["groups"] for line in group.lines]


def test_each_sees_his_own_places(as_user, staff, finding, beside, elsewhere) -> None:
    assert shown(as_user(staff.chair)) == ["临淇镇"]
    assert sorted(shown(as_user(staff.county))) == ["临淇镇", "合涧镇"]
    assert sorted(shown(as_user(staff.auditor))) == ["临淇镇", "合涧镇"]
    assert shown(as_user(staff.county2)) == ["城关镇"]
    assert len(shown(as_user(staff.city))) == 3


def test_chair_does_not_see_what_lies_in_no_township(as_user, staff, policies) -> None:
    make_finding(place="410581", key="1", label="林州市总工会")
    assert shown(as_user(staff.chair)) == []
    assert shown(as_user(staff.county)) == ["林州市总工会"]


def make_groups() -> None:
    """One finding of each group, in another order than the usual."""
    for n, group in enumerate(reversed(Urgency.values)):
        make_finding(key=str(n), label=group, urgency=group)


def test_groups_stand_in_the_usual_order(as_user, staff, policies) -> None:
    make_groups()
    assert shown(as_user(staff.county)) == Urgency.values


def test_office_orders_its_groups(as_user, staff, places, policies) -> None:
    make_groups()
    UrgencyOrder.objects.create(division=places.anyang, groups=["money", "other"])
    assert shown(as_user(staff.county))[:3] == ["money", "other", "past_date"]
    UrgencyOrder.objects.create(division=places.linzhou, groups=["other"])
    assert shown(as_user(staff.county))[:2] == ["other", "past_date"]
    assert shown(as_user(staff.county2)) == []


def test_longest_past_its_date_comes_first(as_user, staff, policies) -> None:
    today = timezone.localdate()
    for label, days in (("later", 3), ("long ago", -40), ("yesterday", -1)):
        due = today + datetime.timedelta(days=days)
        make_finding(key=label, label=label, due_on=due)
    make_finding(key="no date", label="no date", days=20)
    assert shown(as_user(staff.county)) == ["long ago", "no date", "yesterday", "later"]


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ({"township": "410581100"}, ["合涧镇"]),
        ({"county": "410581"}, ["临淇镇", "合涧镇"]),
        ({"county": "410523"}, []),
        ({"rule": "R-ORG-30"}, ["临淇镇", "合涧镇"]),
        ({"rule": "R-ORG-11"}, []),
        ({"assignee": "me"}, ["临淇镇"]),
        ({"assignee": "nobody"}, ["合涧镇"]),
        ({"q": "合涧"}, ["合涧镇"]),
        ({"tab": "other"}, ["临淇镇", "合涧镇"]),
        ({"tab": "money"}, []),
        ({"tab": "nothing", "assignee": "²", "age": "-1"}, ["临淇镇", "合涧镇"]),
        ({"township": "410581100", "of": "410523", "county": "410581"}, ["临淇镇", "合涧镇"]),
    ],
)
def test_filters(as_user, staff, finding, beside, query, labels) -> None:
    finding.assignee = staff.county
    finding.save()
    assert sorted(shown(as_user(staff.county), **query)) == sorted(labels)


@pytest.mark.parametrize(("days", "found"), [(29, []), (30, ["临淇镇"]), (31, ["临淇镇"])])
def test_age_counts_from_first_sight(as_user, staff, policies, days, found) -> None:
    make_finding(days=days)
    assert shown(as_user(staff.county), age="30") == found


@pytest.mark.parametrize(("days", "found"), [(-1, []), (0, ["临淇镇"]), (1, ["临淇镇"])])
def test_dates_still_to_come(as_user, staff, policies, days, found) -> None:
    make_finding(due_on=timezone.localdate() + datetime.timedelta(days=days))
    assert shown(as_user(staff.county), age="ahead") == found


def test_waived_and_resolved_have_their_tabs(as_user, staff, policies) -> None:
    today = timezone.localdate()
    first = today.replace(day=1)
    make_finding(
        key="w",
        label="waived",
        state=FindingState.WAIVED,
        waiver_no="1",
        waiver_reason="x",
        waived_on=today,
    )
    for label, day in (("now", first), ("before", first - datetime.timedelta(days=1))):
        make_finding(key=label, label=label, state=FindingState.RESOLVED, resolved_on=day)
    client = as_user(staff.county)
    assert shown(client) == []
    assert shown(client, tab="waived") == ["waived"]
    assert shown(client, tab="resolved") == ["now"]
    counts = client.get(LIST).context["counts"]
    assert (counts.all, counts.waived, counts.resolved) == (0, 1, 1)


@pytest.mark.parametrize("tab", ["waived", "resolved"])
def test_an_empty_tab_says_so(as_user, staff, policies, tab) -> None:
    page = as_user(staff.county).get(LIST, {"tab": tab})
    assert page.context["groups"] == []
    assert 'class="empty"' in page.content.decode()


def test_counts_of_the_tabs_follow_the_filters(as_user, staff, finding, beside) -> None:
    client = as_user(staff.county)
    assert client.get(LIST).context["counts"].open == {"other": 2}
    assert client.get(LIST, {"township": "410581100"}).context["counts"].all == 1


def test_rules_are_offered_by_their_names(as_user, staff, finding) -> None:
    StoredVerdict.objects.update(key_phrase="")
    assert as_user(staff.county).get(LIST).context["rules"] == [("R-ORG-30", rule_name("R-ORG-30"))]


def test_rules_of_one_name_are_told_apart_by_their_documents(
    as_user, staff, finding, monkeypatch
) -> None:
    make_finding(rule="R-ORG-02", key="410581101", label="合涧镇")
    monkeypatch.setattr(filters, "rule_name", lambda rule: "入会")
    documents = dict(StoredVerdict.objects.values_list("rule_id", "document"))
    offered = dict(as_user(staff.county).get(LIST).context["rules"])
    assert set(offered) == {"R-ORG-02", "R-ORG-30"}
    for rule, words in offered.items():
        assert words.startswith("入会")
        assert documents[rule] in words


def test_says_when_it_was_checked(as_user, staff, policies, elsewhere) -> None:
    client = as_user(staff.county)
    assert client.get(LIST).context["last"] is None
    at = timezone.now()
    CheckRun.objects.create(county_code="410523", state=RunState.DONE, finished_at=at)
    assert client.get(LIST).context["last"] is None
    CheckRun.objects.create(county_code="410581", state=RunState.DONE, finished_at=at)
    assert client.get(LIST).context["last"] == at


def test_only_the_documents_of_the_verdict_are_cited(as_user, staff, finding) -> None:
    page = as_user(staff.county).get(LIST).content.decode()
    assert finding.verdict.document in page
    for foreign in ("绍兴", "海门", "冀工"):
        assert foreign not in page


@pytest.mark.parametrize("who", ["chair", "county", "city", "admin"])
def test_number_of_queries_does_not_grow(
    as_user, staff, policies, elsewhere, django_assert_max_num_queries, who
) -> None:
    client = as_user(getattr(staff, who))
    verdict = make_verdict("410581", "410581101", "x", "x")
    for n in range(60):
        person = staff.chair if n % 2 else None
        make_finding(key=str(n), label=f"厂{n}", verdict=verdict, assignee=person)
    client.get(LIST)  # what is read once per process
    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get(LIST).context["page"]
    assert len(page.object_list) == 50
    assert len(shown(client, page="2")) == page.paginator.count - 50
