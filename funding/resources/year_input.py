"""Columns of the workbook of the numbers of a year."""

from typing import ClassVar

from import_export.fields import Field

from funding.models import YearInput
from unionreg.admin_export import RegistryResource


class YearInputResource(RegistryResource):
    """One row a number."""

    township = Field(attribute="township__name", column_name="township")
    related: ClassVar[tuple[str, ...]] = ("township",)
    titles: ClassVar[dict[str, str]] = {"township": "乡镇（街道）"}

    class Meta:
        model = YearInput
        fields = ("year", "township", "name", "value", "source")
        export_order = fields
