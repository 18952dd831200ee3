"""From a number of the dashboards to its definition, its parts, the provision and the rows."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dashboards.explain.registry import FIGURES, NUMBERS
from policies.engine import measures, rules
from tests.compliance.made import make_verdict
from tests.dashboards.test_count_queries import grow
from tests.policies.local import local_provision

pytestmark = pytest.mark.usefixtures("policies")
LINQI = "/figures/410581101/"
COUNTY = "/figures/410581/"
CITY = "/figures/4105/"


@pytest.fixture
def two(places, counted, figures):
    """临淇 799 of 1,000 workers, 合涧 90 of 100; 振林, and 城关 in 汤阴, without statistics."""
    counted(places.linqi, members=799, unionised=8)
    counted(places.hejian, members=90, unionised=5)
    counted(places.zhenlin, members=55)
    counted(places.chengguan, members=10)
    figures(places.linqi, 1000, 10)
    figures(places.hejian, 100, 10, as_of=datetime.date(2026, 9, 30))
    return places


def ask(client, page, figure):
    response = client.get(page, {"of": figure})
    assert response.status_code == 200
    return response


def test_every_figure_names_what_there_is() -> None:
    """Rules, measures and numbers that exist, and a condition of the first rule."""
    for figure in FIGURES.values():
        assert set(figure.of) <= set(NUMBERS), figure.key
        assert all(rule in rules for rule in figure.rules), figure.key
        if figure.measure:
            assert measures.get(figure.measure) in rules.get(figure.rules[0]).measures


@pytest.mark.parametrize(
    ("who", "county", "township"),
    [
        ("county", 200, 200),
        ("auditor", 200, 200),
        ("city", 200, 200),
        ("county2", 404, 404),
        ("chair_beside", 404, 404),
    ],
)
def test_inside_only(as_user, staff, two, who, county, township) -> None:
    client = as_user(getattr(staff, who))
    assert client.get(COUNTY, {"of": "joining"}).status_code == county
    assert client.get(LINQI, {"of": "joining"}).status_code == township


def test_township_is_told_to_the_last_worker(as_user, staff, two) -> None:
    """799 of 1,000 is not 80 %; both numbers lead to their rows, the verdict to its explanation."""
    verdict = make_verdict("410581", "410581101", "410581101", "临淇镇")
    response = ask(as_user(staff.county), LINQI, "joining")
    context, html = response.context, response.content.decode()
    condition = context["condition"]
    assert (condition.met, condition.shortfall) == (False, 1)
    assert "/admin/members/member/?township__key__exact=410581101" in html
    assert "/admin/townships/townshipstatistics/?township=410581101" in html
    assert f"/compliance/verdict/{verdict.pk}/" in html
    assert [rule.rule_id for rule in context["rules"]] == ["R-ORG-30"]


def test_sums_of_a_county_and_of_its_city(as_user, staff, two) -> None:
    """Both leave out who recorded no workers, and lead to the places that are added up."""
    response = None
    for who, page, below in (("county", COUNTY, "410581101"), ("city", CITY, "410581")):
        response = ask(as_user(getattr(staff, who)), page, "joining")
        rate = response.context["rate"]
        assert (rate.part, rate.whole, rate.met) == (889, 1100, True)
        assert f'href="/figures/{below}/?of=joining"' in response.content.decode()
    assert response is not None
    assert response.context["left_out"] == 2  # 振林 and 城关


def test_nearer_provision_is_shown_with_what_gives_way(as_user, staff, two) -> None:
    own = local_provision(
        two.linzhou,
        rule_id="R-ORG-30",
        modality="must",
        kind="RP",
        parameters={"build_percent": 80, "membership_percent": 90},
    )
    context = ask(as_user(staff.county), COUNTY, "joining").context
    first, second = context["rules"][0].clauses
    assert (first.facts.provision_id, second.overridden_by.provision_id) == (own.pk, own.pk)
    assert context["condition"].met is False  # 889 of 1,100, goal 90 %


def test_answers_of_townships_are_counted_and_named(as_user, staff, two) -> None:
    made = make_verdict("410581", "410581101", "410581101", "临淇镇")
    make_verdict("410523", "410523100", "410523100", "城关镇")
    rule = ask(as_user(staff.county), COUNTY, "below").context["rules"][0]
    assert (rule.tally, [one.pk for one in rule.answers]) == ({"violated": 1}, [made.pk])
    rule = ask(as_user(staff.city), CITY, "below").context["rules"][0]
    assert (rule.tally, rule.answers) == ({"violated": 2}, [])


def test_every_figure_of_every_scope_can_be_opened(as_user, staff, two) -> None:
    for who, page in (("chair", LINQI), ("county", COUNTY), ("city", CITY)):
        client = as_user(getattr(staff, who))
        for figure in ("", "nonsense", *FIGURES):
            assert client.get(page, {"of": figure}).status_code == 200, (page, figure)
        own = client.get("/figures/", {"of": "joining"})
        assert own["Location"] == f"{page}?of=joining"


def test_somebody_with_several_townships_is_asked_which(as_user, staff, two) -> None:
    staff.chair.assignments.create(role="chair", division=two.hejian)
    response = as_user(staff.chair).get("/figures/", {"of": "joining"})
    assert response.context["choices"] == [
        (place.name, f"/figures/{place.key}/?of=joining") for place in (two.hejian, two.linqi)
    ]
    assert "合涧镇" in response.content.decode()


def test_dashboards_lead_to_explanations(as_user, staff, two) -> None:
    pages = {
        "/": ("county", "410581", ("joining", "unionisation", "below", "members", "unions")),
        "/county/410581/": ("county", "410581101", ("joining", "unionisation")),
        "/township/410581101/": ("county", "410581101", ("joining", "members", "movements")),
        "/township/410581101/month/": ("chair", "410581101", ("movements",)),
        "/region/4105/": ("city", "4105", ("joining", "unionisation", "below", "members")),
    }
    for page, (who, key, figures) in pages.items():
        html = as_user(getattr(staff, who)).get(page).content.decode()
        for figure in figures:
            assert f"/figures/{key}/?of={figure}" in html, (page, figure)


@pytest.mark.parametrize(("who", "page"), [("county", COUNTY), ("city", CITY)])
def test_questions_do_not_grow_with_places(as_user, staff, two, who, page) -> None:
    client = as_user(getattr(staff, who))

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            ask(client, page, "below")
        return len(captured)

    ask(client, page, "below")
    before = count()
    grow(two, 5)
    assert count() == before <= 20
