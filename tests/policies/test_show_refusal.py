"""The refusal box: conditions with both numbers, the clause in its words, the ways on."""

import datetime
import re

import pytest
from django.template.loader import render_to_string

from policies.services import may_take_form

ON = datetime.date(2026, 6, 1)


@pytest.fixture
def box(policy):
    """Render the box for a division and measures."""

    def render(division, values, **context):
        decision = may_take_form(form="general", division=division, on=ON, values=values)
        html = render_to_string("policies/_refusal.html", {"decision": decision, **context})
        return re.sub(r"\s+", " ", html)

    return render


def test_it_shows_what_is_required_what_there_is_and_what_is_short(box, policy):
    html = box(policy.linqi, {"firm_count": 97, "worker_count": 6180, "fulltime_staffing": True})
    for part in (
        "没有保存：临淇镇目前不够条件建立总工会，还差 3 家企业",
        "100 家以上",
        "97 家",
        "差 3 家",
        "6,180 人",
        "多 1,180 人",
        "能够配备",
        "可以建立乡镇（街道）总工会",
        "总工办发〔2019〕24号 三",
        "2019-12-27 起",
        'href="#approval"',
        "企业数不准？",
    ):
        assert part in html, part
    assert html.count("badge bad") == 1
    assert html.count("badge ok") == 2


def test_a_missing_number_is_asked_for(box, policy):
    html = box(policy.linqi, {"firm_count": 100, "worker_count": 5000})
    assert html.count("badge unk") == 1
    assert "badge bad" not in html
    assert "请先登记" in html


def test_links_lead_to_figures_and_back_to_the_form(box, policy):
    html = box(
        policy.linqi,
        {"firm_count": 1},
        statistics_url="/figures/7/",
        current_form="工会联合会",
    )
    assert 'href="/figures/7/"' in html
    assert 'href="#id_form"' in html
    assert "改回“工会联合会”" in html


def test_two_rules_of_a_place_are_both_shown(box, policy):
    html = box(policy.keqiao_street, {"firm_count": 1, "employed_2nd_3rd_sector": 1})
    assert html.count("<table") == 2
    assert "绍兴市" in html
    assert "符合其中一项" in html


def test_names_are_escaped_and_nothing_is_inline(box, policy):
    policy.linqi.name = "<b>镇"
    html = box(policy.linqi, {"firm_count": 1})
    assert "<b>镇" not in html
    assert "&lt;b&gt;镇" in html
    assert "style=" not in html
    assert "<script" not in html
