"""Code lists of employers and unions: in step with their spellings."""

import pytest
from django.utils import translation

from townships import code_lists
from townships.vocabularies import vocabularies, vocabulary

CLASSES = {
    "economic_type": code_lists.EconomicType,
    "industry": code_lists.Industry,
    "joint_union_subtype": code_lists.JointUnionSubtype,
    "federation_basis": code_lists.FederationBasis,
    "federation_host": code_lists.FederationHost,
}


def test_every_list_has_its_spellings():
    assert set(vocabularies()) == set(CLASSES)


@pytest.mark.parametrize("name", CLASSES)
def test_labels_on_the_screen_are_the_official_spellings(name):
    with translation.override("zh-hans"):
        labels = {code: str(label) for code, label in CLASSES[name].choices}
    assert labels == vocabulary(name).official


@pytest.mark.parametrize(
    ("name", "cell", "code"),
    [
        ("economic_type", "私营", "170"),
        ("economic_type", "私营企业", "170"),
        ("economic_type", 170, "170"),
        ("economic_type", "有限责任公司", "159"),
        ("economic_type", "事业单位", "400"),
        ("industry", "c", "C"),
        ("industry", "C 制造业", "C"),
        ("industry", "农林牧渔业", "A"),
        ("industry", "批发和零售业", "F"),
        ("industry", "电力、燃气及水的生产和供应业", "D"),
        ("joint_union_subtype", "商圈", "district"),
        ("federation_basis", "行政村（社区）", "village"),
    ],
)
def test_spellings_of_clerks(name, cell, code):
    assert vocabulary(name).find(cell) == code


def test_industries_are_the_twenty_letters():
    assert "".join(code_lists.Industry.values) == "ABCDEFGHIJKLMNOPQRST"
