"""Reads of policies: the rule book, single verdicts, citations, goals."""

from policies.selectors.book import evaluate, load_book, place_of_division
from policies.selectors.citations import Citation, citation
from policies.selectors.contradictions import Contradiction, contradictions
from policies.selectors.goals import GoalRate, goal_rate, joining_goals
from policies.selectors.standing import Standing, standing_provisions
from policies.selectors.stored import StoredMeasures, register_source, stored_measures

__all__ = [
    "Citation",
    "Contradiction",
    "GoalRate",
    "Standing",
    "StoredMeasures",
    "citation",
    "contradictions",
    "evaluate",
    "goal_rate",
    "joining_goals",
    "load_book",
    "place_of_division",
    "register_source",
    "standing_provisions",
    "stored_measures",
]
