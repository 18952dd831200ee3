"""Icons, badges, rates and numbers."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.safestring import mark_safe
from django.utils.translation import override

from unionreg import ui
from unionreg.icons import PATHS

STATIC = Path(settings.BASE_DIR) / "static"


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (0, 7, "0.0%"),
        (4, 5, "80.0%"),
        (7999, 10_000, "79.9%"),
        (1, 3, "33.3%"),
        (7, 7, "100.0%"),
        (11, 10, "110.0%"),
        (None, 10, "–"),
        (3, None, "–"),
        (0, 0, "–"),
    ],
)
def test_rate_is_cut_not_rounded(part, whole, shown) -> None:
    assert ui.percent(part, whole) == shown


def test_rate_below_the_goal_says_so_in_words_and_colour() -> None:
    with override("zh-hans"):
        low = ui.rate_bar(97, 128, goal=80, label="建会率")
        reached = ui.rate_bar(4, 5, goal=80, label="入会率")
    assert 'aria-label="建会率75.7%，目标 80%"' in low
    assert "low" in low
    assert "低于目标" in low
    assert "low" not in reached
    assert "达标" in reached


def test_bar_is_never_wider_than_its_track() -> None:
    assert 'width="112.0"' in ui.rate_bar(30, 10, goal=80)


def test_more_than_all_is_to_be_checked_and_no_success() -> None:
    with override("zh-hans"):
        above, all_of_them = ui.rate_bar(11, 10, goal=80), ui.rate_bar(10, 10, goal=80)
    assert "超过 100%" in above
    assert "达标" not in above
    assert "达标" in all_of_them


def test_without_a_goal_in_force_there_is_no_verdict() -> None:
    with override("zh-hans"):
        bar = ui.rate_bar(1, 10, goal=None, label="入会率")
    assert "10.0%" in bar
    assert "目标" not in bar
    assert "低于" not in bar


def test_unknown_rate_is_no_zero() -> None:
    with override("zh-hans"):
        assert "没有数据" in ui.rate_bar(3, None, goal=80)
        assert "没有数据" in ui.rate_bar(0, 0, goal=80)


def test_pieces_escape_what_people_typed() -> None:
    assert "<b>" not in ui.badge("ok", "<b>x</b>")
    assert '"><x' not in ui.rate_bar(1, 2, goal=80, label='"><x')


@pytest.mark.parametrize("kind", [*ui.BADGE_ICONS, "plain"])
def test_badge_has_an_icon_but_for_plain_words(kind) -> None:
    html = ui.badge(kind, "正常")
    assert ("<svg" in html) == (kind != "plain")
    assert "正常" in html


def test_unknown_icon_is_an_error() -> None:
    with pytest.raises(KeyError):
        ui.icon("no-such-icon")


@pytest.mark.parametrize(
    ("value", "shown"), [(1085, "1,085"), (0, "0"), (None, "–"), (-1200, "-1,200")]
)
def test_number(value, shown) -> None:
    assert render("{{ n|number }}", n=value) == shown


def test_small_numbers_in_words() -> None:
    assert render("{{ a|or_dash }} {{ b|signed }} {{ c|signed }}", a=0, b=412, c=-3) == "– +412 −3"


def test_query_string_keeps_the_rest() -> None:
    request = RequestFactory().get("/", {"q": "王 伟", "page": "3", "all": ""})
    shown = render("{% query_string page=4 all=None %}", request=request)
    assert shown == "?q=%E7%8E%8B+%E4%BC%9F&amp;page=4"


def test_filter_shows_its_value_only_when_set() -> None:
    choices = [{"selected": True, "display": "全部"}, {"selected": False, "display": "单独"}]
    template = "{% selected_choice choices %}"
    assert render(template, choices=choices) == ""
    choices[0]["selected"], choices[1]["selected"] = False, True
    assert render(template, choices=choices) == "单独"


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (
            '<td class="field-workers">412</td>',
            '<td data-l="职工" class="num field-workers">412</td>',
        ),
        (
            '<td class="field-founded nowrap">2026-03-15</td>',
            '<td data-l="职工" class="field-founded nowrap">2026-03-15</td>',
        ),
        ('<th class="field-name">河顺镇</th>', '<th class="field-name">河顺镇</th>'),
        ('<td class="field-kind">单独</td>', '<td class="field-kind">单独</td>'),
    ],
)
def test_amounts_in_lists_stand_right_and_carry_their_column(cell, shown) -> None:
    context = {"cells": [mark_safe(cell)], "headers": [{"text": "职工"}], "columns": {"workers"}}
    assert render("{% list_row cells headers columns %}", **context) == shown


def test_vendored_files_are_what_the_manifest_says() -> None:
    folder = STATIC / "vendor"
    manifest = json.loads((folder / "MANIFEST.json").read_text(encoding="utf-8"))
    files = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}
    assert files == {*manifest, "MANIFEST.json"}
    for name, entry in manifest.items():
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        assert digest == entry["sha256"], name


def test_style_sheets_name_only_tokens_and_files_that_exist() -> None:
    sheets = {path.name: path.read_text(encoding="utf-8") for path in STATIC.glob("css/*.css")}
    assert "tokens.css" in sheets
    known = set(re.findall(r"(--[\w-]+)\s*:", sheets["tokens.css"]))
    for name, text in sheets.items():
        assert set(re.findall(r"var\((--[\w-]+)", text)) <= known, name
        for file in re.findall(r'url\("\.\./([^"]+)"', text):
            assert (STATIC / file).is_file(), (name, file)


def test_icons_are_paths() -> None:
    assert len(PATHS) > 40
    for name, path in PATHS.items():
        assert path.startswith("M"), name
        assert '"' not in path, name
