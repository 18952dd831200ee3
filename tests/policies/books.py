"""Rule books made in the tests: no database."""

import datetime

from policies.engine import NATION, Book, Kind, Modality, ProvisionFacts, measures, rules

NATIONAL_START = datetime.date(2019, 12, 27)
TOWNSHIP = ("410581101", "410581", "4105", "41", NATION)


def permission(
    place=NATION,
    firms=100,
    workers=5000,
    valid_from=NATIONAL_START,
    valid_to=None,
    document="总工办发〔2019〕24号",
):
    """A provision of R-ORG-02."""
    return ProvisionFacts(
        rule_id="R-ORG-02",
        document=document,
        clause="三",
        modality=Modality.MAY,
        kind=Kind.HARD_BLOCK,
        valid_from=valid_from,
        valid_to=valid_to,
        place=place,
        parameters={"firm_count": firms, "worker_count": workers},
    )


def book(*provisions):
    """A book of these provisions, with the real rules and measures."""
    return Book(provisions, rules=rules, measures=measures)


def judge(the_book, place=TOWNSHIP, on=NATIONAL_START, rule="R-ORG-02", **values):
    """The verdict of the book."""
    return the_book.evaluate(rule, place=place, on=on, measures=values)
