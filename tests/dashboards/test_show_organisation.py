"""The page of an organisation: all kinds of unions, what is recorded and what is not."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cadres.models import Appointment, Meeting, OrganisationBody, Person, Term
from compliance.choices import SubjectKind
from compliance.links import organisation_url
from compliance.models import Finding
from dashboards.organisation.term import WIDTH, bar_of, state_of
from federations.models import Coverage, Federation, FoundingStep
from tests.compliance.made import RULE, make_verdict
from townships.models import Union

TODAY = datetime.date(2026, 11, 28)
COUNTY = "410581"


def ask(client, union):
    return client.get(reverse("organisation", args=[union.pk]))


def day(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def make_term(union, *, due: datetime.date, number: int = 3, **values) -> Term:
    known = {"started_on": due.replace(year=due.year - 5), "years": 5, "due_on": due}
    return Term.objects.create(
        county_code=union.county_code, union=union, number=number, **{**known, **values}
    )


def make_post(union, name: str, **values) -> Appointment:
    person = Person.objects.create(county_code=union.county_code, name=name)
    known = {"post": "member", "valid_from": day(-400)}
    return Appointment.objects.create(
        county_code=union.county_code, union=union, person=person, **{**known, **values}
    )


def found_about(key: object, subject: str, rule: str = RULE, label: str = "x") -> Finding:
    """An open finding."""
    about = {"county_code": COUNTY, "township_key": "410581101", "subject_key": str(key)}
    verdict = make_verdict(COUNTY, "410581101", str(key), label, subject=subject, is_latest=False)
    return Finding.objects.create(
        **about,
        subject=subject,
        subject_label=label,
        rule_id=rule,
        verdict=verdict,
        urgency="other",
        first_seen=day(-9),
    )


# --- the term, without a database -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "tone", "days"),
    [
        (TODAY - datetime.timedelta(days=1), "bad", -1),
        (TODAY, "warn", 0),  # the day itself is in time (R-TRM-02)
        (TODAY + datetime.timedelta(days=90), "warn", 90),
        (TODAY + datetime.timedelta(days=91), "info", 91),
        (TODAY + datetime.timedelta(days=181), "ok", 181),
    ],
)
def test_state_of_a_term(due, tone, days) -> None:
    state = state_of(due, TODAY)
    assert (state.tone, state.days) == (tone, days)


def running(first: datetime.date, due: datetime.date, **values) -> Term:
    return Term(number=1, started_on=first, years=5, due_on=due, **values)


def test_bar_of_an_overdue_term_is_red_behind_its_day() -> None:
    bar = bar_of(running(datetime.date(2016, 11, 28), datetime.date(2021, 11, 28)), TODAY)
    assert (bar.done, bar.over) == (WIDTH // 2, WIDTH - WIDTH // 2)


def test_bar_of_a_term_with_time() -> None:
    bar = bar_of(running(TODAY, TODAY.replace(year=2031)), TODAY)
    assert (bar.done, bar.over) == (0, 0)


def test_approved_day_counts() -> None:
    term = running(TODAY.replace(year=2021), TODAY.replace(day=1), new_due_on=TODAY)
    assert bar_of(term, TODAY).state.tone == "warn"


# --- the page -------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["admin", "province", "city", "county", "chair", "auditor"])
def test_inside(as_user, staff, unions, who) -> None:
    response = ask(as_user(getattr(staff, who)), unions.factory)
    assert response.status_code == 200
    assert response.context["union"] == unions.factory


@pytest.mark.parametrize("who", ["county2", "chair2", "chair_beside"])
def test_outside_is_not_found(as_user, staff, unions, who) -> None:
    assert ask(as_user(getattr(staff, who)), unions.factory).status_code == 404


def test_every_kind_of_union_has_its_page(as_user, staff, unions) -> None:
    client = as_user(staff.county)
    for kind in ("federation", "joint", "office", "village"):
        union = Union.objects.create(
            county_code=COUNTY, code=kind, name=f"林州{kind}", kind=kind, township_id="410581101"
        )
        assert ask(client, union).status_code == 200, kind
    for union in (unions.county, unions.linqi):
        assert ask(client, union).status_code == 200


def test_nothing_recorded_is_unknown(as_user, staff, unions) -> None:
    context = ask(as_user(staff.county), unions.linqi).context
    assert context["bar"] is None
    assert context["has_roster"] is False
    assert [body.recorded for body in context["bodies"]] == [False, False]


def test_vacant_chair_is_told_only_where_a_roster_is_recorded(as_user, staff, unions) -> None:
    make_post(unions.linqi, "张三", post="vice_chair")
    context = ask(as_user(staff.county), unions.linqi).context
    assert (context["has_roster"], context["chair_in_office"]) == (True, False)


def test_people_of_today_and_chairs_of_all_time(as_user, staff, unions) -> None:
    gone = {"valid_from": day(-900), "valid_to": day(-400), "end_reason": "term"}
    make_post(unions.linqi, "旧主席", post="chair", **gone)
    chair = make_post(unions.linqi, "新主席", post="chair", appointment_type="fulltime")
    make_post(unions.linqi, "明日", post="member", valid_from=day(1))
    member = make_post(unions.linqi, "委员", category="front_line")
    make_term(unions.linqi, due=day(10), committee_size=5)
    context = ask(as_user(staff.chair), unions.linqi).context
    assert context["officers"] == [chair]
    assert [group for _label, group in context["members"]] == [[member]]
    assert [post.person.name for post in context["chairs"]] == ["新主席", "旧主席"]
    assert (context["seats"].size, context["seats"].filled) == (5, 2)
    assert [(s, n) for s, _label, n in context["seats"].groups] == [("c2", 1), ("c0", 1), ("v", 3)]


def test_findings_of_this_organisation_and_its_officers_only(
    as_user, staff, unions, policies
) -> None:
    post = make_post(unions.factory, "张三", post="chair")
    own = found_about(unions.factory.pk, SubjectKind.UNION)
    officer = found_about(post.pk, SubjectKind.OFFICER)
    found_about(unions.hejian.pk, SubjectKind.UNION)
    found_about(unions.factory.pk, SubjectKind.EMPLOYER)
    found = ask(as_user(staff.county), unions.factory).context["findings"]
    assert {line.finding.pk for line in found.lines} == {own.pk, officer.pk}


def test_findings_lead_to_their_organisation(staff, unions, places, policies) -> None:
    federation = make_federation(places)
    post = make_post(unions.factory, "张三", post="chair")
    leads = {
        (SubjectKind.UNION, unions.linqi.pk): unions.linqi,
        (SubjectKind.FEDERATION, federation.pk): federation.union,
        (SubjectKind.OFFICER, post.pk): unions.factory,
    }
    for (subject, key), union in leads.items():
        url = organisation_url(found_about(key, subject))
        assert url == reverse("organisation", args=[union.pk])
    assert organisation_url(found_about("410581101", SubjectKind.TOWNSHIP)) == ""


def test_findings_of_a_federation(as_user, staff, unions, places, policies) -> None:
    """They are kept by the key of the federation's record, not by that of its union."""
    federation = make_federation(places)
    own = found_about(federation.pk, SubjectKind.FEDERATION)
    found_about(federation.pk + 1000, SubjectKind.FEDERATION)
    found = ask(as_user(staff.county), federation.union).context["findings"]
    assert [line.finding.pk for line in found.lines] == [own.pk]


def test_buttons_only_for_those_who_may(as_user, staff, unions) -> None:
    urls = {
        who: ask(as_user(getattr(staff, who)), unions.linqi).context["urls"]
        for who in ("county", "auditor")
    }
    assert not any(urls["auditor"][name] for name in ("appoint", "term", "meeting", "body"))
    assert urls["county"]["documents"] == reverse("documents", args=[unions.linqi.pk])


@pytest.mark.parametrize("who", ["county", "chair", "auditor"])
def test_every_button_leads_somewhere(as_user, staff, unions, places, who) -> None:
    client = as_user(getattr(staff, who))
    for union in (unions.linqi, unions.factory, make_federation(places).union):
        for name, url in ask(client, union).context["urls"].items():
            assert not url or client.get(url, follow=True).status_code == 200, (union, name, url)


def make_federation(places) -> Federation:
    union = Union.objects.create(
        county_code=COUNTY,
        code="f1",
        name="临淇园区工会联合会",
        kind="federation",
        township=places.linqi,
    )
    return Federation.objects.create(
        county_code=COUNTY, union=union, kind="regional", level="township", has_party_org=False
    )


def test_federation_shows_gates_and_coverage(as_user, staff, unions, places) -> None:
    federation = make_federation(places)
    here = {"county_code": COUNTY, "federation": federation}
    FoundingStep.objects.create(**here, step="consulted", done_on=day(-20))
    Coverage.objects.create(**here, union=unions.factory, valid_from=day(-20))
    client = as_user(staff.county)
    context = ask(client, federation.union).context
    passed = [step.step for _label, step in context["gates"] if step]
    assert (passed, len(context["gates"])) == (["consulted"], 5)  # no party organisation: no gate
    assert context["founding"].covered_count == 1
    covering = ask(client, unions.factory).context["covering"]
    assert [row.federation for row in covering] == [federation]


# --- how many questions it asks -------------------------------------------------------------------


def questions(client, union) -> list[str]:
    ask(client, union)
    with CaptureQueriesContext(connection) as captured:
        assert ask(client, union).status_code == 200
    return [query["sql"] for query in captured]


def fill(union, federation, unions, count: int) -> None:
    """More of everything that the page shows."""
    for _n in range(count):
        number = Person.objects.count()
        make_post(union, f"委员{number}", category="cadre", represents=unions.factory)
        chair = {"post": "chair", "valid_to": day(-400), "end_reason": "term"}
        make_post(union, f"前任{number}", **chair)
        make_term(union, due=day(-3000 - number * 400), number=100 + number, ended_on=day(-1200))
        Meeting.objects.create(
            county_code=COUNTY, union=union, kind="plenary", held_on=timezone.localdate()
        )
        covered = Union.objects.create(
            county_code=COUNTY, code=f"c{number}", name=f"覆盖{number}", kind="own"
        )
        Coverage.objects.create(
            county_code=COUNTY, federation=federation, union=covered, valid_from=day(-20)
        )
        found_about(union.pk, SubjectKind.UNION, rule=f"R-X-{number}")
    kind = {"kind": f"{['mediation', 'safety'][count % 2]}"}
    OrganisationBody.objects.create(county_code=COUNTY, union=union, founded_on=day(-100), **kind)


def test_number_of_queries_does_not_grow(as_user, staff, unions, places, policies) -> None:
    federation = make_federation(places)
    make_term(federation.union, due=day(50), number=99)
    client = as_user(staff.county)
    fill(federation.union, federation, unions, 2)
    few = questions(client, federation.union)
    fill(federation.union, federation, unions, 7)
    many = questions(client, federation.union)
    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= 34, "\n".join(many)
