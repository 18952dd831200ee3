"""Documents of the demo counties: replies of the higher union, as small PDF files."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

from django.core.files.base import ContentFile

from attachments.models import Attachment
from attachments.records import record_key
from cadres.models import Term
from federations.choices import Step
from federations.models import FoundingStep
from townships.models import Division, Union
from unionreg.demo.writing import log

TERMS = 3  # so many terms of a county get their reply


def attach_documents(county: Division) -> None:
    """The reply to each approved founding and to the first terms."""
    approved = FoundingStep.objects.in_county(county.key).filter(step=Step.APPROVED)
    rows = [
        _document(
            step.federation.union, step, "同意组建联合会的批复", step.document_no, step.done_on
        )
        for step in approved.select_related("federation__union").order_by("pk")
    ]
    terms = Term.objects.in_county(county.key).filter(assembly__isnull=False)
    rows += [
        _document(term.union, term, "选举结果的批复", term.approval_no, term.approved_on)
        for term in terms.select_related("union").order_by("pk")[:TERMS]
    ]
    for row in rows:
        row.save()
    log(rows)


def _document(
    union: Union, record: Any, title: str, number: str, day: datetime.date | None
) -> Attachment:
    content = pdf(f"unionreg demo {number or record.pk}")
    return Attachment(
        county_code=union.county_code,
        union=union,
        record=record_key(record),
        title=title,
        document_no=number,
        dated_on=day,
        file=ContentFile(content, name="x"),
        original_name=f"{title}.pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def pdf(text: str) -> bytes:
    """One page with a line of Latin letters; other characters are left out."""
    line = text.encode("ascii", "ignore").replace(b"(", b"").replace(b")", b"").decode()
    stream = f"BT /F1 18 Tf 72 760 Td ({line}) Tj ET"
    font = "/Resources << /Font << /F1 5 0 R >> >>"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R {font} >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return f"{out}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode("ascii")
