"""The simulator: the same subjects judged by what is in force and by what is tried."""

import datetime
from io import BytesIO
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook

from compliance.models import Finding, StoredVerdict
from policies.engine import NEVER, Status
from policies.models import Provision
from tests.compliance.checked import cover, make_employer, make_union
from tests.places import load_policies
from townships.choices import UnionKind
from townships.models import Affiliation, TownshipStatistics, Union

PAGE = "/policies/simulator/"
ON = datetime.date(2026, 6, 30)
LIMITS = {"firm_count": "100", "worker_count": "5000", "fulltime_staffing": "True"}


@pytest.fixture
def townships(places):
    """临淇 lacks three firms, 合涧 has enough, of 振林 nobody knows whether it can be staffed."""
    load_policies()
    figures(places.linqi, 97, 6180, True)
    figures(places.hejian, 120, 8000, True)
    figures(places.zhenlin, 99, 5000, None)
    return places


def figures(township, firms, workers, staffing):
    """Statistics of a township on the day."""
    return TownshipStatistics.objects.create(
        county_code=township.parent_id,
        township=township,
        as_of=ON,
        firm_count=firms,
        worker_count=workers,
        fulltime_staffing=staffing,
        source="x",
    )


def asked(rule="R-ORG-02", of=None, **values):
    """A question with the numbers of the provision in force, as far as no others are given."""
    basis = Provision.objects.get(rule_id=rule, jurisdiction=of)
    known = {"rule": rule, "on": "2026-11-20", "basis": basis.pk}
    return {**known, **(LIMITS if rule == "R-ORG-02" else {}), **values}


def ask(client, **values):
    """The answer: what the page was made with."""
    response = client.get(PAGE, values)
    assert response.status_code == 200
    return response.context


def statuses(context):
    """Old and new status by name."""
    lines = context["simulation"].lines
    return {line.case.label: (line.old_status, line.new_status) for line in lines}


def test_without_a_question_the_first_rule_is_judged_as_it_stands(townships, staff, as_user):
    context = ask(as_user(staff.county))
    assert context["desk"].collector.rule_id == "R-ORG-02"
    assert context["simulation"].changed == ()
    assert context["figures"].met_before == context["figures"].met_after == 1


def test_counts_at_the_limit(townships, staff, as_user):
    client = as_user(staff.county)
    for limit, met in ((96, 2), (97, 2), (98, 1)):
        context = ask(client, **asked(firm_count=limit))
        assert (context["figures"].met_before, context["figures"].met_after) == (1, met), limit
        assert len(context["simulation"].changed) == met - 1, limit


def test_verdicts_stand_side_by_side_with_the_measures(townships, staff, as_user):
    context = ask(as_user(staff.county), **asked(firm_count="97", worker_count="9000"))
    assert statuses(context)["合涧镇"] == (Status.SATISFIED, Status.VIOLATED)
    assert statuses(context)["临淇镇"] == (Status.VIOLATED, Status.VIOLATED)
    (row,) = context["changed"]
    assert row.name == "合涧镇"
    assert [cell.missing for cell in row.cells] == [False, False, False]
    assert "8,000" in row.cells[1].text


def test_unknown_is_listed_with_what_to_record_and_is_never_no(townships, staff, as_user):
    context = ask(as_user(staff.county), **asked(firm_count="1", worker_count="1"))
    assert statuses(context)["振林街道"] == (Status.UNKNOWN, Status.UNKNOWN)
    (row,) = context["unknown"]
    assert row.name == "振林街道"
    measure = context["simulation"].rule.measures[2]
    assert row.to_record == str(measure.label)
    # Without the condition nothing is unknown any more.
    context = ask(as_user(staff.county), **asked(fulltime_staffing="False"))
    assert statuses(context)["振林街道"] == (Status.UNKNOWN, Status.VIOLATED)
    assert context["unknown"] == []


def test_a_county_that_is_narrowed_to_one_township(townships, staff, as_user):
    context = ask(as_user(staff.county), **asked(place="410581.410581101"))
    assert list(statuses(context)) == ["临淇镇"]


def test_another_place_and_its_numbers(townships, staff, as_user):
    client = as_user(staff.county)
    # R-ORG-03 holds in 绍兴 only: here it does not apply, by its provisions it would.
    TownshipStatistics.objects.update(employed_2nd_3rd_sector=2000)
    context = ask(client, rule="R-ORG-03", like="3306")
    assert statuses(context)["临淇镇"] == (Status.NOT_APPLICABLE, Status.SATISFIED)
    changed = asked("R-ORG-03", "3306", like="3306", firm_count=98, employed_2nd_3rd_sector=2000)
    context = ask(client, **changed)
    assert statuses(context)["临淇镇"] == (Status.NOT_APPLICABLE, Status.VIOLATED)
    # Numbers that belong to another provision are not taken for those of this one.
    context = ask(client, **{**changed, "like": ""})
    assert context["numbers"] is None
    assert statuses(context)["临淇镇"] == (Status.NOT_APPLICABLE, Status.NOT_APPLICABLE)


def test_another_day(townships, staff, as_user):
    client = as_user(staff.county)
    first = Provision.objects.get(rule_id="R-ORG-02").valid_from
    before = first - datetime.timedelta(days=1)
    context = ask(client, rule="R-ORG-02", on=before.isoformat(), trial_on="2026-06-30")
    assert statuses(context)["合涧镇"] == (Status.NOT_APPLICABLE, Status.SATISFIED)
    context = ask(client, rule="R-ORG-02", on="2026-06-30", trial_on="2026-06-29")
    assert statuses(context)["合涧镇"] == (Status.SATISFIED, Status.UNKNOWN)


def values_on(client, rule, day):
    """The measures of a past day by name of the subject."""
    lines = ask(client, rule=rule, on=day, trial_on=day)["simulation"].lines
    return {line.case.label: line.case.values for line in lines}


def test_a_past_day_knows_what_is_dated_only(townships, unions, staff, as_user):
    """Founded later: not there. Closed since: still there. The superior is the one of then."""
    client, day = as_user(staff.county), "2020-01-01"
    rows = Union.objects.filter(county_code="410581")
    rows.filter(pk=unions.hejian.pk).update(founded_on=datetime.date(2021, 1, 1))
    closed = {"closed_on": datetime.date(2020, 1, 2), "closing_approval_no": "1号"}
    rows.filter(pk=unions.linqi.pk).update(status="dissolved", **closed)
    dated = {"valid_from": datetime.date(2019, 1, 1), "valid_to": datetime.date(2020, 1, 1)}
    Affiliation.objects.create(
        county_code="410581", union=unions.factory, superior=unions.linqi, **dated
    )
    then = values_on(client, "R-ORG-07", day)
    assert unions.hejian.name not in then
    assert then[unions.linqi.name] == {"parent_union": None}
    assert then[unions.factory.name] == {"parent_union": "township"}
    assert values_on(client, "R-ORG-07", "2020-01-02")[unions.factory.name] == {
        "parent_union": None
    }
    assert values_on(client, "R-ORG-11", day) == {unions.linqi.name: {"child_count": 1}}
    assert values_on(client, "R-ORG-35", day)["临淇镇"] == {
        "township_union_count": 1,
        "form": None,
    }
    assert values_on(client, "R-ORG-13", day)[unions.factory.name]["parent_township"] == "临淇镇"


def test_an_employer_of_a_past_day(townships, staff, as_user):
    """R-ORG-14: opened later: not there. A coverage without a day is unknown, a later one none."""
    place, since = townships.linqi, datetime.date(2019, 1, 1)
    union = make_union("小微企业联合工会", UnionKind.JOINT, township=place)
    for name, opened, covered in (
        ("甲厂", since, None),
        ("乙厂", since, datetime.date(2021, 1, 1)),
        ("丙厂", datetime.date(2021, 1, 1), None),
    ):
        cover(union, make_employer(name, place, opened_on=opened), since=covered)
    found = values_on(as_user(staff.county), "R-ORG-14", "2020-01-01")
    assert {name: values["built_on"] for name, values in found.items()} == {
        "甲厂": None,
        "乙厂": NEVER,
    }


def test_numbers_are_shown_where_the_rule_is_not_in_force_on_the_other_day(
    townships, staff, as_user
):
    client = as_user(staff.county)
    for days in (
        {"on": "2026-11-20", "trial_on": "2019-01-01"},
        {"on": "2019-01-01", "trial_on": "2026-11-20"},
    ):
        context = ask(client, rule="R-ORG-02", **days)
        (row,) = [row for row in context["changed"] if row.name == "合涧镇"]
        assert ["120" in row.cells[0].text, "8,000" in row.cells[1].text] == [True, True], days
        response = client.get(f"{PAGE}export/?{context['desk'].query}")
        sheet = load_workbook(BytesIO(response.content)).active.values
        assert {row[0]: row[2] for row in sheet}["合涧镇"] == 120


def test_no_two_rules_of_the_list_have_the_same_name(townships, staff, as_user):
    groups = dict(ask(as_user(staff.county))["question"].fields["rule"].choices)
    names = [str(name) for rules in groups.values() for _rule, name in rules]
    assert len(names) == len(set(names))
    by_rule = {rule: str(name) for rules in groups.values() for rule, name in rules}
    document = Provision.objects.get(rule_id="R-ORG-02").document
    assert document.number in by_rule["R-ORG-02"]
    assert document.number not in by_rule["R-ORG-12"]  # no other rule has its name


def test_numbers_in_an_address_without_basis_change_those_in_force(townships, staff, as_user):
    client = as_user(staff.county)
    context = ask(client, rule="R-ORG-02", on="2026-11-20", firm_count="97")
    assert context["numbers"].changes == {"firm_count": 97}
    assert statuses(context)["临淇镇"] == (Status.VIOLATED, Status.SATISFIED)
    response = client.get(f"{PAGE}export/?{context['desk'].query}")
    sheet = {row[0]: row for row in load_workbook(BytesIO(response.content)).active.values}
    assert sheet["临淇镇"][6] != sheet["临淇镇"][7]
    wrong = client.get(PAGE, {"rule": "R-ORG-02", "firm_count": "many"})
    assert "firm_count" in wrong.context["numbers"].errors


def test_unions_are_judged_too(townships, staff, as_user):
    Union.objects.create(
        county_code="410581",
        code="1",
        name="小微企业联合工会",
        kind=UnionKind.JOINT,
        township=townships.linqi,
    )
    context = ask(as_user(staff.county), rule="R-ORG-16", like="3306")
    assert "小微企业联合工会" in statuses(context)
    assert "bars" in context["charts"]


def test_two_thresholds_are_drawn_as_points(townships, staff, as_user):
    context = ask(as_user(staff.county), **asked(firm_count="97"))
    drawn = context["charts"]["points"]["wide"]
    assert {dot.name: dot.kind for dot in drawn.dots} == {
        "临淇镇": "chg",
        "合涧镇": "in",
        "振林街道": "unk",
    }
    assert set(drawn.zones) == {"old", "new"}
    assert drawn.left_out == 0
    assert set(ask(as_user(staff.county))["charts"]["points"]["wide"].zones) == {"new"}


WRONG = [
    {"firm_count": "-1"},
    {"firm_count": "many"},
    {"worker_count": ""},
    {"fulltime_staffing": "perhaps"},
    {"on": "2026-02-30"},
    {"on": "1900-01-01"},
    {"trial_on": "9999-12-31"},
    {"rule": "R-NO-01"},
    {"rule": "R-ORG-01"},
    {"like": "9999"},
]


def test_what_cannot_be_tried_is_refused_with_a_sentence(townships, staff, as_user):
    client = as_user(staff.county)
    for wrong in WRONG:
        response = client.get(PAGE, asked() | wrong)
        assert response.status_code == 200
        assert "simulation" not in response.context, wrong
        forms = [response.context["question"], response.context["numbers"]]
        assert set(wrong) <= {name for form in forms if form for name in form.errors}
        assert response.content.count(b'class="msg bad"') == 1, wrong
        assert client.get(f"{PAGE}export/", asked() | wrong).status_code == 404


def test_junk_in_the_address_is_no_error_of_the_server(townships, staff, as_user):
    client = as_user(staff.county)
    names = ("rule", "on", "trial_on", "like", "place", "basis", "firm_count", "fulltime_staffing")
    for name in names:
        for junk in ("9" * 40, "a\0b", "²", "𠮷" * 400, "-1", "0001-01-01"):
            for page in (PAGE, f"{PAGE}export/"):
                answer = client.get(page, asked() | {name: junk})
                assert answer.status_code in (200, 400, 404), (name, junk, page)


def test_the_workbook_has_every_subject_with_both_verdicts(townships, staff, as_user):
    client = as_user(staff.county)
    address = ask(client, **asked(firm_count="97"))["desk"].query
    response = client.get(f"{PAGE}export/?{address}")
    assert "林州市" in unquote(response["Content-Disposition"])
    rows = list(load_workbook(BytesIO(response.content)).active.values)
    assert [row[0] for row in rows[1:]] == ["临淇镇", "振林街道", "合涧镇"]
    head, first, unknown = rows[:3]
    assert first[2:4] == (97, 6180)
    assert unknown[4] not in (None, "")
    assert first[head.index(head[-5])] != first[head.index(head[-4])]


def test_owner_colleague_and_outsider(townships, staff, as_user):
    for user in (staff.county, staff.auditor, staff.city, staff.province, staff.admin):
        client = as_user(user)
        for page in (PAGE, f"{PAGE}export/"):
            assert client.get(page, {"place": "410581"}).status_code == 200, (user, page)
    for user in (staff.county2, staff.chair, staff.chair_beside):
        client = as_user(user)
        for page in (PAGE, f"{PAGE}export/"):
            assert client.get(page, {"place": "410581"}).status_code == 404, (user, page)


def test_a_place_outside_is_not_found(townships, staff, as_user):
    client = as_user(staff.county)
    for place in ("410523", "410523.410523100", "410581.410523100", "4105", "x"):
        assert client.get(PAGE, {"place": place}).status_code == 404, place


def test_a_trial_becomes_the_form_of_a_draft(townships, staff, as_user):
    client = as_user(staff.county)
    address = ask(client, **asked(firm_count="70"))["draft_url"]
    form = client.get(address).context["adminform"].form
    assert form.rule.rule_id == "R-ORG-02"
    assert str(form["p_firm_count"].value()) == "70"
    assert str(form["p_worker_count"].value()) == "5000"
    assert form["jurisdiction"].value() in (townships.linzhou, townships.linzhou.key)
    assert str(form["valid_from"].value()) == "2026-11-20"
    assert ask(as_user(staff.auditor), **asked(firm_count="70"))["draft_url"] == ""


def test_nothing_is_stored(townships, staff, as_user):
    ask(as_user(staff.county), **asked(firm_count="97"))
    assert not StoredVerdict.objects.exists()
    assert not Finding.objects.exists()


def test_queries_do_not_grow_with_the_subjects(
    townships, staff, as_user, django_assert_max_num_queries
):
    Union.objects.bulk_create(
        Union(
            county_code="410581",
            code=str(number),
            name=f"联合工会{number}",
            kind=UnionKind.JOINT,
            township=townships.linqi,
        )
        for number in range(60)
    )
    client = as_user(staff.county)
    with django_assert_max_num_queries(18):
        assert len(statuses(ask(client, rule="R-ORG-16", like="3306"))) == 60
    with django_assert_max_num_queries(18):
        ask(client, **asked(firm_count="97"))
