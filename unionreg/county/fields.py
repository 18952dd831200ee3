"""`CountyForeignKey`: one column for Django, but every join also compares the county."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.related_lookups import RelatedExact, RelatedIn
from django.db.models.lookups import Exact


class CountyForeignKey(models.ForeignKey[Any, Any]):
    """Foreign key between two county-level tables.

    The database constraint is composite, `(county_code, x_id) → (county_code, id)`, and is made by
    `unionreg.county.operations.AddCountyConstraints`; Django's own single-column one is off.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("db_constraint", False)
        super().__init__(*args, **kwargs)

    def get_extra_restriction(self, alias: str | None, related_alias: str | None) -> Any:
        """Compare the county in every JOIN."""
        # exclude() across a to-many relation gives no alias: such queries name the county.
        if alias is None or related_alias is None:
            return None
        here: Any = self.model._meta.get_field("county_code")
        there: Any = self.remote_field.model._meta.get_field("county_code")
        return Exact(there.get_col(related_alias), here.get_col(alias))

    def get_extra_descriptor_filter(self, instance: models.Model) -> dict[str, str]:
        """Forward access (`membership.member`) names the county of the row it starts from."""
        return {"county_code": instance.county_code}  # type: ignore[attr-defined]

    def _county_of(self, instance: Any) -> str:
        """The county of the record that a form has chosen for a row without county."""
        chosen = None if instance is None else self.get_cached_value(instance, default=None)
        return getattr(chosen, "county_code", "")

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Look for the record in the county of the row.  Raises ValidationError as Django does."""
        county_code = getattr(model_instance, "county_code", "") or self._county_of(model_instance)
        if value is None or not county_code:
            super().validate(value, model_instance)
            return
        models.Field.validate(self, value, model_instance)
        record = self.remote_field.model
        if not record._base_manager.filter(county_code=county_code, pk=value).exists():
            told = {"model": record._meta.verbose_name, "pk": value, "field": "id", "value": value}
            raise ValidationError(self.error_messages["invalid"], code="invalid", params=told)


def _counties(rhs: Any) -> list[str] | None:
    """The counties of the instances on the right-hand side; None when there are others."""
    rows = list(rhs) if isinstance(rhs, list | tuple | set) else [rhs]
    known = [getattr(row, "county_code", None) for row in rows if isinstance(row, models.Model)]
    complete = bool(rows) and len(known) == len(rows) and all(known)
    return sorted({code for code in known if code}) if complete else None


class _NamesCounty:
    """Adds `AND county_code IN (…)` to a look-up by instances (filter, reverse, prefetch)."""

    lhs: Any

    def __init__(self, lhs: Any, rhs: Any) -> None:
        self.counties = _counties(rhs)
        super().__init__(lhs, rhs)  # type: ignore[call-arg]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        sql, params = super().as_sql(compiler, connection)  # type: ignore[misc]
        alias = getattr(self.lhs, "alias", None)
        if not (self.counties and alias and self._has_county()):
            return sql, params
        quote = connection.ops.quote_name
        places = ", ".join(["%s"] * len(self.counties))
        sql = f"({sql} AND {quote(alias)}.{quote('county_code')} IN ({places}))"
        return sql, (*params, *self.counties)

    def _has_county(self) -> bool:
        """Whether the table of the left-hand side has a county; a plain value has no table."""
        target = getattr(self.lhs, "target", None)
        fields = target.model._meta.local_fields if target is not None else ()
        return any(field.name == "county_code" for field in fields)


@CountyForeignKey.register_lookup
class CountyExact(_NamesCounty, RelatedExact):
    """`filter(member=member)` with the county."""


@CountyForeignKey.register_lookup
class CountyIn(_NamesCounty, RelatedIn):
    """`filter(member__in=members)` with the counties; prefetch_related uses it."""
