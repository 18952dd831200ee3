"""The contradictions of the documents: a shipped list whose references exist."""

from policies.engine import rules
from policies.models import PolicyDocument
from policies.selectors import contradictions


def test_all_fifteen_are_there_with_their_handling():
    found = contradictions()
    assert [one.number for one in found] == [f"C-{n}" for n in range(1, 16)]
    assert all(one.issue and one.handling and one.rules for one in found)


def test_they_name_shipped_documents_and_known_rules(policy):
    keys = set(PolicyDocument.objects.values_list("key", flat=True))
    for one in contradictions():
        assert set(one.documents) <= keys, one.number
        assert {rule for rule in one.rules if rule not in rules} == set(), one.number
        assert len(one.documents) + len(one.laws) > 1, one.number
