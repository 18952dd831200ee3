"""The frame: menu by role, no dead links, whose data one sees, few queries."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.utils.translation import override

from accounts.models import Assignment, User
from unionreg.context import shell
from unionreg.navigation import current_url

pytestmark = [pytest.mark.django_db, pytest.mark.appearance]


def frame(user, path: str = "/"):
    """The frame of a page for somebody."""
    request = RequestFactory().get(path)
    request.user = user
    return shell(request)["shell"]


def urls(user) -> list[str]:
    return [link.url for section in frame(user).sections for link in section.links]


def test_every_entry_opens(as_user, staff, unions) -> None:
    for name, user in staff.all().items():
        client = as_user(user)
        assert urls(user), name
        for url in urls(user):
            assert client.get(url, follow=True).status_code == 200, (name, url)


def test_chair_has_a_shorter_menu(staff) -> None:
    assert len(urls(staff.chair)) < len(urls(staff.county))
    assert f"/township/{staff.chair.active_assignments[0].division_id}/" in urls(staff.chair)


def test_chairs_reach_their_staffing_and_allowances(staff) -> None:
    wanted = {"/staffing/", "/admin/cadres/allowance/"}
    assert wanted <= set(urls(staff.chair))
    assert wanted <= set(urls(staff.county))


def test_settings_are_for_administrators(staff) -> None:
    with override("en"):
        labels = [str(section.label) for section in frame(staff.county).sections]
        assert "Settings" not in labels
        assert "Settings" in [str(section.label) for section in frame(staff.admin).sections]


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/funding/schemes/new/", "/funding/allocations/"),
        ("/funding/shares/", "/funding/allocations/"),
        ("/admin/funding/levypayment/7/change/", "/funding/levies/"),
        ("/admin/funding/grant/add/", "/funding/grants/"),
        ("/funding/payments/log/", "/funding/payments/"),
    ],
)
def test_pages_reached_from_another_mark_its_entry(staff, path, entry) -> None:
    links = [link for section in frame(staff.county, path).sections for link in section.links]
    assert [link.url for link in links if link.current] == [entry]


def test_a_chair_reads_his_statement_below_its_own_entry(staff) -> None:
    township = staff.chair.active_assignments[0].division_id
    path = f"/funding/statement/{township}/"
    links = [link for section in frame(staff.chair, path).sections for link in section.links]
    assert [link.url for link in links if link.current] == [path]


def test_nobody_has_no_menu() -> None:
    nobody = frame(AnonymousUser())
    assert nobody.sections == []
    assert nobody.tabs == []
    assert nobody.title == ""


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("county", "林州市总工会"),
        ("city", "安阳市总工会"),
        ("province", "河南省总工会"),
        ("admin", "全国"),
        ("chair", "临淇镇工会联合会"),
        ("chair2", "城关镇工会联合会"),
    ],
)
def test_title_says_whose_data_one_sees(staff, unions, name, title) -> None:
    assert frame(getattr(staff, name)).title == title


def test_several_places_are_counted(staff, unions, places) -> None:
    Assignment.objects.create(user=staff.county, role="county", division=places.tangyin)
    user = User.objects.get(pk=staff.county.pk)
    assert frame(user).title == "林州市总工会等，另有 1 处"


def test_township_without_union_is_named_itself(staff) -> None:
    assert frame(staff.chair).title == "临淇镇"


def test_whole_frame_costs_few_queries(staff, unions, django_assert_max_num_queries) -> None:
    for name in ("chair", "county", "admin"):
        user = User.objects.get(username=name)
        with django_assert_max_num_queries(5):
            page = frame(user)
            assert page.waiting == ""
            assert all([page.title, page.sections, page.tabs, page.role])


def test_unused_frame_costs_nothing(staff, django_assert_num_queries) -> None:
    user = User.objects.get(pk=staff.county.pk)
    with django_assert_num_queries(0):
        frame(user)


def test_longest_fitting_entry_is_the_current_one() -> None:
    menu = ["/", "/imports/", "/imports/new/"]
    assert current_url("/imports/new/members/", menu) == "/imports/new/"
    assert current_url("/imports/7/", menu) == "/imports/"
    assert current_url("/", menu) == "/"
    assert current_url("/elsewhere/", menu) == ""


def test_current_entry_is_marked(as_user, staff, unions) -> None:
    page = as_user(staff.county).get("/admin/townships/grassrootsunion/").content.decode()
    marked = [tag for tag in re.findall(r"<a\s[^>]*>", page) if 'aria-current="page"' in tag]
    assert marked
    assert all('href="/admin/townships/grassrootsunion/"' in tag for tag in marked)


@pytest.mark.parametrize(("path", "status", "words"), [("/nothing/", 404, "没有找到这个页面")])
def test_page_for_nobody_has_no_frame(client: Client, path, status, words) -> None:
    response = client.get(path)
    page = response.content.decode()
    assert response.status_code == status
    assert words in page
    assert "nav-sidebar" not in page


def test_page_that_is_too_old_is_explained(staff) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff.county, backend="accounts.backends.RoleBackend")
    response = client.post("/accounts/password/", {"old_password": "x"})
    assert response.status_code == 403
    assert "打开太久" in response.content.decode()


def test_broken_page_is_explained_without_anything(rf, django_assert_num_queries) -> None:
    from django.views.defaults import server_error

    with django_assert_num_queries(0):
        page = server_error(rf.get("/")).content.decode()
    assert "这一步没有办成" in page
    assert "{%" not in page
