"""Code lists of people: complete, in step with their spellings, found however written."""

import pytest
from django.utils import translation

from members import choices
from members.vocabularies import vocabularies, vocabulary
from unionreg.vocabulary import Vocabulary, is_placeholder

CLASSES = {
    "sex": choices.Sex,
    "ethnicity": choices.Ethnicity,
    "political_status": choices.PoliticalStatus,
    "education": choices.Education,
    "employment_status": choices.EmploymentStatus,
    "skill_level": choices.SkillLevel,
    "change_type": choices.ChangeType,
    "change_reason": choices.ChangeReason,
    "household_type": choices.HouseholdType,
    "id_type": choices.IdType,
    "priority_group": choices.PriorityGroup,
}


def test_every_list_has_its_spellings():
    assert set(vocabularies()) == set(CLASSES)


@pytest.mark.parametrize("name", CLASSES)
def test_labels_on_the_screen_are_the_official_spellings(name):
    with translation.override("zh-hans"):
        labels = {code: str(label) for code, label in CLASSES[name].choices}
    assert labels == vocabulary(name).official


@pytest.mark.parametrize("name", CLASSES)
def test_every_official_spelling_and_every_code_is_found(name):
    words = vocabulary(name)
    for code, label in words.official.items():
        assert words.find(label) == code
        assert words.find(code) == code


def test_the_sizes_of_the_lists():
    sizes = {name: len(words.official) for name, words in vocabularies().items()}
    assert sizes["ethnicity"] == 58
    assert sizes["political_status"] == 13
    assert sizes["employment_status"] == 9
    assert sizes["skill_level"] == 5
    assert sizes["change_type"] == sizes["change_reason"] == 6
    assert sizes["household_type"] == 9


@pytest.mark.parametrize(
    ("name", "cell", "code"),
    [
        ("sex", "男", "1"),
        ("sex", " 女性　", "2"),
        ("sex", 1, "1"),
        ("sex", 2.0, "2"),
        ("ethnicity", "汉", "01"),
        ("ethnicity", "汉族", "01"),
        ("ethnicity", 1, "01"),
        ("ethnicity", "1", "01"),
        ("ethnicity", "01", "01"),
        ("ethnicity", "０１", "01"),
        ("ethnicity", "01 汉族", "01"),
        ("ethnicity", "汉族（01）", "01"),
        ("ethnicity", "基诺", "56"),
        ("ethnicity", "水族", "25"),
        ("ethnicity", "土族", "30"),
        ("ethnicity", "土家", "15"),
        ("political_status", "党员", "01"),
        ("political_status", "中国共产党党员", "01"),
        ("political_status", "预备党员", "02"),
        ("political_status", "团员", "03"),
        ("political_status", "群众", "13"),
        ("education", "本科", "20"),
        ("education", "大学本科", "20"),
        ("education", "大专", "30"),
        ("education", "硕士研究生", "14"),
        ("education", "高 中", "60"),
        ("education", "初中毕业", "71"),
        ("household_type", "农业", "2"),
        ("household_type", "农业户口", "2"),
        ("household_type", "非农", "1"),
        ("household_type", "居民户口", "8"),
        ("household_type", 0, "0"),
        ("employment_status", "待（下）岗", "2"),
        ("employment_status", "待下岗", "2"),
        ("employment_status", "在职", "1"),
        ("employment_status", "内退", "7"),
        ("skill_level", "高级工", "3"),
        ("skill_level", "高级技师（职业资格一级）", "1"),
        ("skill_level", "三级/高级工", "3"),
        ("change_reason", "劳动（工作）关系发生变化", "1"),
        ("id_type", "身份证", "01"),
        ("id_type", "台胞证", "05"),
        ("priority_group", "外卖配送员", "food_rider"),
        ("priority_group", "truck_driver", "truck_driver"),
    ],
)
def test_spellings_of_clerks(name, cell, code):
    assert vocabulary(name).find(cell) == code


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("ethnicity", "龙族"),
        ("ethnicity", "57"),
        ("ethnicity", "02汉族"),
        ("ethnicity", 1.5),
        ("ethnicity", True),
        ("ethnicity", ""),
        ("sex", 3),
        ("sex", None),
    ],
)
def test_what_fits_nowhere_is_not_guessed(name, cell):
    assert vocabulary(name).find(cell) is None


def test_suggestions_name_official_spellings():
    assert vocabulary("ethnicity").suggestions("维吾尔旅")[0] == "维吾尔族"
    assert vocabulary("education").suggestions("大学本枓")[0] == "大学本科"
    assert vocabulary("ethnicity").suggestions("甲") == []
    assert vocabulary("sex").suggestions("12345") == []


def test_one_spelling_cannot_stand_for_two_codes():
    with pytest.raises(ValueError, match="本科"):
        Vocabulary("test", {"1": ["大学", "本科"], "2": ["本 科"]})


@pytest.mark.parametrize("text", ["", "-", "——", "/", "无", "暂无", "n/a"])
def test_placeholders(text):
    assert is_placeholder(text)


def test_a_word_is_no_placeholder():
    assert not is_placeholder("无党派")


def test_the_groups_of_both_drives():
    assert len(set(choices.EIGHT_GROUPS)) == 8
    assert len(set(choices.FOUR_GROUPS)) == 4
    assert choices.PriorityGroup.RIDE_DRIVER not in choices.EIGHT_GROUPS
