"""What each role may do. Where, is decided by the division of the assignment."""

from collections.abc import Iterable

from accounts.choices import Role

# Records of the registry that offices keep themselves.
_COUNTY_KEEPS = (
    "townships.townshipstatistics",
    "townships.union",
    "townships.townshipunion",
    "townships.grassrootsunion",
    "townships.affiliation",
    "townships.employer",
    "townships.unionemployer",
    "members.member",
    "members.membership",
    "attachments.attachment",
    "cadres.person",
    "cadres.appointment",
    "cadres.term",
    "cadres.meeting",
    "cadres.organisationbody",
    "cadres.delegate",
    "cadres.proposal",
    "cadres.socialworker",
    "cadres.workerassignment",
    "cadres.trainingplan",
    "cadres.training",
    "cadres.attendance",
    "cadres.allowance",
    "federations.federation",
    "federations.federationtownship",
    "federations.coverage",
    "federations.scatteredcount",
    "federations.foundingstep",
    "federations.checklistitem",
    "federations.seattofill",
    "rights.workrecord",
    "rights.collectivecontract",
    "funding.allocation",
    "funding.scheme",
    "funding.yearinput",
    "funding.grant",
    "funding.payment",
    "funding.levy",
    "funding.levypayment",
    "funding.accountterm",
    "funding.budget",
    "funding.auditrecord",
)
_CHAIR_KEEPS = (
    "townships.townshipstatistics",
    "townships.grassrootsunion",
    "townships.employer",
    "townships.unionemployer",
    "members.member",
    "members.membership",
    # What a township keeps about its own organisations; terms, founding and training are county
    # business.
    "attachments.attachment",
    "cadres.person",
    "cadres.appointment",
    "cadres.meeting",
    "cadres.delegate",
    "cadres.proposal",
    "rights.workrecord",
    "rights.collectivecontract",
)
_EVERYBODY_READS = (
    *_COUNTY_KEEPS,
    "funding.ledger",
    "funding.subledger",
    "funding.journalentry",
    "townships.division",
    "townships.unionsummary",
    "townships.townshipsummary",
    "policies.policydocument",
    "policies.provision",
    "funding.sharetable",
    "history.change",
    "funding.paymentstep",
)


def _grants(actions: Iterable[str], models: Iterable[str]) -> frozenset[str]:
    """Permission names, "app.action_model"."""
    pairs = (model.split(".") for model in models)
    return frozenset(f"{app}.{action}_{name}" for app, name in pairs for action in actions)


_READ = _grants(["view"], _EVERYBODY_READS)
_EXPORT = frozenset({"members.export_member", "townships.export_registry", "cadres.export_cadre"})
_IMPORT = frozenset({"imports.import_workbook", "imports.view_importbatch"})
_FINDINGS = frozenset({"compliance.view_finding"})  # everybody sees where his place stands
_ORDER = frozenset({"compliance.change_urgencyorder"})
_SIMULATE = frozenset({"policies.simulate"})
# Policy of one's own place and those below: one person writes it, another releases it.
_POLICY = frozenset({"policies.draft_provision", "policies.release_provision"})

ROLE_PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.PROVINCE: _READ | _EXPORT | _FINDINGS | _ORDER | _SIMULATE | _POLICY,
    Role.CITY: _READ | _EXPORT | _FINDINGS | _ORDER | _SIMULATE | _POLICY,
    Role.COUNTY: _READ
    | _EXPORT
    | _POLICY
    | _IMPORT
    | _grants(["add", "change"], _COUNTY_KEEPS)
    | {"members.reveal_id", "townships.hand_over", "townships.close_union"}
    | {"federations.found_federation", "funding.receive_payment"}
    # An entry of the books is posted and reversed, never changed.
    | {"funding.add_journalentry"}
    | _FINDINGS
    | _ORDER
    | _SIMULATE
    | {"compliance.change_finding", "compliance.waive_finding", "compliance.check_county"},
    Role.CHAIR: _READ
    | _EXPORT
    | _IMPORT
    | _grants(["add", "change"], _CHAIR_KEEPS)
    | _FINDINGS
    | {"compliance.change_finding", "funding.receive_payment"},
    Role.AUDITOR: _READ | _EXPORT | _FINDINGS | _SIMULATE | {"imports.view_importbatch"},
}


def role_allows(role: str, permission: str) -> bool:
    """Whether a role carries a permission ("app.codename").

    A system administrator may do everything inside the division but read ID numbers in full.
    """
    if role == Role.SYSTEM_ADMIN:
        return permission != "members.reveal_id"
    return permission in ROLE_PERMISSIONS.get(Role(role), frozenset())
