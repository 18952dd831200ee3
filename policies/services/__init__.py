"""What other apps call to judge and to load. Writes only here."""

from policies.data_files import PolicyDataError
from policies.services.forms import FormDecision, may_take_form
from policies.services.loading import LoadResult, load_policy_data

__all__ = [
    "FormDecision",
    "LoadResult",
    "PolicyDataError",
    "load_policy_data",
    "may_take_form",
]
