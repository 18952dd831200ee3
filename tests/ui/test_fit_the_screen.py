"""Nothing is cut off, and nothing runs into its neighbour: phone, screen and paper."""

import datetime

import pytest

from dashboards.selectors.trends import last_months
from tests.places import load_policies
from townships.choices import UnionForm, UnionKind
from townships.models import TownshipMonth, TownshipStatistics, TownshipSummary, Union

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.appearance]
PHONE = {"width": 390, "height": 844}
# Elements whose content is wider than they are, or that reach beyond what holds them.
CUT_OFF = """([inner, outer]) => [...document.querySelectorAll(inner)].filter((e) => {
  const box = e.getBoundingClientRect(), frame = e.closest(outer).getBoundingClientRect();
  return e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline'
    || box.right > frame.right + 1 || box.right > innerWidth;
}).map((e) => e.textContent.trim())"""


@pytest.fixture
def figures(places) -> None:
    """临淇镇 without legal-person units, 合涧镇 with both, and a month a year ago."""
    load_policies()
    day = datetime.date(2026, 6, 30)
    for place, units in ((places.linqi, None), (places.hejian, 40)):
        values = {"county_code": "410581", "township_key": place.key}
        TownshipSummary.objects.create(**values, members=12_345, unions=46, unionised=9)
        for month in (last_months()[0], last_months()[-1]):
            TownshipMonth.objects.create(
                **values, month=month, members=12_000, workers=40_000, legal_person_units=units
            )
        TownshipStatistics.objects.create(
            county_code="410581",
            township=place,
            as_of=day,
            worker_count=43_210,
            legal_person_units=units,
            firm_count=11,
            source="镇统计站",
        )


@pytest.mark.parametrize(
    ("media", "width"),
    [("screen", 1366), ("screen", 1110), ("screen", 390), ("print", 703), ("print", 794)],
)
def test_key_figures_stay_in_their_cells(open_as, staff, figures, page, media, width) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    page.emulate_media(media=media)
    open_as(staff.county, "/county/410581/")
    assert page.locator(".kpi").count() == 5
    assert page.evaluate(CUT_OFF, [".kpi dd", ".kpi"]) == []


def test_badge_is_read_to_its_end_on_a_phone(open_as, staff, figures, page) -> None:
    page.set_viewport_size(PHONE)
    open_as(staff.chair, "/")
    assert page.locator(".goal .badge").count() == 1
    assert page.evaluate(CUT_OFF, [".goal .badge", ".goal"]) == []


def test_numbers_of_a_refusal_are_seen_on_a_phone(open_as, staff, figures, unions, page) -> None:
    page.set_viewport_size(PHONE)
    open_as(staff.county, f"/admin/townships/townshipunion/{unions.linqi.pk}/change/")
    page.select_option("#id_form", UnionForm.GENERAL)
    page.click("#content [name=_save]")
    page.wait_for_selector(".refusal")
    assert page.locator(".refusal td").count() >= 8
    assert page.evaluate(CUT_OFF, [".refusal td", ".refusal"]) == []


@pytest.mark.parametrize("width", [703, 794, 1032])  # A4 with margins, without, and lying
@pytest.mark.parametrize("model", ["grassrootsunion", "townshipunion"])
def test_lists_fit_on_paper(open_as, staff, places, unions, page, model, width) -> None:
    Union.objects.create(
        county_code="410581",
        code="4105811010099",
        name="林州市示例精密铸造与机械加工装备制造有限责任公司工会委员会",
        kind=UnionKind.OWN,
        township=places.linqi,
        superior=unions.linqi,
    )
    open_as(staff.county, f"/admin/townships/{model}/")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": width, "height": 1000})
    box = page.locator("#result_list").bounding_box()
    assert box["x"] + box["width"] <= width
