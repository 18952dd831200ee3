"""What is written besides the post: new people, the chairs' names, who has to know."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from cadres.choices import Body, Post
from cadres.models import Appointment, Person
from cadres.services import heads
from cadres.services.appointments import settle_people
from cadres.services.chairs import write_chair_names
from history.choices import Action
from history.services import record_many
from imports.choices import RowStatus
from imports.kinds.messages import RowIssueCode
from imports.models import ImportBatch, StagedCadre
from imports.pipeline.sql import Run, fail_where, name_of, remove
from townships.choices import OPEN_STATUSES
from townships.models import Union
from townships.services.summaries import mark_due

WRITTEN = (RowStatus.NEW, RowStatus.CHANGED)
AT_ONCE = 500
Item = TypeVar("Item")


class CadreWrites:
    """Part of the kind "cadres": what an application and its undo write besides."""

    def conflicts(self, run: Run) -> None:
        """Unions closed, people registered and posts taken since the preview."""
        places = ", ".join(["%s"] * len(OPEN_STATUSES))
        closed = (
            f"NOT EXISTS (SELECT 1 FROM {name_of(Union)} u WHERE u.county_code = %s "
            f"AND u.id = s.union_id AND u.status IN ({places}))"
        )
        county = run.batch.county_code
        for status in WRITTEN:
            fail_where(run, status, closed, [county, *OPEN_STATUSES], RowIssueCode.UNION_CLOSED)
        known = (
            f"EXISTS (SELECT 1 FROM {name_of(Person)} p WHERE p.county_code = %s "
            "AND p.id_hash = s.person_hash AND p.id <> s.person_id)"
        )
        fail_where(run, RowStatus.NEW, known, [county], RowIssueCode.TAKEN_MEANWHILE)
        taken = (
            f"s.valid_to IS NULL AND EXISTS (SELECT 1 FROM {name_of(Appointment)} t "
            "WHERE t.county_code = %s AND t.union_id = s.union_id AND t.body = s.body "
            "AND t.valid_to IS NULL AND (t.person_id = s.person_id OR (t.post = %s "
            "AND s.post = %s)))"
        )
        params = [county, Post.CHAIR, Post.CHAIR]
        fail_where(run, RowStatus.NEW, taken, params, RowIssueCode.TAKEN_MEANWHILE)

    def before_records(self, run: Run) -> None:
        """Write the people whom the workbook brings, as far as a post of theirs is written."""
        rows = _staged(run.batch).filter(row_status=RowStatus.NEW)
        used = set(rows.values_list("person_id", flat=True))
        made = (one for one in _people(run.batch) if one.pk in used)
        for people in _some(made):
            for person in people:
                person.updated_by_id = run.user_id
            Person.objects.bulk_create(people)
            record_many(
                changes=[(person, None) for person in people],
                user=run.batch.author,
                reason=run.reason,
                batch_id=run.batch.pk,
            )

    def after_records(self, run: Run) -> None:
        """The chairs' names, the people's townships, who has to know, what is judged again."""
        self._follow(run)
        for chair in _chairs(run.batch):
            heads.tell(union=chair.union, current=chair, on=chair.valid_from, user=run.batch.author)

    def _follow(self, run: Run) -> None:
        county, user = run.batch.county_code, run.batch.author
        rows = _staged(run.batch).filter(row_status__in=WRITTEN)
        chaired = rows.filter(post=Post.CHAIR, body=Body.COMMITTEE)
        union_ids: set[Any] = set(chaired.values_list("union_id", flat=True))
        write_chair_names(county_code=county, union_ids=union_ids, user=user)
        people: set[Any] = set(rows.values_list("person_id", flat=True))
        settle_people(county_code=county, person_ids=people, user=user)
        keys = set(rows.values_list("township_key", flat=True).distinct())
        mark_due(county_code=county, township_keys={key or None for key in keys})

    # --- undo ---------------------------------------------------------------------------------

    def own_references(self, batch: ImportBatch) -> Q:
        """Posts that something of another app refers to, for example a seat that they fill."""
        condition = Q(pk__in=[])
        relations: Any = Appointment._meta.get_fields(include_hidden=True)
        for relation in relations:
            if not (relation.one_to_many and relation.auto_created and relation.hidden):
                continue
            column = relation.field.attname
            found = {"county_code": batch.county_code, column: OuterRef("target_id")}
            rows = relation.related_model._base_manager.filter(**found)
            condition |= Q(Exists(rows))
        return condition

    def after_undo(self, run: Run) -> None:
        """Remove the people whom nothing holds any more; names and townships as they are now."""
        self._follow(run)
        _remove_people(run)


def _some(rows: Iterator[Item]) -> Iterator[list[Item]]:
    """A few hundred at a time."""
    while found := list(islice(rows, AT_ONCE)):
        yield found


def _staged(batch: ImportBatch) -> QuerySet[StagedCadre]:
    return StagedCadre.objects.in_county(batch.county_code).filter(batch_id=batch.pk).order_by()


def _people(batch: ImportBatch) -> Iterator[Person]:
    """The people whom the workbook brings."""
    rows = _staged(batch).exclude(person=[]).order_by("row_number")
    for values in rows.values_list("person", flat=True).iterator(AT_ONCE):
        fields = json.loads(values) if isinstance(values, str) else values
        yield Person(**fields)


def _chairs(batch: ImportBatch) -> Iterator[Appointment]:
    """The chairs in office whom the import has written."""
    new = _staged(batch).filter(row_status=RowStatus.NEW).values("target_id")
    rows = Appointment.objects.in_county(batch.county_code).filter(
        pk__in=new, post=Post.CHAIR, body=Body.COMMITTEE, valid_to__isnull=True
    )
    yield from rows.select_related("union", "person").order_by("pk")


def _remove_people(run: Run) -> None:
    """New people without a post, a mandate, an employment or a training, and as they were made."""
    ids = [person.pk for person in _people(run.batch)]
    for some in _some(iter(ids)):
        free = Person.objects.in_county(run.batch.county_code).filter(pk__in=some, version=1)
        for relation in Person._meta.related_objects:
            used = relation.related_model._base_manager.filter(
                county_code=run.batch.county_code, person_id=OuterRef("pk")
            )
            free = free.filter(~Exists(used))
        people = list(free)
        record_many(
            changes=[(person, None) for person in people],
            user=run.batch.undone_by,
            reason=run.reason,
            batch_id=run.batch.pk,
            action=Action.REMOVED,
        )
        remove(Person, run.batch.county_code, [person.pk for person in people])
