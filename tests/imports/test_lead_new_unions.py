"""Who leads unions that an import founds, and what it writes about covered employers."""

import pytest

from history.models import Change
from history.selectors import changes_of
from imports.choices import Kind, State
from tests.imports.conftest import counts, undo_file
from townships.choices import UnionForm, UnionKind
from townships.models import Affiliation, Union, UnionEmployer

TITLES = ["工会全称", "工会类型", "所在乡镇", "覆盖单位"]
FOUNDED = "甲有限公司工会委员会"


@pytest.fixture
def employers(import_table):
    titles = ["单位名称", "所在乡镇", "职工人数", "统计日期"]
    rows = [[f"{name}有限公司", "临淇镇", 30, "2025-12-31"] for name in "甲乙丙"]
    return import_table(Kind.EMPLOYERS, titles, *rows)


def found(import_table):
    return import_table(Kind.UNIONS, TITLES, [FOUNDED, "单独基层工会", "临淇镇", "甲有限公司"])


def test_a_county_without_a_federation_gets_one(import_table, employers, places):
    """Every union has a superior (R-ORG-07), as in the form."""
    batch = found(import_table)
    assert counts(batch) == (1, 0, 0, 0, 0)
    union = Union.objects.get(name=FOUNDED)
    assert (union.superior.kind, union.superior.name) == (UnionKind.COUNTY, "林州市总工会")
    assert Affiliation.objects.get(union=union, valid_to=None).superior_id == union.superior_id
    made = Change.objects.get(model="townships.union", object_id=str(union.pk), action="+")
    assert made.fields["superior"] == [None, union.superior_id]


def test_a_work_committee_leads_nobody(import_table, employers, coded_unions):
    Union.objects.filter(pk=coded_unions.linqi.pk).update(form=UnionForm.WORK_COMMITTEE)
    found(import_table)
    assert Union.objects.get(name=FOUNDED).superior_id == coded_unions.county.pk


def test_new_employers_are_a_change_of_the_union_and_can_be_undone(
    import_table, employers, coded_unions, staff
):
    titles = ["工会全称", "覆盖单位"]
    joint = [["甲乙联合工会委员会", "联合基层工会", "临淇镇", "甲有限公司、乙有限公司"]]
    import_table(Kind.UNIONS, TITLES, *joint)
    union = Union.objects.get(name="甲乙联合工会委员会")
    row = ["甲乙联合工会委员会", "甲有限公司、乙有限公司、丙有限公司"]
    batch = import_table(Kind.UNIONS, titles, row)
    assert counts(batch) == (0, 1, 0, 0, 0)
    newest = changes_of(union).first()
    assert newest.fields == {"employers_added": [None, "丙有限公司"]}
    assert (newest.user, newest.batch_id) == (staff.county, batch.pk)
    union.refresh_from_db()
    assert union.version == 2
    assert counts(import_table(Kind.UNIONS, titles, row)) == (0, 0, 1, 0, 0)
    undo_file(batch, staff.county)
    assert batch.state == State.UNDONE
    left = UnionEmployer.objects.filter(union=union).values_list("employer__name", flat=True)
    assert set(left) == {"甲有限公司", "乙有限公司"}
