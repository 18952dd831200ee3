"""Columns of the workbook that the list of grants is exported to."""

from typing import ClassVar

from import_export.fields import Field

from funding.models import Grant
from unionreg.admin_export import RegistryResource


class GrantResource(RegistryResource):
    """Grants as they are recorded; balances are in the workbook of the page of grants."""

    recipient = Field(attribute="recipient__name", column_name="recipient")
    related: ClassVar[tuple[str, ...]] = ("recipient",)
    titles: ClassVar[dict[str, str]] = {"recipient": "受助工会"}

    class Meta:
        model = Grant
        fields = (
            *("number", "title", "kind", "purpose", "purpose_text", "source", "grantor"),
            *("recipient", "amount", "granted_on", "approval_no", "one_off_subject"),
            *("project_case", "closed_on"),
        )
        export_order = fields
