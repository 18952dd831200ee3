"""The dashboards in a browser: sound, in Chinese, by keyboard, on a phone, on paper."""

import datetime
import io
import re

import pytest
from django.utils import timezone

from tests.places import load_policies
from tests.ui.checks import problems
from tests.ui.conftest import complaints, open_as
from townships.models import (
    Employer,
    TownshipMonth,
    TownshipStatistics,
    TownshipSummary,
    UnionSummary,
)

__all__ = ["complaints", "open_as"]

PHONE = {"width": 390, "height": 844}
PAGES = [
    ("county", "/"),
    ("county", "/county/410581/"),
    ("county", "/township/410581101/"),
    ("county", "/township/410581001/"),  # nothing recorded
    ("county", "/county/410581/month/"),
    ("chair", "/township/410581101/month/?what=left"),
    ("county", "/search/"),
    ("county", "/search/?q=临淇"),
    ("county", "/search/?q=查无此人"),
    ("chair", "/"),
    ("auditor", "/"),
    ("city", "/"),
    ("city", "/region/4105/"),
    ("admin", "/"),
]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.appearance]


@pytest.fixture
def numbers(places, unions) -> None:
    """Two townships with figures and a year behind them, one without anything."""
    load_policies()
    places.linqi.pinyin = "linqizhen lqz"
    places.linqi.save()
    month = timezone.localdate().replace(day=1)
    months = [month]
    for _n in range(11):
        months.append((months[-1] - datetime.timedelta(days=1)).replace(day=1))
    for place, members, workers in ((places.linqi, 3188, 4310), (places.hejian, 930, 1000)):
        values = {"county_code": "410581", "township_key": place.key, "unionised": 97}
        TownshipSummary.objects.create(**values, members=members, unions=46, employers=90)
        TownshipMonth.objects.bulk_create(
            TownshipMonth(
                **values,
                month=day,
                members=members - 20 * back,
                workers=workers,
                legal_person_units=128,
                joined=3,
            )
            for back, day in enumerate(months)
        )
        TownshipStatistics.objects.create(
            county_code="410581",
            township=place,
            as_of=datetime.date(2026, 6, 30),
            worker_count=workers,
            legal_person_units=128,
            unionised_units=96,
            source="镇统计站",
        )
    UnionSummary.objects.create(
        county_code="410581",
        union=unions.factory,
        township=places.linqi,
        members=20,
        workers=50,
        employers=1,
    )
    Employer.objects.create(
        county_code="410581", name="大厂", township=places.linqi, worker_count=64
    )


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_page_is_sound(open_as, staff, numbers, who, path) -> None:
    assert problems(open_as(getattr(staff, who), path)) == []


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_page_is_sound_on_a_phone_in_the_dark(open_as, staff, numbers, page, who, path) -> None:
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    assert problems(open_as(getattr(staff, who), path)) == []


def test_home_of_a_full_day_fits_the_screen(open_as, staff, numbers, page) -> None:
    """Seven things to do, three imports: nothing below the edge of 1366 by 768."""
    from imports.choices import Kind, State
    from imports.models import ImportBatch

    for number in range(9):
        ImportBatch.objects.create(
            county_code="410581",
            kind=Kind.MEMBERS,
            state=State.READY,
            original_name=f"{number}.xlsx",
            size=1,
            created_by=staff.county,
        )
    open_as(staff.county, "/")
    assert page.locator("#todo li").count() == 7
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height <= 768, height


def test_home_of_a_quiet_day_fits_the_screen_too(open_as, staff, numbers, page) -> None:
    """With few things to do the townships that are worst off fill the room, and no more."""
    open_as(staff.county, "/")
    assert 0 < page.locator("#todo li").count() <= 4
    assert page.get_by_text("离目标最远的乡镇街道").is_visible()
    assert page.evaluate("document.documentElement.scrollHeight") <= 768


def test_details_of_the_chart_open_by_keyboard(open_as, staff, numbers, page) -> None:
    open_as(staff.chair, "/")
    summary = page.locator("details.data summary")
    assert not page.locator("details.data table").is_visible()
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.data tbody tr").count() == 12
    assert page.locator("details.data table").is_visible()
    assert problems(page) == []


def test_table_is_sorted_by_keyboard(open_as, staff, numbers, page) -> None:
    open_as(staff.county, "/county/410581/")
    first = page.locator(".compare tbody tr").first.locator("th")
    assert first.inner_text() == "临淇镇"
    head = page.locator("thead a.sorted")
    head.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**sort=-joining")
    assert first.inner_text() == "合涧镇"
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("入会率")


def test_search_by_keyboard_opens_the_first_result(open_as, staff, numbers, page) -> None:
    open_as(staff.county, "/")
    page.keyboard.press("/")
    page.keyboard.type("lqz")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=lqz")
    page.locator("#q").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/township/410581101/")


def test_id_number_typed_on_the_home_page_stays_out_of_the_address(
    open_as, staff, numbers, page
) -> None:
    open_as(staff.county, "/")
    page.fill("#q", "410581198503150018")
    page.keyboard.press("Enter")
    page.wait_for_selector(".empty")
    assert page.url.endswith("/search/")
    assert "410581198503150018" not in page.content()


@pytest.mark.parametrize(
    ("who", "path"), [("county", "/county/410581/"), ("chair", "/"), ("city", "/")]
)
def test_prints_on_a4(open_as, staff, numbers, page, who, path) -> None:
    """Nothing of the frame, nothing cut off at the right."""
    open_as(getattr(staff, who), path)
    pdf = page.pdf(format="A4")
    pages = len(re.findall(rb"/Type\s*/Page\b", io.BytesIO(pdf).read()))
    assert 1 <= pages <= 2
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1000})  # A4 without its margins
    assert not page.locator("#nav-sidebar").is_visible()
    assert not page.locator("#header").is_visible()
    for table in page.locator("main table:visible").all():
        box = table.bounding_box()
        assert box["x"] + box["width"] <= 704, box
