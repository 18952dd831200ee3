"""Rules without a condition to calculate: stored, enforced by constraints and services, cited.

What each says stands in policies/data; here is only its topic and what kind of rule it is, one
table a section. Provisions of several levels and documents add up.
"""

from policies.engine import rules

from . import (
    assessment,
    cadres,
    committees,
    eligibility,
    meetings,
    membership,
    money_in,
    money_out,
    names,
    organisations,
    rights,
    service,
    social_workers,
    terms,
    training,
)

_SECTIONS = (
    *(organisations, names, committees, terms, eligibility, cadres, social_workers, training),
    *(meetings, membership, money_in, money_out, service, assessment, rights),
)

for _section in _SECTIONS:
    for _rule_id, _topic, _kind in _section.RECORDS:
        rules.record_rule(_rule_id, topic=_topic, kind=_kind)
