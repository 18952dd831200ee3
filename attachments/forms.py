"""Uploading a document, and removing one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from attachments import kinds, services
from attachments.models import Attachment
from attachments.records import find_record, record_key
from townships.models import Union


class DayInput(forms.DateInput):
    """A day, with the calendar of the browser."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class UploadForm(forms.Form):
    """A file, what it is called, its number and day. `record` names what it proves."""

    file = forms.FileField(
        label=gettext_lazy("file"),
        error_messages={
            "required": gettext_lazy("Choose the file first."),
            "empty": gettext_lazy("There is nothing in this file. Choose another file."),
        },
        max_length=250,
    )
    title = forms.CharField(label=gettext_lazy("title"), max_length=100, required=False)
    document_no = forms.CharField(
        label=gettext_lazy("document number"), max_length=50, required=False
    )
    dated_on = forms.DateField(label=gettext_lazy("dated"), required=False, widget=DayInput)
    record = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    next = forms.CharField(max_length=500, required=False, widget=forms.HiddenInput)

    def __init__(self, union: Union, *args: Any, record: Any = None, **kwargs: Any) -> None:
        key = record_key(record)
        kwargs.setdefault("auto_id", f"doc{union.pk}-{key.replace('.', '-').replace(':', '-')}-%s")
        kwargs["initial"] = {"record": key, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.union = union
        self.fields["file"].widget.attrs["accept"] = accepted()
        self.fields["title"].widget.attrs["placeholder"] = _("empty: the name of the file")

    def clean_record(self) -> Any:
        """The record of the union; None for the union itself."""
        key = self.cleaned_data["record"]
        found = find_record(self.union, key) if key else None
        if key and found is None:
            raise ValidationError(_("There is no such record in this organisation."))
        return found

    def save(self, user: Any) -> Attachment:
        """Call the service; raises what it raises."""
        data = self.cleaned_data
        values = {name: data[name] for name in ("title", "document_no", "dated_on", "record")}
        return services.attach(union=self.union, upload=data["file"], user=user, **values)


class RemovalForm(forms.Form):
    """Why a document is removed."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)
    record_version = forms.IntegerField(widget=forms.HiddenInput, max_value=2**31)
    next = forms.CharField(max_length=500, required=False, widget=forms.HiddenInput)


def accepted() -> str:
    """The endings for the browser's choice of files."""
    return ",".join(f".{ending}" for ending in (*kinds.ENDINGS, *kinds.SAME))


def limits() -> str:
    """What may be uploaded, in words."""
    text = _("%(kinds)s; at most %(limit)s MB")
    names = _(", ").join(ending.upper() for ending in kinds.ENDINGS)
    return text % {"kinds": names, "limit": settings.ATTACHMENT_MAX_MEGABYTES}
