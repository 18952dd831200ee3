"""`{% admin_link "cadres.person" pk %}`: the page of a record, "" where its app has none."""

from __future__ import annotations

from django import template

from dashboards.organisation.ways import admin_page

register = template.Library()


@register.simple_tag
def admin_link(model: str, pk: object) -> str:
    """The form of a record."""
    return admin_page(model, "change", pk)
