"""The shipped division data: complete, unharmed, and guessed as an office would."""

import gzip
import json
import shutil
from collections import Counter
from datetime import date

import pytest

from tools import build_divisions
from townships.division_kinds import GOVERNED, DivisionKind, guess_kind
from townships.divisions_data import (
    DATA,
    DivisionDataError,
    make_row,
    read_manifest,
    read_renumberings,
    read_rows,
    read_villages,
)

K = DivisionKind


@pytest.fixture(scope="module")
def rows():
    return {row.code: row for row in read_rows()}


def test_all_rows_are_there(rows):
    levels = Counter(row.level for row in rows.values())
    assert levels == {2: 31, 4: 342, 6: 2978, 9: 41352}
    assert len(rows) == 44703 == read_manifest()["total"]


def test_parents_stand_before_their_children(rows):
    seen = {""}
    for row in rows.values():
        assert row.parent_code in seen
        seen.add(row.code)


def test_every_county_has_townships(rows):
    counties = {row.code for row in rows.values() if row.level == 6}
    assert counties == {row.parent_code for row in rows.values() if row.level == 9}


@pytest.mark.parametrize(
    ("code", "name", "parent"),
    [
        ("41", "河南省", ""),
        ("4105", "安阳市", "41"),
        ("410581", "林州市", "4105"),
        ("410523", "汤阴县", "4105"),
        ("320614", "海门区", "3206"),
        ("330106109", "三墩镇", "330106"),
        ("320614416", "三星镇（叠石桥家纺产业园区）", "320614"),
    ],
)
def test_known_places(rows, code, name, parent):
    assert (rows[code].name, rows[code].parent_code) == (name, parent)


def test_the_former_code_of_haimen_is_not_a_division(rows):
    assert "320684" not in rows


def test_anyang_is_counted_as_known(rows):
    """安阳市, 2023: 48 streets, 65 towns, 22 townships and 2 other units."""
    kinds = Counter(row.kind for code, row in rows.items() if code[:4] == "4105" and row.level == 9)
    assert (kinds[K.STREET], kinds[K.TOWN]) == (48, 65)
    assert kinds[K.TOWNSHIP] + kinds[K.ETHNIC_TOWNSHIP] == 22
    assert sum(kinds.values()) == 137


def test_units_with_union_duty_of_anyang(rows):
    duty = [row for code, row in rows.items() if code[:4] == "4105" and row.has_union_duty]
    assert Counter(row.level for row in duty) == {4: 1, 6: 9, 9: 135}


def test_kinds_of_the_whole_country_are_plausible(rows):
    kinds = Counter(row.kind for row in rows.values() if row.level == 9)
    governed = sum(kinds[kind] for kind in GOVERNED)
    assert 38_500 < governed < 38_900  # the ministry counts about 38,600 townships and streets
    assert 21_300 < kinds[K.TOWN] < 21_450  # 21,379 names end in 镇, some of them of no town
    assert kinds[K.OTHER] < 130


def test_a_name_that_ends_like_a_governed_place_is_one(rows):
    """Towns, townships and sumu by name; the exceptions are known one by one."""
    odd = {
        row.name
        for row in rows.values()
        if row.level == 9 and row.name.endswith(("镇", "乡", "苏木", "街道"))
        if row.kind not in GOVERNED
    }
    assert all(
        name.endswith(("特殊乡镇", "直属乡镇", "产业小镇")) or "兵团" in name for name in odd
    )
    assert len(odd) < 15


@pytest.mark.parametrize(
    ("code", "name", "kind"),
    [
        ("320614416", "三星镇（叠石桥家纺产业园区）", K.TOWN),
        ("320505407", "科技城（东渚街道）", K.STREET),
        ("320505400", "浒墅关经开区（镇）", K.TOWN),
        ("220802006", "（工业园区）城南街道", K.STREET),
        ("460108400", "海口桂林洋经济开发区（农场）", K.DEVELOPMENT_ZONE),
        ("410581001", "开元街道", K.STREET),
        ("410581102", "临淇镇", K.TOWN),
        ("410571563", "开发区峨嵋大街街道", K.STREET),
        ("410502561", "步行街综合治理办公室", K.AGENCY),
        ("130407100", "肥乡镇", K.TOWN),
        ("370571400", "经济开发区直属乡镇", K.DEVELOPMENT_ZONE),
        ("411503410", "信阳国际家居产业小镇", K.PARK),
        ("110105021", "南磨房地区", K.AREA),
        ("420112001", "吴家山街", K.STREET),
        ("231181001", "兆麟街道地区", K.STREET),
        ("150521403", "保康街道办事处", K.STREET),
        ("420902570", "孝感开发区丹阳办事处", K.OFFICE),
        ("150721200", "音河达斡尔鄂温克民族乡", K.ETHNIC_TOWNSHIP),
        ("130123200", "九门回族乡", K.ETHNIC_TOWNSHIP),
        ("211103100", "沙后所满族镇", K.TOWN),
        ("150724200", "鄂温克民族苏木", K.ETHNIC_SUMU),
        ("150221200", "某某苏木", K.SUMU),
        ("421088450", "人民大垸农场管理区", K.MANAGEMENT_AREA),
        ("320614401", "南通市海门区永隆沙农场", K.FARM),
        ("320614405", "南通市海门区种羊场", K.FARM),
        ("320614409", "南通市海门区三厂苗圃", K.FARM),
        ("210113404", "沈北新区马刚林场", K.FORESTRY),
        ("222401400", "延吉市林业局", K.FORESTRY),
        ("140881401", "山西省永济虞乡强制隔离戒毒所", K.PRISON),
        ("140925400", "阳方口煤矿", K.ENTERPRISE),
        ("150824400", "巴彦淖尔市牧洋海牧场有限公司", K.ENTERPRISE),
        ("320830401", "淮化集团", K.ENTERPRISE),
        ("620102402", "甘肃农垦集团", K.ENTERPRISE),
        ("650502501", "兵团红星二场", K.REGIMENT),
        ("650205509", "兵团一三七团乡", K.REGIMENT),
        ("659012503", "一六三团", K.REGIMENT),
        ("320614418", "三厂工业园区", K.PARK),
        ("320614400", "南通市海门区经济技术开发区", K.DEVELOPMENT_ZONE),
        ("320583401", "昆山旅游度假区", K.SCENIC_AREA),
        ("440306400", "深圳市宝安国际机场", K.OTHER),
        ("320509401", "东方丝绸市场", K.OTHER),
        ("469001198", "县直辖村级区划", K.DIRECT_VILLAGES),
        ("350527000", "金门县", K.OTHER),
        ("410581150", "无名之地", K.TOWN),
        ("410581250", "无名之地", K.TOWNSHIP),
        ("410581450", "无名之地", K.OTHER),
    ],
)
def test_kind_of_a_township(code, name, kind):
    assert guess_kind(name, code, 9) == kind


@pytest.mark.parametrize(
    ("code", "name", "kind"),
    [
        ("11", "北京市", K.MUNICIPALITY),
        ("15", "内蒙古自治区", K.AUTONOMOUS_REGION),
        ("41", "河南省", K.PROVINCE),
        ("4105", "安阳市", K.CITY),
        ("1101", "市辖区", K.GROUPING),
        ("5002", "县", K.GROUPING),
        ("4190", "省直辖县级行政区划", K.GROUPING),
        ("1522", "兴安盟", K.LEAGUE),
        ("2327", "大兴安岭地区", K.PREFECTURE),
        ("4228", "恩施土家族苗族自治州", K.AUTONOMOUS_PREFECTURE),
        ("410581", "林州市", K.COUNTY_CITY),
        ("410502", "文峰区", K.DISTRICT),
        ("410523", "汤阴县", K.COUNTY),
        ("150221", "土默特右旗", K.BANNER),
        ("150723", "鄂伦春自治旗", K.AUTONOMOUS_BANNER),
        ("130321", "青龙满族自治县", K.AUTONOMOUS_COUNTY),
        ("429021", "神农架林区", K.SPECIAL_DISTRICT),
        ("520203", "六枝特区", K.SPECIAL_DISTRICT),
        ("410571", "安阳高新技术产业开发区", K.FUNCTIONAL_AREA),
        ("441900", "东莞市", K.CITY_WITHOUT_COUNTIES),
        ("140303", "矿区", K.DISTRICT),
        ("110101001001", "多福巷社区居委会", K.COMMUNITY),
        ("410581102201", "某某村委会", K.VILLAGE),
        ("410581102001", "某某", K.COMMUNITY),
        ("410581102201", "某某", K.VILLAGE),
        ("410581102498", "某某生活区", K.COMMUNITY),
    ],
)
def test_kind_of_other_levels(code, name, kind):
    assert guess_kind(name, code, len(code)) == kind


@pytest.mark.parametrize(
    ("code", "name", "duty"),
    [
        ("410581102", "临淇镇", True),
        ("410581001", "开元街道", True),
        ("320614416", "三星镇（叠石桥家纺产业园区）", True),
        ("110105021", "南磨房地区", True),
        ("320614400", "南通市海门区经济技术开发区", False),
        ("320614401", "南通市海门区永隆沙农场", False),
        ("410571", "安阳高新技术产业开发区", False),
        ("410571563", "开发区峨嵋大街街道", True),
        ("410581", "林州市", True),
        ("4190", "省直辖县级行政区划", False),
        ("41", "河南省", True),
        ("350527", "金门县", False),
        ("350122400", "马祖乡", False),
        ("410581102201", "某某村委会", False),
    ],
)
def test_default_union_duty(code, name, duty):
    assert make_row(code, name).has_union_duty is duty


def test_a_changed_file_is_refused_before_the_first_row(tmp_path):
    folder = _copy(tmp_path)
    path = folder / read_manifest()["file"]
    text = gzip.decompress(path.read_bytes()).replace("林州市".encode(), "林洲市".encode())
    path.write_bytes(gzip.compress(text, mtime=0))
    with pytest.raises(DivisionDataError, match="MANIFEST"):
        next(read_rows(folder))


def test_other_content_is_refused_even_with_a_matching_archive_hash(tmp_path):
    folder = _copy(tmp_path)
    manifest = {**read_manifest(), "sha256_unpacked": "0" * 64}
    (folder / "MANIFEST.json").write_text(json.dumps(manifest))
    with pytest.raises(DivisionDataError, match="content"):
        next(read_rows(folder))


def _copy(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    return folder


def test_haimen_is_the_known_renumbering():
    renumbering = next(row for row in read_renumberings() if row.code == "320614")
    assert (renumbering.former_code, renumbering.former_name) == ("320684", "海门市")
    assert renumbering.name == "海门区"
    assert date(2020, 6, 19) < renumbering.changed_on < date(2020, 8, 1)


def test_renumberings_lead_to_divisions_of_today(rows):
    for renumbering in read_renumberings():
        assert rows[renumbering.code].name == renumbering.name
        assert renumbering.former_code not in rows


def test_licence_note_records_both_licences():
    note = (DATA / "LICENSE.md").read_text(encoding="utf-8")
    assert all(word in note for word in ("MIT", "WTFPL", "National Bureau of Statistics", "2.7.0"))


VILLAGES = (
    "code,name,streetCode,provinceCode,cityCode,areaCode\n"
    '410581102201,"临淇村委会",410581102,41,4105,410581\n'
    '410581102202,"白泉村委会",410581102,41,4105,410581\n'
)


@pytest.mark.parametrize("suffix", ["csv", "csv.gz"])
def test_villages_come_from_a_file_of_the_operator(tmp_path, suffix):
    path = tmp_path / f"villages.{suffix}"
    content = VILLAGES.encode("utf-8-sig")
    path.write_bytes(gzip.compress(content) if suffix.endswith("gz") else content)
    villages = list(read_villages(path))
    assert [row.name for row in villages] == ["临淇村委会", "白泉村委会"]
    assert {(row.level, row.parent_code, row.kind) for row in villages} == {
        (12, "410581102", K.VILLAGE)
    }


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("code,title\n410581102201,x\n", "columns"),
        ("code,name\n410581102201,x\n41058110220,y\n", "line 3"),
        ("code,name\n410581102201,\n", "line 2"),
        ("code,name\n４10581102201,x\n", "line 2"),
    ],
)
def test_a_wrong_village_file_is_refused_with_the_line(tmp_path, content, message):
    path = tmp_path / "villages.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DivisionDataError, match=message):
        list(read_villages(path))


def test_build_refuses_codes_without_parent():
    with pytest.raises(build_divisions.WrongPackageError, match="4105"):
        build_divisions.as_csv([("41", "河南省"), ("410581", "林州市")])


def test_build_refuses_a_wrong_number_of_rows(tmp_path):
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "provinces.csv").write_text('code,name\n41,"河南省"\n', encoding="utf-8")
    with pytest.raises(build_divisions.WrongPackageError, match="31 rows"):
        build_divisions.read_part(tmp_path, "provinces", 2, 31)


def test_build_sorts_parents_before_children():
    text = build_divisions.as_csv([("4105", "安阳市"), ("41", "河南省")])
    assert text.decode() == "code,name\n41,河南省\n4105,安阳市\n"
