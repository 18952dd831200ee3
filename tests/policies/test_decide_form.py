"""May a township union become a 总工会? The decision that form, import and commands share."""

import datetime

import pytest

from policies.services import may_take_form
from policies.services.forms import TOPIC_OF_FORM
from tests.policies.local import local_document, local_provision
from townships.choices import UnionForm
from townships.models import TownshipStatistics

ON = datetime.date(2026, 6, 1)
ENOUGH = {"firm_count": 100, "worker_count": 5000, "fulltime_staffing": True}


def decide(division, values=None, on=ON, form=UnionForm.GENERAL, **more):
    """The decision for a 总工会 in the division."""
    return may_take_form(form=form, division=division, on=on, values=values, **more)


def test_the_national_conditions_allow(policy):
    decision = decide(policy.linqi, ENOUGH)
    assert decision.allowed
    assert decision.blocking == ()


def test_three_firms_short_is_refused_with_numbers_and_clause(policy):
    decision = decide(policy.linqi, {**ENOUGH, "firm_count": 97, "worker_count": 6180})
    assert not decision.allowed
    assert decision.missing == ()
    assert [v.rule for v in decision.blocking] == ["R-ORG-02"]
    assert "还差 3 家企业" in decision.headline
    assert "临淇镇" in decision.headline
    assert "97 家" in decision.field_error
    assert "100 家以上" in decision.field_error
    assert "总工办发〔2019〕24号 三" in decision.message


def test_an_unknown_number_refuses_and_is_named(policy):
    decision = decide(policy.linqi, {"firm_count": 100, "worker_count": 5000})
    assert not decision.allowed
    assert [m.name for m in decision.missing] == ["fulltime_staffing"]
    assert "专职" in decision.headline
    assert "专职" in decision.field_error


def test_a_plain_no_asks_for_no_further_numbers(policy):
    decision = decide(policy.linqi, {**ENOUGH, "firm_count": 10})
    assert not decision.allowed
    assert decision.missing == ()


def test_what_is_short_already_is_told_together_with_what_has_to_be_recorded(policy):
    decision = decide(policy.linqi, {**ENOUGH, "firm_count": 99, "worker_count": None})
    assert not decision.allowed
    assert [measure.name for measure in decision.missing] == ["worker_count"]
    assert "职工数" in decision.field_error
    assert "99 家" in decision.field_error


def test_a_recorded_approval_lifts_the_refusal(policy):
    short = {**ENOUGH, "firm_count": 1}
    assert not decide(policy.linqi, short, approval_no="  ").allowed
    decision = decide(policy.linqi, short, approval_no="林工〔2026〕3号")
    assert decision.allowed
    assert decision.lifted
    assert decision.verdicts[0].met is False


def test_an_approval_lifts_an_unknown_too_and_is_not_used_when_not_needed(policy):
    assert decide(policy.linqi, {}, approval_no="林工〔2026〕3号").lifted
    assert not decide(policy.linqi, ENOUGH, approval_no="林工〔2026〕3号").lifted


def test_shaoxing_must_have_one_where_the_nation_would_not_permit_it(policy):
    """50 firms, 2,000 people: the local duty carries the right."""
    local = {"firm_count": 50, "employed_2nd_3rd_sector": 2000}
    assert decide(policy.keqiao_street, local).allowed
    assert not decide(policy.linqi, local).allowed


def test_shaoxing_below_the_local_duty_the_national_permission_still_holds(policy):
    assert decide(policy.keqiao_street, {**ENOUGH, "employed_2nd_3rd_sector": 1999}).allowed


def test_haimen_between_the_two_sets_may_but_need_not(policy):
    assert decide(policy.sanchang, {**ENOUGH, "grassroots_union_count": 1}).allowed


def test_haimen_local_duty_allows_without_the_national_conditions(policy):
    local = {"grassroots_union_count": 201, "worker_count": 10_001, "firm_count": 5}
    assert decide(policy.sanchang, local).allowed


def test_when_neither_is_met_both_are_shown_nearest_first(policy):
    values = {**ENOUGH, "firm_count": 49, "worker_count": 1, "employed_2nd_3rd_sector": 9000}
    decision = decide(policy.keqiao_street, values)
    assert [v.rule for v in decision.blocking] == ["R-ORG-03", "R-ORG-02"]
    assert "按绍兴市规定差 1 家企业" in decision.headline
    assert "按全国规定差 51 家企业" in decision.headline


def test_when_one_cannot_be_judged_its_number_is_asked_for(policy):
    """National: no. Local: unknown. Recording the local number may settle it."""
    decision = decide(policy.keqiao_street, {**ENOUGH, "firm_count": 60})
    assert not decision.allowed
    assert [m.name for m in decision.missing] == ["employed_2nd_3rd_sector"]


def test_before_any_rule_was_in_force_nothing_is_refused(policy):
    assert decide(policy.linqi, {"firm_count": 0}, on=datetime.date(2019, 12, 26)).allowed
    assert not decide(policy.linqi, {"firm_count": 0}, on=datetime.date(2019, 12, 27)).allowed


@pytest.mark.parametrize("form", [f for f in UnionForm if f != UnionForm.GENERAL])
def test_other_forms_have_no_conditions(policy, form):
    assert decide(policy.linqi, {"firm_count": 0}, form=form).allowed


def test_every_form_with_conditions_exists():
    assert set(TOPIC_OF_FORM) <= set(UnionForm.values)
    assert UnionForm.GENERAL.value in TOPIC_OF_FORM


def test_stored_figures_are_used_with_their_date_and_source(policy):
    TownshipStatistics.objects.create(
        county_code="410581",
        township=policy.linqi,
        as_of=datetime.date(2026, 3, 31),
        source="镇统计站",
        **{**ENOUGH, "firm_count": 97},
    )
    decision = decide(policy.linqi)
    assert not decision.allowed
    assert decision.figures_as_of == datetime.date(2026, 3, 31)
    assert decision.figures_source == "镇统计站"
    assert "97 家" in decision.field_error


def test_without_any_figures_all_three_numbers_are_asked_for(policy):
    decision = decide(policy.linqi)
    assert [m.name for m in decision.missing] == [
        "firm_count",
        "worker_count",
        "fulltime_staffing",
    ]


def test_a_lower_threshold_of_the_county_replaces_the_national_one(policy):
    """The same rule at a nearer place, released; a draft changes nothing."""
    document = local_document(policy.linzhou, issued_on=ON, valid_from=ON)
    local_provision(policy.linzhou, document=document).full_clean()
    values = {**ENOUGH, "firm_count": 95}
    assert decide(policy.linqi, values).allowed
    assert not decide(policy.linqi, values, on=ON - datetime.timedelta(days=1)).allowed
    assert not decide(policy.chengguan, values).allowed
