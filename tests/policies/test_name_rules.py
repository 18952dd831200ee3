"""Every rule has a name in words and a section."""

from policies.engine import rules
from policies.topics import SECTIONS, TOPICS, rule_name, section_of


def test_every_rule_has_a_name_and_a_section():
    assert {rule.topic for rule in rules} == set(TOPICS)
    assert {section_of(rule.rule_id) for rule in rules} == set(SECTIONS)
    assert len(set(map(str, TOPICS.values()))) == len(TOPICS)


def test_a_rule_of_an_earlier_release_is_named_by_its_id():
    assert rule_name("R-OLD-01") == "R-OLD-01"
    assert rule_name("nothing") == "nothing"
    assert section_of("nothing") == ""
