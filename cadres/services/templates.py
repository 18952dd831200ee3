"""Word templates of an office."""

from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from cadres.choices import TermDocument
from cadres.models import OfficeTemplate
from cadres.term_documents import check_template, sample_values
from history.choices import Action
from history.services import record, save_record, snapshot
from unionreg.refusals import Refused


@transaction.atomic
def save_template(
    *, county_code: str, document: str, content: bytes, name: str, user: Any
) -> OfficeTemplate:
    """Use a template of one's own for a document of a county from now on.

    Raises Refused for what is no Word template, is too large, or has placeholders that nobody
    knows, which are named. The file before stays on disk: the change log names it.
    """
    if document not in TermDocument.values:
        raise Refused({"document": "?"})
    check_template(content, sample_values())
    rows = OfficeTemplate.objects.in_county(county_code).filter(document=document)
    template = rows.select_for_update(no_key=True).first()
    template = template or OfficeTemplate(county_code=county_code, document=document)
    template.original_name = name[:200]
    template.file.save(name, ContentFile(content), save=False)
    return save_record(instance=template, user=user)


@transaction.atomic
def drop_template(*, template: OfficeTemplate, user: Any) -> None:
    """Go back to the template that ships with the program."""
    before = snapshot(template)
    fields = {name: [value, None] for name, value in before.items() if value not in (None, "")}
    record(instance=template, before=before, user=user, action=Action.CHANGED, fields=fields)
    OfficeTemplate.objects.in_county(template.county_code).filter(pk=template.pk).delete()
