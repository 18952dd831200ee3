"""Pinyin of names: surnames as their bearers say them, every usual reading findable."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.names import (
    FULL_LENGTH,
    INITIALS_LENGTH,
    MAX_READINGS,
    name_pinyin,
    normalise_name,
    tables,
)
from unionreg.pinyin import text_pinyin


def full(name):
    """The readings of a name, without what it is sorted by."""
    return name_pinyin(name)[0].split(" ")[1:] or [""]


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("单雄信", "shanxiongxin"),
        ("仇英", "qiuying"),
        ("解缙", "xiejin"),
        ("曾国藩", "zengguofan"),
        ("查良镛", "zhaliangyong"),
        ("区志强", "ouzhiqiang"),
        ("任正非", "renzhengfei"),
        ("朴树", "piaoshu"),
        ("盖聂", "genie"),
        ("覃海洋", "qinhaiyang"),
        ("员俶", "yunchu"),
        ("缪昌期", "miaochangqi"),
        ("宓明道", "mimingdao"),
        ("冼星海", "xianxinghai"),
        ("逄先知", "pangxianzhi"),
        ("翟志刚", "zhaizhigang"),
        ("重明", "chongming"),
        ("乐毅", "yueyi"),
        ("卜学亮", "buxueliang"),
        ("薄复礼", "bofuli"),
        ("藏天朔", "zangtianshuo"),
        ("洗星海", "xianxinghai"),
        ("种师道", "chongshidao"),
        ("繁钦", "poqin"),
        ("阚泽", "kanze"),
        ("么书仪", "yaoshuyi"),
        ("贠小苏", "yunxiaosu"),
        ("祭遵", "zhaizun"),
        ("粘云飞", "nianyunfei"),
        ("能元皓", "naiyuanhao"),
        ("尉迟恭", "yuchigong"),
        ("万俟卨", "moqixie"),
        ("长孙无忌", "zhangsunwuji"),
        ("单于明", "chanyuming"),
        ("令狐冲", "linghuchong"),
        ("澹台灭明", "tantaimieming"),
        ("欧阳修", "ouyangxiu"),
        ("上官婉儿", "shangguanwaner"),
        ("乐正子春", "yuezhengzichun"),
        ("张三", "zhangsan"),
        ("王强", "wangqiang"),
    ],
)
def test_the_usual_reading_comes_first(name, first):
    assert full(name)[0] == first


@pytest.mark.parametrize(
    ("name", "readings"),
    [
        ("盖聂", {"genie", "gainie"}),
        ("覃芳", {"qinfang", "tanfang"}),
        ("乐明", {"yueming", "leming"}),
        ("王乐", {"wangle", "wangyue"}),
        ("李茜", {"liqian", "lixi"}),
        ("张行", {"zhangxing", "zhanghang"}),
        ("李晟", {"lisheng", "licheng"}),
        ("单于明", {"chanyuming", "shanyuming"}),
        ("尉迟恭", {"yuchigong", "weichigong"}),
        ("吕布", {"lvbu", "lubu"}),
        ("李绿", {"lilv", "lilu"}),
        ("闾丘明", {"lvqiuming", "luqiuming"}),
        ("吕茜", {"lvqian", "lvxi", "luqian", "luxi"}),
        ("单芳", {"shanfang"}),
        ("李单", {"lidan", "lishan"}),
        ("张三", {"zhangsan"}),
    ],
)
def test_every_usual_reading_is_kept(name, readings):
    assert set(full(name)) == readings


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("张三", "zs"),
        ("欧阳娜娜", "oynn"),
        ("李茜", "lq lx"),
        ("单于明", "cym sym"),
        ("阿依古丽·买买提", "ayglmmt"),
        ("John Smith", "js"),
        ("张 John", "zj"),
    ],
)
def test_initials(name, initials):
    assert name_pinyin(name)[1] == initials


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("阿依古丽·买买提", "ayigulimaimaiti"),
        ("单增·卓玛", "danzengzhuoma"),  # no Chinese surname, so not Shan
        ("Zoë O'Neill", "zoeoneill"),
        ("李𠮷", "li"),
        ("", ""),
        ("𠮷", ""),
        ("东方", "dongfang"),
    ],
)
def test_other_names(name, first):
    assert full(name)[0] == first


def test_many_readings_are_limited_and_the_usual_ones_kept():
    readings = full("盖柏茜晟")
    assert len(readings) == MAX_READINGS == len(set(readings))
    assert readings[0] == "gebaiqiansheng"
    assert "gaibaiqiansheng" in readings


@given(st.text(alphabet="张单吕乐茜晟娜盖柏覃绿万俟· aB1𠮷?", max_size=60))
def test_whatever_the_name_the_result_fits_the_columns(name):
    spelled, initials = name_pinyin(name)
    assert len(spelled) <= FULL_LENGTH
    assert len(initials) <= INITIALS_LENGTH
    sound = spelled.partition(" ")[2] + initials
    assert all(char.isascii() and (char.isalnum() or char == " ") for char in sound)


def test_the_tables_hold_readings_only():
    surnames, compounds, others = tables()
    for readings in (*surnames.values(), *others.values()):
        assert readings
        assert all(reading.isascii() and reading.isalpha() for reading in readings)
    assert all(len(pair) == 2 for pair in compounds)


def test_a_county_of_names_takes_a_few_seconds():
    names = [
        a + b + c
        for a in "王吕单李盖张陈覃曾赵"
        for b in "伟芳秀茜明乐建国文志"
        for c in "英丽军杰娟涛超平桂玉"
    ] * 100
    assert len(names) == 100_000
    start = time.process_time()
    assert all(name_pinyin(name)[0] for name in names)
    assert time.process_time() - start < 8  # about 2 s on an idle core


# In the order of a dictionary: 陈 before 程 and 张 before 章, whoever has which given name.
IN_ORDER = (
    *("阿依古丽·买买提", "Anna Li", "陈大", "陈红", "程刚", "单芳", "盛大", "张安", "张超", "章博"),
    *("章超", "长孙无忌"),
)


def test_names_sort_character_by_character():
    assert sorted(set(IN_ORDER), key=name_pinyin) == list(IN_ORDER)
    assert name_pinyin("单乐")[0].startswith("shan0单le0乐 ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("重庆市渝中区", ("chongqingshiyuzhongqu", "cqsyzq")),
        ("林州市河顺镇", ("linzhoushiheshunzhen", "lzshsz")),
        ("中国银行(安阳)ABC分行", ("zhongguoyinhanganyangabcfenhang", "zgyhayafh")),
        ("3号楼", ("3haolou", "3hl")),
        ("", ("", "")),
    ],
)
def test_pinyin_of_places_and_units(text, expected):
    assert text_pinyin(text) == expected


@given(st.text(alphabet="张三李 \u3000·•．.AbＣ\u200b", max_size=12))
def test_normalising_a_name_twice_changes_nothing(raw):
    assert normalise_name(normalise_name(raw)) == normalise_name(raw)


@pytest.mark.parametrize("dot", "•‧∙⋅・･．˙·.")
def test_every_look_alike_of_the_separator_is_one(dot):
    assert normalise_name(f"阿依古丽 {dot} 买 买提") == "阿依古丽·买买提"
