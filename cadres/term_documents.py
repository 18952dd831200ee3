"""批复 and 审批表 as Word files: what a template may ask for, and how it is filled.

Placeholders are Chinese words in double braces, so that a clerk can move them about in Word. A
template is checked when it is uploaded and filled in a sandbox: it can print values and repeat
lines, nothing else.
"""

import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from cadres.choices import Body, Post, TermDocument
from cadres.models import Appointment, OfficeTemplate, Term
from cadres.selectors.terms import officers_of
from cadres.services.term_changes import outside_superior
from townships.models import Union
from unionreg.refusals import Refused

DOCUMENTS = TermDocument
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHIPPED = Path(__file__).resolve().parent / "data"
LARGEST = 1024 * 1024  # bytes of an upload
LARGEST_UNPACKED = 20 * 1024 * 1024
NOTHING = "　　"
# What a template may name, with what it stands for.
PEOPLE = "人员"
PERSON_FIELDS = ("机构", "职务", "姓名", "任职方式", "方面", "性别", "工作单位")
# The Chinese words below are data: names in the files of offices, the same in every language.


class Sandbox(SandboxedEnvironment):
    """Values and loops over them; no arithmetic that grows, no functions."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Refuse."""
        raise SecurityError(operator)


def sandbox() -> Sandbox:
    """The environment in which templates are filled."""
    made = Sandbox(autoescape=True, undefined=StrictUndefined)
    made.globals.clear()
    return made


def values_of(term: Term) -> dict[str, Any]:
    """Everything a template may ask for, by its placeholder; in Chinese whoever reads the page."""
    with translation.override("zh-hans"):
        return _values_of(term, officers_of(term))


def _values_of(term: Term, seats: Sequence[Appointment]) -> dict[str, Any]:
    return {**_organisation(term), **_election(term), **_change(term), **_seats(seats)}


def _organisation(term: Term) -> dict[str, str]:
    union = term.union
    place = union.township.name if union.township else ""
    return {
        "工会名称": union.name,
        "组织形式": str(union.get_form_display() or union.get_kind_display()),
        "所在地": place,
        "上级工会": union.superior.name if union.superior else "",
        "打印日期": _day(timezone.localdate()),
    }


def _election(term: Term) -> dict[str, str]:
    assembly, former = term.assembly, _former(term)
    return {
        "届次": f"第{_numeral(term.number)}届",
        "当选日期": _day(term.started_on),
        "任期年数": str(term.years),
        "任期届满日期": _day(term.due_on),
        "上届届满日期": _day(former.deadline if former else None),
        "选举机构": str(term.get_elected_by_display()),
        "大会日期": _day(assembly.held_on if assembly else None),
        "应到人数": _number(assembly.expected if assembly else None),
        "实到人数": _number(assembly.attended if assembly else None),
        "选举办法通过日期": _day(term.rules_passed_on),
        "选举依据": term.rule_basis,
        "考察情况": term.candidate_review,
        "批复文号": term.approval_no,
        "批复日期": _day(term.approved_on),
        "批复单位": term.approved_by or _superior(term.union),
    }


def _superior(union: Union) -> str:
    return union.superior.name if union.superior else outside_superior(union)


def _former(term: Term) -> Term | None:
    rows = Term.objects.in_county(term.county_code).filter(union_id=term.union_id)
    return rows.filter(started_on__lt=term.started_on).order_by("-started_on").first()


def _change(term: Term) -> dict[str, str]:
    kinds = {"early": "提前", "late": "延期"}
    return {
        "变更种类": kinds.get(term.change_kind, ""),
        "变更批准文号": term.change_approval_no,
        "变更批准日期": _day(term.change_approved_on),
        "变更后日期": _day(term.new_due_on),
        "变更原因": term.change_reason,
    }


def _seats(seats: Sequence[Appointment]) -> dict[str, Any]:
    def named(body: Body, *posts: str) -> str:
        found = [s.person.name for s in seats if s.body == body and s.post in posts]
        return "、".join(found) or NOTHING

    others = (Post.VICE_CHAIR, Post.STANDING, Post.MEMBER)
    number = sum(seat.body == Body.COMMITTEE for seat in seats)
    return {
        "主席": named(Body.COMMITTEE, Post.CHAIR),
        "副主席": named(Body.COMMITTEE, Post.VICE_CHAIR),
        "委员": named(Body.COMMITTEE, Post.STANDING, Post.MEMBER),
        "委员人数": _number(number or None),
        "经审主任": named(Body.AUDIT, Post.CHAIR),
        "经审委员": named(Body.AUDIT, *others),
        "女工主任": named(Body.WOMEN, Post.CHAIR),
        "女工委员": named(Body.WOMEN, *others),
        PEOPLE: [_person(seat) for seat in seats],
    }


def _person(seat: Appointment) -> dict[str, str]:
    person = seat.person
    side = seat.represents.name if seat.represents else str(seat.get_category_display())
    shown = (
        *(str(seat.get_body_display()), seat.title, person.name),
        *(str(seat.get_appointment_type_display()), side),
        *(str(person.get_sex_display()), person.workplace),
    )
    return dict(zip(PERSON_FIELDS, shown, strict=True))


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else NOTHING


def _number(value: int | None) -> str:
    return NOTHING if value is None else str(value)


def _numeral(number: int) -> str:
    """一, 十二, 二十: how the number of a term is written."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if number > 99:
        return str(number)
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


def fill(content: bytes, values: Mapping[str, Any]) -> bytes:
    """A template with its placeholders filled in. Raises `jinja2.TemplateError`."""
    template = DocxTemplate(BytesIO(content))
    template.render(dict(values), jinja_env=sandbox(), autoescape=True)
    stream = BytesIO()
    template.save(stream)
    return stream.getvalue()


def template_of(county_code: str, document: str) -> bytes:
    """The template of the county, else the one that ships with the program."""
    own = OfficeTemplate.objects.in_county(county_code).filter(document=document).first()
    if own is not None:
        with own.file.open("rb") as file:
            content: bytes = file.read()
        return content
    return shipped(document)


def shipped(document: str) -> bytes:
    """The template that ships with the program."""
    return (SHIPPED / f"{TermDocument(document).value}.docx").read_bytes()


def print_document(term: Term, document: str) -> bytes:
    """The document of a term as a Word file."""
    return fill(template_of(term.county_code, document), values_of(term))


def check_template(content: bytes, known: Mapping[str, Any]) -> None:
    """Raise Refused for what is no Word template, with the placeholders that nobody knows."""
    if len(content) > LARGEST:
        raise Refused({"file": _("The file is larger than 1 MB. Leave out pictures.")})
    _check_archive(content)
    try:
        names = DocxTemplate(BytesIO(content)).get_undeclared_template_variables(sandbox())
        unknown = sorted(set(names) - set(known))
        if not unknown:
            fill(content, known)
    except TemplateError as error:
        text = _("A placeholder cannot be read. Compare it with the shipped template.")
        raise Refused({"file": text}) from error
    except Exception as error:  # whatever a damaged file does to the reader of Word files
        raise Refused({"file": _no_word_file()}) from error
    if unknown:
        text = _("Unknown placeholders: %(names)s. The page lists those that there are.")
        raise Refused({"file": text % {"names": _(", ").join(unknown)}})


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as error:
        raise Refused({"file": _no_word_file()}) from error
    names = {entry.filename for entry in entries}
    if "word/document.xml" not in names:
        raise Refused({"file": _no_word_file()})
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Refused({"file": _("The file contains macros. Save it as a plain .docx file.")})
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise Refused({"file": _("The file is larger than 1 MB. Leave out pictures.")})


def _no_word_file() -> str:
    return _("This is no Word file. Save the template in Word as .docx and choose it again.")


def sample_values() -> dict[str, Any]:
    """Made-up values for every placeholder, to try a template out."""
    term = Term(number=1, started_on=date(2026, 1, 1), years=5, due_on=date(2031, 1, 1))
    names = {**_election_names(), **_change(term), **_seats([])}
    person = dict.fromkeys(PERSON_FIELDS, "示例")
    return {**dict.fromkeys(names, "示例"), PEOPLE: [person]}


def _election_names() -> dict[str, str]:
    return dict.fromkeys(
        (
            *("工会名称", "组织形式", "所在地", "上级工会", "打印日期", "届次", "当选日期"),
            *("任期年数", "任期届满日期", "上届届满日期", "选举机构", "大会日期", "应到人数"),
            *("实到人数", "选举办法通过日期", "选举依据", "考察情况", "批复文号", "批复日期"),
            "批复单位",
        ),
        "",
    )
