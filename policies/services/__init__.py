"""What other apps call to judge, to write, to release and to load. Writes only here."""

from policies.data_files import PolicyDataError
from policies.services.drafting import discard_draft, save_draft
from policies.services.forms import FormDecision, may_take_form
from policies.services.loading import LoadResult, load_policy_data
from policies.services.releasing import after_release, release_document, release_provision

__all__ = [
    "FormDecision",
    "LoadResult",
    "PolicyDataError",
    "after_release",
    "discard_draft",
    "load_policy_data",
    "may_take_form",
    "release_document",
    "release_provision",
    "save_draft",
]
