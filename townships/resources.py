"""Columns of the workbooks that lists are exported to; the imports app reads workbooks."""

from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from townships.models import Employer, GrassrootsUnion, TownshipStatistics, TownshipUnion, Union
from unionreg.admin_export import RegistryResource


class _UnionResource(RegistryResource):
    """Columns of every union; the counts come from the annotations of the list."""

    township_code = Field(attribute="township__code", column_name=_("township code"))
    workers = Field(attribute="workers_now", column_name=_("Workers"))
    members = Field(attribute="members_now", column_name=_("Members"))


class TownshipUnionResource(_UnionResource):
    """Township unions."""

    grassroots = Field(attribute="unions_now", column_name=_("Grassroots unions"))

    class Meta:
        model = TownshipUnion
        fields = (
            "code",
            "name",
            "form",
            "township",
            "township_code",
            "superior",
            "status",
            "founded_on",
            "approval_no",
            "credit_code",
            "certificate_no",
            "account_mode",
            "audit_committee_on",
            "women_committee_on",
            "chair_name",
            "phone",
            "grassroots",
            "workers",
            "members",
        )
        export_order = fields


class GrassrootsUnionResource(_UnionResource):
    """Grassroots unions."""

    class Meta:
        model = GrassrootsUnion
        fields = (
            "code",
            "name",
            "kind",
            "subtype",
            "township",
            "township_code",
            "superior",
            "status",
            "founded_on",
            "approval_no",
            "credit_code",
            "chair_name",
            "phone",
            "workers",
            "members",
        )
        export_order = fields


class EmployerResource(RegistryResource):
    """Employers."""

    township_code = Field(attribute="township__code", column_name=_("township code"))

    class Meta:
        model = Employer
        fields = (
            "name",
            "credit_code",
            "township",
            "township_code",
            "economic_type",
            "industry",
            "is_legal_person",
            "opened_on",
            "worker_count",
            "women_count",
            "migrant_count",
            "counted_on",
            "address",
            "contact",
            "phone",
            "status",
        )
        export_order = fields


class StatisticsResource(RegistryResource):
    """Figures of townships."""

    township_code = Field(attribute="township__code", column_name=_("township code"))

    class Meta:
        model = TownshipStatistics
        fields = (
            "township",
            "township_code",
            "as_of",
            "firm_count",
            "worker_count",
            "employed_2nd_3rd_sector",
            "legal_person_units",
            "unionised_units",
            "fulltime_staffing",
            "source",
            "note",
        )
        export_order = fields


class AllUnionsResource(RegistryResource):
    """Unions of every kind."""

    township_code = Field(attribute="township__code", column_name=_("township code"))

    class Meta:
        model = Union
        fields = (
            "code",
            "name",
            "kind",
            "form",
            "township",
            "township_code",
            "superior",
            "status",
            "founded_on",
            "chair_name",
            "phone",
        )
        export_order = fields
