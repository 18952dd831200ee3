"""Citations for messages of other apps, and the goal for dashboards; both of the place only."""

import datetime
from fractions import Fraction

import pytest

from policies.engine import UnknownRule
from policies.selectors import citation, evaluate, goal_rate, load_book

ON = datetime.date(2026, 6, 1)


def test_a_citation_names_document_clause_and_words(policy):
    found = citation("R-ORG-08", division=policy.linqi, on=ON)
    assert found is not None
    assert str(found) == "总工办发〔2019〕24号 三"
    assert found.key_phrase == "不得随意撤销、合并"
    assert found.modality == "must_not"


def test_a_document_of_another_place_is_never_cited(policy):
    assert str(citation("R-ORG-10", division=policy.linqi, on=ON)) == "安工办〔2020〕7号 一"
    assert citation("R-ORG-10", division=policy.keqiao_street, on=ON) is None
    assert citation("R-ORG-16", division=policy.linqi, on=ON) is None


def test_a_citation_of_no_rule_is_a_mistake(policy):
    with pytest.raises(UnknownRule):
        citation("R-ORG-99", division=policy.linqi, on=ON)


def test_the_goal_with_its_clause(policy):
    goal = goal_rate(policy.linzhou, ON)
    assert goal is not None
    assert (goal.build_percent, goal.membership_percent) == (80, 80)
    assert goal.build == goal.membership == Fraction(4, 5)
    assert (goal.document, goal.clause) == ("总工发〔2016〕28号", "一")


def test_no_goal_before_the_document(policy):
    assert goal_rate(policy.linzhou, datetime.date(2016, 10, 14)) is None


def test_a_book_judges_many_places_without_further_queries(policy, django_assert_num_queries):
    places = [policy.linqi, policy.hejian, policy.keqiao_street, policy.sanchang]
    for place in places:
        place.chain()
    with django_assert_num_queries(1):
        book = load_book()
        for place in places:
            for firms in range(50):
                evaluate("R-ORG-02", division=place, on=ON, values={"firm_count": firms}, book=book)
