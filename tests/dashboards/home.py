"""Reading the home page in tests, and unions to be found there."""

from townships.choices import UnionKind
from townships.models import Union

COUNTY = "410581"


def tasks(response) -> list[tuple[str, str]]:
    return [(task.about, task.text) for group in response.context["groups"] for task in group.tasks]


def task(response, part: str):
    """The task whose sentence contains `part`."""
    every = [task for group in response.context["groups"] for task in group.tasks]
    found = [task for task in every if part in f"{task.about} {task.text}"]
    assert len(found) == 1, tasks(response)
    return found[0]


def has(response, part: str) -> bool:
    return any(part in f"{about} {text}" for about, text in tasks(response))


def make_unions(unions, places, count: int, **fields) -> None:
    for number in range(count):
        Union.objects.create(
            county_code=COUNTY,
            code=f"c{number}{fields.get('kind', '')}",
            name=f"示例{number}厂工会{fields.get('kind', '')}",
            township=places.linqi,
            superior=unions.linqi,
            **{"kind": UnionKind.OWN, **fields},
        )
