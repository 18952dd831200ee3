"""Rules without numbers: stored, enforced by constraints and services, cited in messages.

What each says stands in policies/data; here is only what kind of rule it is. Provisions of
several levels add up.
"""

from policies.engine import Kind, rules

rules.record_rule("R-ORG-01", topic="township_forms", kind=Kind.RECORD)
rules.record_rule("R-ORG-05", topic="work_committee", kind=Kind.RECORD)
rules.record_rule("R-ORG-06", topic="committees_at_founding", kind=Kind.WARNING)
rules.record_rule("R-ORG-07", topic="subordination", kind=Kind.HARD_BLOCK)
rules.record_rule("R-ORG-08", topic="dissolution", kind=Kind.HARD_BLOCK)
rules.record_rule("R-ORG-09", topic="legal_person", kind=Kind.RECORD)
rules.record_rule("R-ORG-10", topic="office_union", kind=Kind.HARD_BLOCK)
rules.record_rule("R-ORG-11", topic="empty_township_union", kind=Kind.WARNING)
rules.record_rule("R-ORG-12", topic="handing_over", kind=Kind.RECORD)
rules.record_rule("R-ORG-13", topic="subordination_check", kind=Kind.REPORT)
rules.record_rule("R-ORG-19", topic="joint_union_forms", kind=Kind.RECORD)
rules.record_rule("R-ORG-20", topic="three_tiers", kind=Kind.HARD_BLOCK)
rules.record_rule("R-NAM-05", topic="name_and_form", kind=Kind.WARNING)
rules.record_rule("R-MEM-01", topic="member_register", kind=Kind.RECORD)
rules.record_rule("R-MEM-02", topic="one_membership", kind=Kind.HARD_BLOCK)
rules.record_rule("R-MEM-03", topic="join_once", kind=Kind.HARD_BLOCK)
