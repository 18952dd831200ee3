"""What a form can violate is refused in words, never by the name of a rule of the database."""

from django.contrib import admin
from django.db.models import BaseConstraint, Model


def models_with_forms() -> set[type[Model]]:
    """Models of the admin and of the tables in its forms."""
    found: set[type[Model]] = set()
    for model, model_admin in admin.site._registry.items():
        found |= {model, *(inline.model for inline in model_admin.inlines)}
    return found


def test_every_constraint_that_a_form_can_hit_has_words_of_its_own():
    silent = {
        constraint.name
        for model in models_with_forms()
        for constraint in model._meta.constraints
        if constraint.violation_error_message == BaseConstraint.default_violation_error_message
        and not model.__module__.startswith(("django.", "axes."))
    }
    assert silent == set()
