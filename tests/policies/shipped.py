"""The shipped provisions without a database, and measures of every type made up for hypothesis."""

import datetime
from functools import cache

from hypothesis import strategies as st

from policies.data_files import read_documents
from policies.engine import (
    NEVER,
    Amount,
    Choice,
    Count,
    Day,
    Days,
    Fact,
    Kind,
    Modality,
    Percentage,
    ProvisionFacts,
    Text,
    rules,
)

CALCULATED = sorted(rule.rule_id for rule in rules if rule.check is not None)
DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2026, 6, 1))
NAMES = st.sampled_from(["", "保定市莲池区货运行业工会联合会", "货车司机工会联合会", "长城公司"])


@cache
def shipped(rule_id):
    """The provisions of a rule as the files have them."""
    return tuple(
        _facts(file.document.data, entry.data)
        for file in read_documents()
        for entry in file.provisions
        if entry.data["rule"] == rule_id
    )


def _facts(document, provision):
    return ProvisionFacts(
        rule_id=provision["rule"],
        document=document["title"],
        clause=provision["clause"],
        modality=Modality(provision["modality"]),
        kind=Kind(provision.get("effect", rules.get(provision["rule"]).kind)),
        valid_from=provision.get("valid_from", document["valid_from"]),
        place=provision.get("place", document.get("place", "")),
        parameters=provision.get("parameters", {}),
    )


def values_of(measure):
    """Values of the type of a measure, near the numbers that documents name."""
    if isinstance(measure, Choice):
        return st.sampled_from(measure.values)
    if measure.name == "year":
        return st.integers(2020, 2030)
    if measure.name == "term_years":
        return st.integers(1, 6)
    return {
        Count: st.integers(0, 4) | st.integers(0, 15_000),
        Fact: st.booleans(),
        Day: DAYS | st.just(NEVER),
        Days: st.lists(DAYS, max_size=4).map(tuple),
        Amount: st.decimals(0, 10_000, places=2),
        Percentage: st.sampled_from([0, 5, 10, 35, 40, 50, 60]) | st.decimals(0, 120, places=2),
        Text: NAMES,
    }[type(measure)]


def cases(rule_id):
    """Values for all measures of a rule."""
    return st.fixed_dictionaries({m.name: values_of(m) for m in rules.get(rule_id).measures})
