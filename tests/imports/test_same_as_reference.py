"""Workbooks made at random do the same as in the reference: rows, errors, history, memberships."""

from datetime import date

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from history.models import Change
from imports.choices import Kind
from imports.models import StagedMember
from members.identity import mask_id
from members.models import Member, Membership, PersonKey
from members.sealing import identity_hash
from tests.imports import reference, workbooks
from tests.imports.conftest import apply_file, check_file
from tests.imports.people import id_number, row, short_id
from tests.imports.reference import Cell, Registry, Told
from townships.models import UnionSummary
from unionreg.crypto import decrypt

BORN, FIRST_ROW = date(1985, 3, 15), 5
HEADERS = {
    "name": "姓名",
    "sex": "性别",
    "birth_date": "出生日期",
    "ethnicity": "民族",
    "id_number": "证件号码",
    "education": "学历",
    "phone": "移动电话",
    "household_place": "户籍所在地",
    "change_type": "会籍变化类型",
    "changed_on": "会籍变化日期",
    "is_migrant": "是否农民工",
}
SECRET = {"id_number", "phone"}
PINYIN = {
    "张三": ("zhang0张san0三 zhangsan", "zs"),
    "李四": ("li0李si0四 lisi", "ls"),
    "单乐": ("shan0单le0乐 shanle shanyue", "sl sy"),
    "阿依·买买提": ("a0阿yi0依mai0买mai0买 ayimaimaiti", "aymmt"),
}


def person(number: int) -> dict:
    """What an ID number means."""
    full = id_number(number)
    sex = "1" if int(full[16]) % 2 else "2"
    return {"number": full, "sex": sex, "birth_date": BORN, "masked": mask_id(full)}


def ids():
    """Few people, so that they come again, each in several spellings; and wrong numbers."""
    for number in (1, 2, 3, 4):
        full, who = id_number(number), person(number)
        yield Cell(full, who)
        yield Cell(f" {full[:6]} {full[6:14]} {full[14:].lower()}", who)
        yield Cell(short_id(number), who, warning="id_converted")
    wrong = id_number(5)[:17] + ("1" if id_number(5)[17] != "1" else "2")
    yield Cell(wrong, error="id_checksum")
    yield Cell("41058119850230001X", error="id_birth_impossible")
    yield Cell("4105811985", error="id_length")
    yield Cell("4105**********031X", error="cell_masked")


POOLS = {
    "name": [
        *(Cell(name, name) for name in PINYIN),
        *(Cell("李　四 ", "李四"), Cell("阿依•买买提", "阿依·买买提")),
        *(Cell("张3", error="name_characters"), Cell("-", error="cell_required")),
    ],
    "sex": [Cell(""), Cell("男", "1"), Cell("女", "2"), Cell("雄", error="choice_unknown")],
    "birth_date": [
        *(Cell(""), Cell("1985-03-15", BORN), Cell("1985年3月16日", date(1985, 3, 16))),
        *(Cell("198503", date(1985, 3, 1), warning="date_month_only"), Cell("无")),
    ],
    "ethnicity": [Cell(""), Cell("汉族", "01"), Cell("汉", "01"), Cell("/")],
    "id_number": list(ids()),
    "education": [Cell(""), Cell("高中毕业", "61"), Cell("无")],
    "phone": [
        *(Cell(""), Cell("13800138000", "13800138000"), Cell("+86 139-0013-9000", "13900139000")),
        Cell("0372-6812345", "0372-6812345", warning="phone_landline"),
        *(Cell("12345", error="phone_length"), Cell("12800138000", error="phone_prefix")),
    ],
    "household_place": [
        *(Cell(""), Cell("河南省  安阳市", "河南省 安阳市"), Cell("NULL")),
        *(Cell("很" * 101, error="text_too_long"), Cell("#REF!", error="cell_error_value")),
    ],
    "change_type": [Cell(""), Cell("入会", "1"), Cell("退会", "6")],
    "changed_on": [
        *(Cell(""), Cell("20240501", date(2024, 5, 1)), Cell("2024/6/2", date(2024, 6, 2))),
        *(Cell("2025.7", date(2025, 7, 1), warning="date_month_only"), Cell("暂无")),
        *(Cell("2025-08-09", date(2025, 8, 9)), Cell("1980-01-01", date(1980, 1, 1))),
        *(Cell("2023-02-30", error="date_impossible"), Cell("2090-01-01", error="date_future")),
    ],
    "is_migrant": [
        Cell(""),
        Cell("是", True),
        Cell("×", False),
        Cell("也许", error="yes_no_unreadable"),
    ],
}


def mostly_good(cells: list[Cell]):
    """A cell of a pool, a wrong one now and then."""
    good = [cell for cell in cells if not cell.error]
    wrong = [cell for cell in cells if cell.error]
    return st.sampled_from(good * 6 + wrong) if wrong else st.sampled_from(good)


ROWS = st.fixed_dictionaries({key: mostly_good(pool) for key, pool in POOLS.items()})
FILES = st.lists(
    st.tuples(st.lists(ROWS, min_size=1, max_size=7), st.sampled_from(["factory", "linqi"])),
    min_size=1,
    max_size=3,
)


def texts(cells: dict[str, Cell]) -> list[str]:
    """A row of the workbook."""
    filled = {HEADERS[key]: cell.text for key, cell in cells.items()}
    return row(**{"就业状况": "", "有效证件类别": "", **filled})


def test_the_same_rows_errors_and_history(staff, unions, tmp_path):
    # making a failing example smaller would take minutes
    @settings(max_examples=30, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(files=FILES)
    def compare(files):
        with transaction.atomic():
            import_all(staff.county, unions, tmp_path, files)
            transaction.set_rollback(True)

    compare()


def import_all(user, unions, folder, files):
    registry = Registry()
    for rows, name in files:
        union = getattr(unions, name)
        path = workbooks.provincial(folder / "会员.xlsx", [texts(cells) for cells in rows])
        start = max(Change.objects.values_list("id", flat=True), default=0)
        batch = check_file(path, user, Kind.MEMBERS, default_union=union)
        statuses = dict(
            StagedMember.objects.filter(batch=batch).values_list("row_number", "row_status")
        )
        told = issues(batch, rows)
        batch = apply_file(batch, user)
        known = len(registry.history)
        outcome = reference.import_file(registry, rows, (union.pk, union.township_id), FIRST_ROW)
        assert statuses == outcome.status
        assert told == sorted(outcome.told, key=repr)
        assert entries(start) == registry.history[known:]
    assert_stored(registry)


def issues(batch, rows) -> list[Told]:
    """What the real import said; contents of cells are shown, those of people's numbers not."""
    columns = {header: key for key, header in HEADERS.items()}
    found = []
    for issue in batch.issues.all():
        key = columns[issue.header]
        text = rows[issue.row_number - FIRST_ROW][key].text
        assert key in SECRET or issue.shown[:20] == " ".join(text.split())[:20]
        assert key not in SECRET or text not in issue.shown or len(text) < 6 or "**" in text
        found.append(Told(issue.row_number, key, issue.code, issue.severity))
    return sorted(found, key=repr)


def entries(after: int) -> list:
    changes = Change.objects.filter(pk__gt=after, model="members.member").order_by("pk")
    return [(change.action, change.object_label, change.fields) for change in changes]


def assert_stored(registry: Registry) -> None:
    members = {decrypt(member.id_cipher): member for member in Member.objects.all()}
    assert members.keys() == registry.members.keys()
    for number, wanted in registry.members.items():
        member = members[number]
        renamed = {"union": "union_id", "township": "township_id"}
        found = {name: getattr(member, renamed.get(name, name)) for name in wanted}
        assert found == wanted
        assert (member.name_pinyin, member.name_initials) == PINYIN[member.name]
        assert (member.id_hash, member.id_tail) == (identity_hash("01", number), number[-4:])
        assert PersonKey.objects.get(pk=member.id_hash).member_id == member.pk
        periods = Membership.objects.filter(member=member).order_by("pk")
        rows = periods.values_list("union_id", "valid_from", "valid_to")
        assert list(rows) == [tuple(one.values()) for one in registry.periods[number]]
    assert_counted(registry)


def assert_counted(registry: Registry) -> None:
    """The summaries count the people that the reference has."""
    for union, members in UnionSummary.objects.values_list("union_id", "members"):
        there = [m for m in registry.members.values() if m["union"] == union]
        assert members == sum(m["state"] == "active" for m in there)
