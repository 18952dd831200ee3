"""Writes the Word templates that ship with the program: `python -m tools.word_templates`.

They are ordinary templates with the placeholders of `cadres/term_documents.py`; an office
uploads its own instead of them.
"""

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

TARGET = Path(__file__).resolve().parent.parent / "cadres" / "data"
TITLE, BODY = "宋体", "仿宋"


def main() -> None:
    """Write all of them."""
    _reply().save(str(TARGET / "reply.docx"))
    _change_reply().save(str(TARGET / "change_reply.docx"))
    _form().save(str(TARGET / "form.docx"))


def _reply() -> Any:
    document = _letter("关于{{工会名称}}换届选举结果的批复")
    _line(document, "{{批复文号}}", align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, "{{工会名称}}：", indent=False)
    _line(
        document,
        "你单位关于{{届次}}换届选举结果的报告收悉。经研究，同意你单位于{{当选日期}}由"
        "{{选举机构}}选举产生的{{届次}}委员会，任期{{任期年数}}年，至{{任期届满日期}}届满。",
    )
    _line(document, "委员会由{{委员人数}}人组成：")
    _line(document, "主席：{{主席}}")
    _line(document, "副主席：{{副主席}}")
    _line(document, "委员：{{委员}}")
    _line(document, "经费审查委员会主任：{{经审主任}}；委员：{{经审委员}}")
    _line(document, "女职工委员会主任：{{女工主任}}；委员：{{女工委员}}")
    _line(document, "此复。")
    _end(document)
    return document


def _change_reply() -> Any:
    document = _letter("关于{{工会名称}}{{变更种类}}换届的批复")
    _line(document, "{{变更批准文号}}", align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, "{{工会名称}}：", indent=False)
    _line(
        document,
        "你单位关于{{变更种类}}换届的请示收悉。{{届次}}委员会于{{当选日期}}选举产生，任期"
        "{{任期年数}}年，应于{{任期届满日期}}前换届。鉴于{{变更原因}}，同意你单位"
        "{{变更种类}}至{{变更后日期}}换届。",
    )
    _line(document, "请认真做好换届筹备工作，按期完成选举并报结果。此复。")
    _end(document, number="变更批准")
    return document


def _form() -> Any:
    document = _page()
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _font(title.add_run("工会换届选举审批表"), TITLE, 20)
    table = document.add_table(rows=0, cols=4)
    table.style = "Table Grid"
    for cells in (
        ("工会名称", "{{工会名称}}", "上级工会", "{{上级工会}}"),
        ("组织形式", "{{组织形式}}", "所在地", "{{所在地}}"),
        ("届次", "{{届次}}", "上届届满日期", "{{上届届满日期}}"),
        ("大会日期", "{{大会日期}}", "应到/实到人数", "{{应到人数}}/{{实到人数}}"),
        ("选举办法通过日期", "{{选举办法通过日期}}", "选举机构", "{{选举机构}}"),
        ("当选日期", "{{当选日期}}", "任期", "{{任期年数}}年，至{{任期届满日期}}"),
    ):
        _row(table, cells)
    people = document.add_table(rows=0, cols=4)
    people.style = "Table Grid"
    _row(people, ("机构", "职务", "姓名", "专兼挂及代表方面"))
    _row(people, ("{%tr for 人 in 人员 %}", "", "", ""))
    _row(people, ("{{人.机构}}", "{{人.职务}}", "{{人.姓名}}", "{{人.任职方式}} {{人.方面}}"))
    _row(people, ("{%tr endfor %}", "", "", ""))
    opinions = document.add_table(rows=0, cols=2)
    opinions.style = "Table Grid"
    for name, text in (
        ("候选人考察情况", "{{考察情况}}"),
        ("本级党组织意见", "\n\n（盖章）　　　　年　　月　　日"),
        ("上级工会审批意见", "\n\n（盖章）　　　　年　　月　　日"),
    ):
        _row(opinions, (name, text))
    for row in opinions.rows:
        row.cells[0].width, row.cells[1].width = Cm(4), Cm(12)
    return document


def _letter(title: str) -> Any:
    document = _page()
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _font(heading.add_run(title), TITLE, 22)
    return document


def _page() -> Any:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    return document


def _line(document: Any, text: str, *, indent: bool = True, align: Any = None) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.line_spacing = Pt(28)
    if indent and align is None:
        paragraph.paragraph_format.first_line_indent = Pt(32)
    _font(paragraph.add_run(text), BODY, 16)


def _end(document: Any, number: str = "批复") -> None:
    document.add_paragraph()
    _line(document, "{{批复单位}}", align=WD_ALIGN_PARAGRAPH.RIGHT)
    _line(document, "{{" + number + "日期}}", align=WD_ALIGN_PARAGRAPH.RIGHT)


def _row(table: Any, texts: tuple[str, ...]) -> None:
    for cell, text in zip(table.add_row().cells, texts, strict=True):
        _font(cell.paragraphs[0].add_run(text), BODY, 12)


def _font(run: Any, name: str, size: int) -> None:
    run.font.name, run.font.size = name, Pt(size)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), name)


if __name__ == "__main__":
    main()
