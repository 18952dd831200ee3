"""One search over people, unions, employers and places."""

import datetime

import pytest

from cadres.models import Appointment, Person
from cadres.services.people import save_person
from federations.models import Federation
from members.services.membership import enrol
from tests.members.conftest import details, number, with_document
from townships.models import Division, Employer, Union
from townships.pinyin import search_text

URL = "/search/"


@pytest.fixture
def people(unions):
    """王伟芳 in the factory (临淇), 张伟 in 合涧, 李雷 in the other county."""

    def join(sequence: int, name: str, union: Union) -> None:
        enrol(
            union=union,
            id_number=number(sequence),
            details=details(name),
            joined_on=datetime.date(2024, 3, 15),
            user=None,
        )

    join(1, "王伟芳", unions.factory)
    join(3, "张伟", unions.hejian)
    join(5, "李雷", unions.chengguan)
    for model in (Union, Division):
        for row in model.objects.all():
            row.pinyin = search_text(row.name)
            row.save()
    Employer.objects.create(
        county_code="410581",
        name="示例云岭铸造有限公司",
        pinyin=search_text("示例云岭铸造有限公司"),
        township=unions.factory.township,
        credit_code="91410581MA40000006",
        worker_count=64,
    )


def found(response) -> dict[str, list[str]]:
    return {kind.icon: [hit.label for hit in kind.hits] for kind in response.context["found"]}


@pytest.mark.parametrize(
    ("text", "kind", "label"),
    [
        ("伟芳", "members", "王伟芳"),
        ("wangweif", "members", "王伟芳"),
        ("wwf", "members", "王伟芳"),
        (number(1)[-4:], "members", "王伟芳"),
        ("机械", "union", "示例机械有限公司工会委员会"),
        ("合涧镇工会", "union", "合涧镇工会联合会"),
        ("yunling", "employer", "示例云岭铸造有限公司"),
        ("临淇", "place", "临淇镇"),
        ("linqi", "place", "临淇镇"),
        ("lqz", "place", "临淇镇"),
        ("410581101", "place", "临淇镇"),
        ("  临淇　镇 ", "place", "临淇镇"),
    ],
)
def test_finds_by_whatever_one_knows(as_user, staff, people, text, kind, label) -> None:
    assert label in found(as_user(staff.county).post(URL, {"q": text}, follow=True))[kind]


@pytest.mark.parametrize(
    ("who", "kinds"),
    [
        ("county", {"members", "union"}),
        ("auditor", {"members", "union"}),
        ("chair", {"members"}),
        ("chair_beside", {"members", "union"}),
        ("county2", set()),
        ("chair2", set()),
    ],
)
def test_finds_only_inside(as_user, staff, people, who, kinds) -> None:
    client = as_user(getattr(staff, who))
    everything = found(client.get(URL, {"q": "伟"})) | found(client.get(URL, {"q": "合涧镇工会"}))
    assert set(everything) == kinds
    names = everything.get("members", [])
    assert ("王伟芳" in names) == (who in ("county", "auditor", "chair"))
    assert ("张伟" in names) == (who in ("county", "auditor", "chair_beside"))


def test_names_that_begin_so_come_first(as_user, staff, people, unions) -> None:
    """ouyang is inside houyang too, and 侯 sorts before 欧."""
    for sequence, name in ((7, "侯阳"), (9, "欧阳明"), (11, "侯阳阳")):
        enrol(
            union=unions.factory,
            id_number=number(sequence),
            details=details(name),
            joined_on=datetime.date(2024, 3, 15),
            user=None,
        )
    for n, name in enumerate(("安阳林州饭店", "林州宾馆")):
        Employer.objects.create(
            county_code="410581", name=f"{name}{n}", pinyin=search_text(f"{name}{n}")
        )
    client = as_user(staff.county)
    assert found(client.get(URL, {"q": "ouyang"}))["members"][0] == "欧阳明"
    assert set(found(client.get(URL, {"q": "ouyang"}))["members"]) == {"欧阳明", "侯阳", "侯阳阳"}
    for text in ("linzhou", "林州"):
        assert found(client.get(URL, {"q": text}))["employer"] == ["林州宾馆1", "安阳林州饭店0"]


def test_results_lead_somewhere(as_user, staff, people) -> None:
    client = as_user(staff.county)
    for text in ("王", "工会", "示例", "林州", "合涧"):
        for kind in client.get(URL, {"q": text}).context["found"]:
            for hit in kind.hits:
                assert client.get(hit.url).status_code == 200, hit


@pytest.fixture
def cadre(people, staff, places) -> Person:
    """赵敏 of 临淇镇, chair of its union."""
    person = Person(county_code="410581", name="赵敏", township=places.linqi)
    return save_person(person=person, user=staff.county, id_number=number(21)).record


def test_cadres_are_found_with_their_post(as_user, staff, unions, cadre) -> None:
    post = {"person": cadre, "post": "chair", "valid_from": "2024-01-01"}
    Appointment.objects.create(county_code="410581", union=unions.linqi, **post)
    client = as_user(staff.chair)
    for text in ("赵敏", "zhaomin", "zm"):
        (hit,) = [k for k in client.get(URL, {"q": text}).context["found"] if k.icon == "person"]
        assert [one.label for one in hit.hits] == ["赵敏"]
        assert "临淇镇工会联合会" in hit.hits[0].about
        assert client.get(hit.hits[0].url).status_code == 200
    assert found(client.post(URL, {"q": number(21)})) == {"person": ["赵敏"]}
    for outsider in (staff.chair_beside, staff.county2):
        assert found(as_user(outsider).post(URL, {"q": number(21)})) == {}
        assert found(as_user(outsider).get(URL, {"q": "赵敏"})) == {}


def test_federations_are_found_by_what_they_stand_for(as_user, staff, unions) -> None:
    union = Union.objects.create(
        county_code="410581", code="f1", name="林州示例工会联合会", kind="federation"
    )
    host = {"kind": "industry", "level": "county", "area": "汽车配件", "host_name": "汽配商会"}
    Federation.objects.create(county_code="410581", union=union, **host)
    client = as_user(staff.county)
    for text in ("示例工会联", "汽车配件", "汽配商会"):
        assert union.name in found(client.get(URL, {"q": text}))["township-union"]
    assert found(as_user(staff.chair).get(URL, {"q": "汽配商会"})) == {}


def test_long_lists_are_cut_and_the_rest_is_one_step_away(as_user, staff, people, unions) -> None:
    for n in range(9):
        Union.objects.create(
            county_code="410581",
            code=f"u{n}",
            name=f"示例{n}号楼宇工会",
            kind="joint",
            township=unions.factory.township,
        )
    client = as_user(staff.county)
    kinds = {kind.icon: kind for kind in client.get(URL, {"q": "楼宇"}).context["found"]}
    assert len(kinds["union"].hits) == 6
    assert client.get(kinds["union"].more_url).context["cl"].result_count == 9


def test_id_number_is_found_and_stands_in_no_address(as_user, staff, people) -> None:
    """POST answers itself: no redirect that would carry the number, and the page repeats it not."""
    response = as_user(staff.county).post(URL, {"q": number(1)})
    assert response.status_code == 200
    assert found(response) == {"members": ["王伟芳"]}
    html = response.content.decode()
    assert number(1) not in html
    assert number(1)[:4] + "**********" + number(1)[-4:] in html
    assert not response.headers.get("Location")


@pytest.mark.parametrize("spelled", ["{0}", " {0} ", "{1}", "4105 8119 8503 15{2}"])
def test_id_number_is_found_however_it_is_typed(as_user, staff, people, spelled) -> None:
    full = number(1)
    wide = "".join(chr(ord(c) + 0xFEE0) for c in full)
    text = spelled.format(full, wide, full[14:])
    assert found(as_user(staff.county).post(URL, {"q": text})) == {"members": ["王伟芳"]}


@pytest.mark.parametrize("between", ["-", "/", ".", "－", " "])
def test_id_number_in_pieces_stands_in_no_address(as_user, staff, people, between) -> None:
    full = number(1)
    text = between.join([full[:6], full[6:14], full[14:]])
    response = as_user(staff.county).post(URL, {"q": text})
    assert found(response) == {"members": ["王伟芳"]}
    assert as_user(staff.county).get(URL, {"q": text})["Location"] == URL


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("02", "67143658"),
        ("03", "军字第2720631号"),
        ("03", "2720631"),
        ("04", "H1234567801"),
        ("05", "85766943"),
        ("07", "CAN110085052001"),
    ],
)
def test_numbers_of_other_documents_too(as_user, staff, people, unions, kind, value) -> None:
    with_document(unions.factory, kind, value, name="赵钱孙")
    response = as_user(staff.county).post(URL, {"q": value})
    assert (response.status_code, found(response)) == (200, {"members": ["赵钱孙"]})
    assert value not in response.text
    outside = as_user(staff.chair_beside).post(URL, {"q": value}, follow=True)
    assert found(outside) == {}


def test_id_number_of_somebody_outside_is_not_found(as_user, staff, people) -> None:
    response = as_user(staff.county).post(URL, {"q": number(5)})
    assert found(response) == {}
    assert "李雷" not in response.content.decode()
    assert found(as_user(staff.county2).post(URL, {"q": number(5)})) == {"members": ["李雷"]}


def test_id_number_in_an_address_is_not_looked_up(as_user, staff, people) -> None:
    client = as_user(staff.county)
    response = client.get(URL, {"q": number(1)})
    assert response.status_code == 302
    assert response["Location"] == URL
    html = client.get(URL).content.decode()
    assert number(1) not in html
    assert "王伟芳" not in html
    assert "所以这次没有查" in html


def test_id_number_reaches_no_log(as_user, staff, people, caplog, settings) -> None:
    caplog.set_level("DEBUG")
    as_user(staff.county).post(URL, {"q": number(1)})
    as_user(staff.county).post(URL, {"q": number(7)})
    mine = [r for r in caplog.records if r.name != "django.db.backends"]
    assert not [r for r in mine if number(1) in r.getMessage() or number(7) in r.getMessage()]


def test_other_words_get_an_address_of_their_own(as_user, staff, people) -> None:
    response = as_user(staff.county).post(URL, {"q": "王伟 芳"})
    assert response.status_code == 302
    assert response["Location"] == "/search/?q=%E7%8E%8B%E4%BC%9F+%E8%8A%B3"


def test_codes_are_found_although_they_look_like_numbers(as_user, staff, people, unions) -> None:
    client = as_user(staff.county)
    response = client.post(URL, {"q": unions.factory.code}, follow=True)
    assert unions.factory.name in found(response)["union"]
    for code in ("91410581MA40000006", "MA40000006"):
        assert (
            "示例云岭铸造有限公司" in found(client.post(URL, {"q": code}, follow=True))["employer"]
        )


@pytest.mark.parametrize("text", ["", "   ", "查无此人", "%", "_", "'", "\\", "x" * 5000, "<b>"])
def test_strange_words_do_no_harm(as_user, staff, people, text) -> None:
    response = as_user(staff.county).post(URL, {"q": text}, follow=True)
    assert response.status_code == 200
    assert found(response) == {}
    assert "“<b>”" not in response.content.decode()


def test_every_search_form_posts(as_user, staff) -> None:
    import re

    html = as_user(staff.county).get("/").content.decode()
    forms = re.findall(r'<form[^>]*role="search"[^>]*>', html)
    assert len(forms) == 2
    assert all('method="post"' in form for form in forms)


def test_search_asks_for_sign_in(client, db) -> None:
    assert client.get(URL).status_code == 302
    assert client.post(URL, {"q": "x"}).status_code == 302
