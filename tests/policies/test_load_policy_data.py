"""Loading the policy files: idempotent, all or nothing, told by file and rule."""

import datetime
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from policies.data_files import read_documents
from policies.engine import rules
from policies.models import PolicyDocument, Provision
from policies.services import PolicyDataError, load_policy_data
from tests.places import load_policies
from tests.policies.local import LOCAL_START, local_provision
from townships.divisions_data import read_renumberings, read_rows

IDS = Path(__file__).parent / "rule_ids.txt"
DOCUMENT = """
[document]
key = "example"
title = "示例"
issuer = "示例"
issued_on = 2020-01-01
valid_from = 2020-01-01
kind = "norm"
"""
PROVISION = """
[[provision]]
rule = "R-ORG-08"
clause = "一"
modality = "must_not"
"""


@pytest.fixture
def load(tmp_path, places):
    """Load files given as name=text."""

    def run(**files):
        for name, text in files.items():
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        return load_policy_data(tmp_path)

    return run


def test_loading_twice_changes_nothing(places):
    load_policies()
    Provision.objects.all().delete()
    PolicyDocument.objects.all().delete()
    first = load_policy_data()
    rows = list(Provision.objects.order_by("pk").values())
    second = load_policy_data()
    assert first.created == second.unchanged == len(rows) + PolicyDocument.objects.count()
    assert (second.created, second.updated) == (0, 0)
    assert list(Provision.objects.order_by("pk").values()) == rows


def test_every_rule_of_the_catalogue_ships(policy):
    """The ids are those of the catalogue of rules; none is missing, none is made up."""
    ids = set(IDS.read_text(encoding="utf-8").split())
    assert len(ids) == 238
    assert {rule.rule_id for rule in rules} == ids
    assert set(Provision.objects.values_list("rule_id", flat=True)) == ids


def test_every_provision_has_a_document_a_clause_and_its_words(policy):
    shipped = Provision.objects.exclude(key="")
    assert shipped.filter(document=None).count() == 0
    assert [p.key for p in shipped if not (p.clause and p.key_phrase)] == []


def test_every_place_is_a_division_of_the_shipped_list():
    former = {change.former_code for change in read_renumberings()}
    codes = {row.code for row in read_rows()} | former
    named = {place for file in read_documents() for place in file.places}
    assert {"13", "35", "14", "4105", "3306", "320684", "150221", "330106109"} <= named
    assert named - codes == set()


def test_local_practice_holds_in_its_place_only(policy):
    practice = PolicyDocument.objects.filter(kind="practice")
    assert practice.count() == 10
    assert not practice.filter(jurisdiction=None).exists()
    assert not Provision.objects.filter(document__kind="practice", jurisdiction=None).exists()


def test_the_number_of_queries_does_not_grow_with_the_files(load, django_assert_max_num_queries):
    many = "".join(PROVISION.replace("R-ORG-08", f"R-ORG-{n:02}") for n in range(5, 14))
    with django_assert_max_num_queries(6):
        load(example=DOCUMENT + many)
    with django_assert_max_num_queries(8):
        load(example=DOCUMENT + many.replace("一", "二"))


@pytest.mark.parametrize(
    ("rule", "place", "start", "parameters"),
    [
        (
            "R-ORG-02",
            None,
            datetime.date(2019, 12, 27),
            {"firm_count": 100, "worker_count": 5000, "fulltime_staffing": True},
        ),
        (
            "R-ORG-03",
            "3306",
            datetime.date(2013, 9, 5),
            {"firm_count": 50, "employed_2nd_3rd_sector": 2000},
        ),
        (
            "R-ORG-04",
            "320684",
            datetime.date(2013, 1, 1),
            {"grassroots_union_count": 200, "worker_count": 10000},
        ),
        ("R-ORG-10", "4105", datetime.date(2020, 2, 27), {}),
        ("R-ORG-16", "3306", datetime.date(2013, 9, 5), {"joint_unit_count": 2}),
        (
            "R-ORG-30",
            None,
            datetime.date(2016, 10, 15),
            {"build_percent": 80, "membership_percent": 80},
        ),
    ],
)
def test_place_date_and_numbers_are_those_of_the_document(policy, rule, place, start, parameters):
    provision = Provision.objects.get(rule_id=rule)
    assert provision.jurisdiction_id == place
    assert provision.valid_from == start
    assert provision.parameters == parameters
    assert provision.clause
    assert provision.key_phrase


def test_what_an_office_added_is_not_touched(policy):
    document = PolicyDocument.objects.get(key="acftu-2019-24")
    local_provision(policy.linzhou, document=document, clause="三", valid_from=LOCAL_START)
    before = Provision.objects.filter(key="").values().get()
    assert load_policy_data().created == 0
    assert Provision.objects.filter(key="").values().get() == before


def test_a_corrected_file_updates_its_record(load):
    load(example=DOCUMENT + PROVISION)
    result = load(example=DOCUMENT + PROVISION.replace("一", "二"))
    assert (result.created, result.updated, result.unchanged) == (0, 1, 1)
    assert Provision.objects.get().clause == "二"


BAD = {
    "unknown rule": (DOCUMENT + PROVISION.replace("R-ORG-08", "R-ORG-99"), "R-ORG-99"),
    "clause without a document": (PROVISION, "文件"),
    "no clause": (DOCUMENT + PROVISION.replace('clause = "一"', ""), "R-ORG-08"),
    "wrong modality": (DOCUMENT + PROVISION.replace("must_not", "perhaps"), "perhaps"),
    "surplus parameter": (DOCUMENT + PROVISION + "parameters = {colour = 1}", "colour"),
    "parameters that are no table": (DOCUMENT + PROVISION + "parameters = 5", "R-ORG-08"),
    "missing parameters": (DOCUMENT + PROVISION.replace("R-ORG-08", "R-ORG-02"), "firm_count"),
    "unknown entry": (DOCUMENT + PROVISION + 'colour = "red"', "colour"),
    "unknown place": (DOCUMENT.replace("kind", 'place = "99"\nkind') + PROVISION, "99"),
    "outside of its document": (
        DOCUMENT.replace("kind", 'place = "4105"\nkind') + PROVISION + 'place = "330603001"',
        "示例",
    ),
    "document that is no table": ("document = 3\n", "document"),
    "provision that is one table": (
        DOCUMENT + PROVISION.replace("[[", "[").replace("]]", "]"),
        "[[",
    ),
    "provisions that are no tables": ("provision = [1, 2]\n" + DOCUMENT, "[["),
    "place that is a list": (DOCUMENT + PROVISION + 'place = ["410581"]', "R-ORG-08"),
    "place of a document that is a list": (DOCUMENT + 'place = ["410581"]', "place"),
    "date in quotes": (DOCUMENT + PROVISION + 'valid_from = "2020-02-01"', "valid_from"),
    "date with a time": (DOCUMENT + PROVISION + "valid_to = 2020-02-01T08:00:00", "valid_to"),
    "number as a title": (DOCUMENT.replace('title = "示例"', "title = 3"), "title"),
    "end before beginning": (DOCUMENT + PROVISION + "valid_to = 2019-12-31", "R-ORG-08"),
    "earlier than its document": (DOCUMENT + PROVISION + "valid_from = 2019-01-01", "R-ORG-08"),
    "no title": (DOCUMENT.replace('title = "示例"', "") + PROVISION, "bad.toml"),
    "no date": (DOCUMENT.replace("issued_on = 2020-01-01", "") + PROVISION, "bad.toml"),
    "not a date": (DOCUMENT.replace("issued_on = 2020-01-01", 'issued_on = "x"'), "bad.toml"),
    "key used twice": (DOCUMENT + PROVISION + PROVISION, "example/R-ORG-08"),
    "not toml": ("[document", "bad.toml"),
}


@pytest.mark.parametrize("case", BAD)
def test_one_mistake_loads_nothing(load, case):
    text, named = BAD[case]
    good = DOCUMENT.replace('"example"', '"good"') + PROVISION
    with pytest.raises(PolicyDataError) as caught:
        load(a_good=good, bad=text)
    assert named in str(caught.value)
    assert "bad.toml" in str(caught.value) or case == "key used twice"
    assert not PolicyDocument.objects.exists()
    assert not Provision.objects.exists()


def test_places_inside_of_a_document_are_loaded_without_asking_for_each(
    load, django_assert_max_num_queries
):
    of_anyang = DOCUMENT.replace("kind", 'place = "4105"\nkind')
    places = ("410581", "410581101", "410523100", "410581100")
    below = "".join(f'{PROVISION}place = "{key}"\nkey = "at-{key}"\n' for key in places)
    for _time in range(2):
        with django_assert_max_num_queries(8):
            load(example=of_anyang + below)
    assert set(Provision.objects.values_list("jurisdiction", flat=True)) == set(places)


def test_a_mistake_leaves_what_was_loaded_before(load):
    load(example=DOCUMENT + PROVISION)
    with pytest.raises(PolicyDataError):
        load(example=DOCUMENT.replace("示例", "改过") + PROVISION.replace("R-ORG-08", "R-X"))
    assert PolicyDocument.objects.get().title == "示例"
    assert Provision.objects.get().rule_id == "R-ORG-08"


def test_all_mistakes_are_told_at_once(load):
    bad = DOCUMENT + PROVISION.replace("R-ORG-08", "R-X-1") + PROVISION.replace("R-ORG-08", "R-X-2")
    with pytest.raises(PolicyDataError) as caught:
        load(bad=bad)
    assert len(caught.value.problems) == 2


def second(start, end=""):
    """The same rule once more, by another clause."""
    return (
        PROVISION.replace('clause = "一"', 'clause = "二"\nkey = "again"')
        + f"valid_from = {start}\n"
        + (f"valid_to = {end}\n" if end else "")
    )


def test_the_same_rule_place_and_day_twice_is_refused(load):
    closed = PROVISION + "valid_to = 2020-12-31\n"
    with pytest.raises(PolicyDataError, match="R-ORG-08"):
        load(example=DOCUMENT + closed + second("2020-12-31"))
    assert not Provision.objects.exists()
    assert load(example=DOCUMENT + closed + second("2021-01-01")).created == 3


def test_two_documents_of_one_place_may_both_ask_it(load):
    """Bans and duties add up; of a threshold there is one."""
    other = DOCUMENT.replace('"example"', '"other"')
    assert load(a=DOCUMENT + PROVISION, b=other + PROVISION).created == 4
    numbers = "parameters = {firm_count = 1, worker_count = 1}"
    threshold = PROVISION.replace("R-ORG-08", "R-ORG-02") + numbers
    with pytest.raises(PolicyDataError, match="R-ORG-02"):
        load(a=DOCUMENT + threshold, b=other + threshold)


def test_two_documents_of_one_number_are_refused(load):
    numbered = DOCUMENT + 'number = "示例〔2020〕1号"'
    other = numbered.replace('"example"', '"other"')
    with pytest.raises(PolicyDataError, match=r"b\.toml"):
        load(a=numbered, b=other)


def test_an_office_cannot_save_an_overlap_or_foreign_parameters(policy):
    shipped = Provision.objects.get(rule_id="R-ORG-02")
    copy = Provision(
        rule_id="R-ORG-02",
        document=shipped.document,
        clause="三",
        modality="may",
        kind="HB",
        parameters={"firm_count": 90, "worker_count": 5000},
        valid_from=datetime.date(2026, 1, 1),
    )
    with pytest.raises(ValidationError) as caught:
        copy.full_clean()
    assert set(caught.value.message_dict) == {"valid_from"}
    copy.jurisdiction = policy.linzhou
    copy.full_clean()
    copy.parameters = {"firm_count": "many"}
    with pytest.raises(ValidationError) as caught:
        copy.full_clean()
    assert set(caught.value.message_dict) == {"parameters"}


def test_a_document_that_ends_ends_its_provisions(load, places):
    from policies.selectors import citation

    load(example=DOCUMENT + "valid_to = 2020-12-31" + PROVISION)
    assert citation("R-ORG-08", division=places.linqi, on=datetime.date(2020, 12, 31))
    assert citation("R-ORG-08", division=places.linqi, on=datetime.date(2021, 1, 1)) is None


# --- beside what an office added ------------------------------------------------------------------

THRESHOLD = PROVISION.replace("R-ORG-08", "R-ORG-02") + (
    "parameters = {firm_count = 80, worker_count = 4000}\n"
)
OF_LINZHOU = DOCUMENT.replace("kind", 'place = "410581"\nkind')


def test_a_shipped_set_waits_where_an_office_has_its_own(load, places):
    """Everything else of the files is loaded, and the reader of the log is told."""
    own = local_provision(places.linzhou)
    before = Provision.objects.values().get(pk=own.pk)
    result = load(example=OF_LINZHOU + THRESHOLD + PROVISION)
    assert [str(places.linzhou) in said for said in result.held_back] == [True]
    assert (result.created, set(Provision.objects.values_list("rule_id", "key"))) == (
        2,
        {("R-ORG-02", ""), ("R-ORG-08", "example/R-ORG-08")},
    )
    assert Provision.objects.values().get(pk=own.pk) == before


def test_a_shipped_set_that_ends_before_the_offices_own_is_loaded(load, places):
    local_provision(places.linzhou)
    day_before = LOCAL_START - datetime.timedelta(days=1)
    result = load(example=OF_LINZHOU + THRESHOLD + f"valid_to = {day_before}\n")
    assert (result.created, result.held_back) == (2, [])


def test_a_draft_of_an_office_holds_nothing_back(load, places):
    own = local_provision(places.linzhou)
    Provision.objects.filter(pk=own.pk).update(state="draft", releaser=None, released_at=None)
    assert load(example=OF_LINZHOU + THRESHOLD).held_back == []


def test_a_changed_file_that_would_overlap_leaves_the_stored_provision(load, places):
    ended = "valid_to = 2025-12-31\n"
    load(example=OF_LINZHOU + THRESHOLD + ended)
    local_provision(places.linzhou)
    stored = Provision.objects.exclude(key="").values().get()
    result = load(example=OF_LINZHOU + THRESHOLD.replace("一", "二"))
    assert len(result.held_back) == 1
    assert Provision.objects.exclude(key="").values().get() == stored


def test_a_document_that_an_office_recorded_too_is_loaded(load, places):
    """Only the provision that collides waits; a draft of the same number is no reason at all."""
    own = local_provision(places.linzhou)
    ban = local_provision(places.linzhou, document=own.document, rule_id="R-ORG-08", parameters={})
    drafts = {"state": "draft", "releaser": None, "released_at": None}
    numbered = OF_LINZHOU + f'number = "{own.document.number}"\n'
    result = load(example=numbered + THRESHOLD + PROVISION)
    assert (result.created, len(result.held_back)) == (1, 2)
    assert PolicyDocument.objects.filter(number=own.document.number).count() == 2
    for record in (own, ban, own.document):
        type(record).objects.filter(pk=record.pk).update(**drafts)
    result = load(example=numbered + THRESHOLD + PROVISION)
    assert (result.created, result.held_back) == (2, [])


def test_loading_keeps_the_end_that_an_office_gave_a_shipped_provision(load, places):
    load(example=OF_LINZHOU + THRESHOLD)
    end = LOCAL_START - datetime.timedelta(days=1)
    Provision.objects.update(state="superseded", valid_to=end)
    result = load(example=OF_LINZHOU + THRESHOLD)
    assert (result.unchanged, result.held_back) == (2, [])
    assert Provision.objects.get().valid_to == end
