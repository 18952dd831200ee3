"""Columns of the workbooks of the work log and of contracts."""

from typing import ClassVar

from import_export.fields import Field

from rights.models import CollectiveContract, WorkRecord
from unionreg.admin_export import RegistryResource


class WorkResource(RegistryResource):
    """The work log."""

    union = Field(attribute="union__name", column_name="union")
    township = Field(attribute="township_name", column_name="township")
    acting_union = Field(attribute="acting_union__name", column_name="acting_union")
    related: ClassVar[tuple[str, ...]] = ("union", "acting_union")
    titles: ClassVar[dict[str, str]] = {
        "union": "工会名称",
        "township": "所在乡镇（街道）",
        "acting_union": "代行的上级工会",
    }

    class Meta:
        model = WorkRecord
        fields = (
            *("union", "township", "category", "held_on", "title", "other_side", "people"),
            *("spent", "level", "reported_on", "acting_union", "text"),
        )
        export_order = fields


class ContractResource(RegistryResource):
    """Collective contracts."""

    union = Field(attribute="union__name", column_name="union")
    township = Field(attribute="township_name", column_name="township")
    related: ClassVar[tuple[str, ...]] = ("union",)
    titles: ClassVar[dict[str, str]] = {"union": "工会名称", "township": "所在乡镇（街道）"}

    class Meta:
        model = CollectiveContract
        fields = (
            *("union", "township", "scope", "kind", "title", "number", "other_side"),
            *("signed_on", "valid_from", "valid_to", "firms", "workers", "negotiator_name"),
        )
        export_order = fields
