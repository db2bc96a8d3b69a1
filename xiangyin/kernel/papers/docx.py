"""A paper as DOCX in the layout of official documents."""

from io import BytesIO

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from . import docx_marks as marks
from .docx_marks import BODY, CENTRE, HEI, KAI, LEFT, RIGHT, TITLE
from .paper import Grid, Heading, Paper, Picture, Text, wide

WIDTH = Mm(156)
# 22 lines of 28 characters on 225 by 156 mm: the pitch of lines, and by how much
# characters of 16 points stand closer, both in twentieths of a point. A grid of
# characters would say the same, but programs take it differently.
LINE, CLOSER = "580", "-5"
BLANK = Pt(16)


def typed(said: Paper) -> bytes:
    kept = BytesIO()
    Typed(said).document.save(kept)
    return kept.getvalue()


class Typed:
    """A paper written into a document, from top to bottom."""

    def __init__(self, said: Paper):
        self.said = said
        self.document = Document()
        self.cells = marks.CellStyles(self.document)
        self._page()
        self._styles()
        marks.name_faces(self.document.part.package)
        self._title(said.title)
        for each in said.body:
            self._add(each)
        if said.annex:
            self._text(f"{said.annex_word}{said.annex}", before=Pt(29), stays=True)
        self._sign()
        if said.annex:
            self._annex()

    def _add(self, each: Heading | Text | Grid | Picture) -> None:
        if isinstance(each, Heading):
            self.document.add_paragraph(each.text, style=f"Heading {each.level}")
        elif isinstance(each, Text):
            self._text(each.text)
        elif isinstance(each, Grid):
            self._grid(each)
        else:
            self._picture(each)

    def _title(self, words: str) -> None:
        self.document.add_paragraph(words, style="Title")

    def _text(self, words: str, *, before: Pt | None = None, stays=False) -> None:
        paragraph = self.document.add_paragraph(words)
        paragraph.paragraph_format.first_line_indent = BLANK * 2
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.keep_with_next = stays
        if before:
            paragraph.paragraph_format.space_before = before

    def _picture(self, each: Picture) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.alignment = CENTRE
        marks.off_the_grid(paragraph)
        paragraph.paragraph_format.keep_with_next = True
        share = 1 if each.chart.is_upright else 0.9
        image = BytesIO(each.chart.png())
        drawn = paragraph.add_run().add_picture(image, width=int(WIDTH * share))
        properties = drawn._inline.docPr
        properties.set("descr", each.chart.alt)
        properties.set("title", each.chart.title)
        if each.chart.note:
            note = self.document.add_paragraph()
            note.alignment = CENTRE
            marks.off_the_grid(note)
            note.paragraph_format.keep_with_next = True
            marks.run(note, each.chart.note, BODY, 10.5)

    def _grid(self, each: Grid) -> None:
        """A table whose heading is repeated on every page it goes on to."""
        head = 2 if each.is_grouped else 1
        count = len(each.heading)
        table = self.document.add_table(head + len(each.lines), count, "Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        size = 9 if count > 8 else 10.5
        rows = marks.rows_of(table)
        marks.head(self.cells, rows[:head], each.groups, each.heading, size)
        for at, line in enumerate(each.lines):
            is_sum = each.has_sum and at == len(each.lines) - 1
            for column, words in enumerate(line):
                self.cells.fill(
                    rows[head + at][column],
                    words,
                    HEI if is_sum else BODY,
                    size,
                    RIGHT if column else LEFT,
                )
        marks.fit(table, [int(WIDTH * share) for share in each.widths], head)
        after = self.document.add_paragraph()
        marks.off_the_grid(after)
        after.paragraph_format.line_spacing = Pt(10)

    def _sign(self) -> None:
        """Name over day, each in the middle of the other, four blanks from the right."""
        office, day = self.said.office, self.said.day
        widest = max(wide(office), wide(day))
        for words, before in ((office, Pt(29)), (day, None)):
            paragraph = self.document.add_paragraph(words)
            paragraph.alignment = RIGHT
            blanks = 4 + (widest - wide(words)) / 4
            paragraph.paragraph_format.right_indent = int(BLANK * blanks)
            paragraph.paragraph_format.keep_with_next = before is not None
            if before:
                paragraph.paragraph_format.space_before = before

    def _annex(self) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.page_break_before = True
        marks.run(paragraph, self.said.annex_label, HEI, 16)
        self._title(self.said.annex)
        for each in self.said.pictures:
            self._add(each)

    def _page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        # The number stands 7 mm below the text: its own height is 14 points.
        section.footer_distance = Mm(35 - 7) - Pt(18)
        marks.replace(section._sectPr, "w:docGrid", type="lines", linePitch=LINE)
        self.document.settings.odd_and_even_pages_header_footer = True
        marks.number_pages(section.footer.paragraphs[0], RIGHT)
        marks.number_pages(section.even_page_footer.paragraphs[0], LEFT)
        properties = self.document.core_properties
        properties.title, properties.author = self.said.title, self.said.office
        properties.comments = ""
        properties.language = "zh-CN" if self.said.is_chinese else "en-GB"

    def _styles(self) -> None:
        styles = self.document.styles
        for name, face, size in (
            ("Normal", BODY, 16),
            ("Title", TITLE, 22),
            ("Heading 1", HEI, 16),
            ("Heading 2", KAI, 16),
        ):
            style = styles[name]
            marks.face(style, face, size)
            style.font.bold = False
            style.font.color.rgb = None
            told = style.paragraph_format
            told.space_before = told.space_after = 0
            told.line_spacing = 1
            told.keep_with_next = name != "Normal"
            for edge in style.element.findall(".//" + qn("w:pBdr")):
                edge.getparent().remove(edge)
            if name.startswith("Heading"):
                told.first_line_indent = BLANK * 2
        marks.closer(styles["Normal"], CLOSER)
        marks.closer(styles["Title"], "0")
        styles["Title"].paragraph_format.alignment = CENTRE
        styles["Title"].paragraph_format.space_after = Pt(29)
