"""The form of a share table."""

from funding.models import ShareTable
from policies.forms import DraftForm


class ShareTableForm(DraftForm):
    """A draft of shares."""

    class Meta:
        model = ShareTable
        fields = (
            *("document_no", "jurisdiction", "valid_from", "valid_to", "grassroots", "township"),
            *("county", "city", "province", "national"),
        )
