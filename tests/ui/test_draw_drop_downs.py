"""Our drop-down says what Django's says."""

import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.utils.safestring import mark_safe

PLAIN = [("", "---------"), ("1", "合涧镇"), (2, '<b> & "quotes"'), ("3", mark_safe("<i>"))]
GROUPS = [("本县", [("1", "合涧镇"), ("2", "临淇镇")]), ("a", "其他")]


def drawn(widget: forms.Widget, value: Any, renderer: Any) -> list[str]:
    """The tags and texts of a widget, without the space between them."""
    html = widget.render("place", value, attrs={"id": "id_place"}, renderer=renderer)
    return [re.sub(r"\s+", " ", part).strip() for part in re.findall(r"<[^>]*|>[^<]+", html)]


@pytest.mark.parametrize("kind", [forms.Select, forms.SelectMultiple])
@pytest.mark.parametrize("choices", [PLAIN, GROUPS, []])
@pytest.mark.parametrize("value", [None, "", "1", 2, "nowhere"])
def test_options_are_those_of_django(kind, choices, value) -> None:
    widget = kind(choices=choices, attrs={"class": "x", "disabled": True})
    chosen = [value] if kind is forms.SelectMultiple and value is not None else value
    ours, theirs = (drawn(widget, chosen, one()) for one in (TemplatesSetting, DjangoTemplates))
    texts = [part for part in theirs if part.strip("> ")]
    assert [part for part in ours if part.strip("> ")] == texts
    assert len(texts) >= 2 + len(choices)


def test_ours_is_the_one_in_use() -> None:
    template = TemplatesSetting().get_template("django/forms/widgets/select.html")
    assert "as_option" in template.template.source
