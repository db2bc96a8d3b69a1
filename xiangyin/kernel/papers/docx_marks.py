"""What a DOCX needs and its library has no word for: faces, grids, cells, numbers."""

from collections.abc import Sequence

from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

# The faces that official documents ask for. A document names them and holds none; what
# a machine without them takes instead is named beside them, in the table of faces.
TITLE, BODY, KAI, HEI, SONG = (
    "方正小标宋简体",
    "仿宋_GB2312",
    "楷体_GB2312",
    "黑体",
    "宋体",
)
INSTEAD = {
    TITLE: "华文中宋,Noto Serif CJK SC",
    BODY: "仿宋,FangSong,FandolFang R,Noto Serif CJK SC",
    KAI: "楷体,KaiTi,FandolKai,Noto Serif CJK SC",
    HEI: "SimHei,Noto Sans CJK SC",
    SONG: "SimSun,Noto Serif CJK SC",
}
LATIN = "Times New Roman"
LEFT, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def mark(parent, name: str, /, **values: str):
    """Add an element of WordprocessingML with its attributes."""
    element = OxmlElement(name)
    for key, value in values.items():
        element.set(qn(f"w:{key}"), str(value))
    parent.append(element)
    return element


def replace(parent, name: str, /, **values: str) -> None:
    """The same in place of those of its name; where it stood, for order matters."""
    for old in parent.findall(qn(name)):
        new = mark(parent, name, **values)
        parent.replace(old, new)


def face(element, name: str, size: float) -> None:
    """Set a style's or a run's face and size, in both scripts, whatever the theme says."""
    element.font.size = Pt(size)
    element.font.name = LATIN
    faces = element.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(faces.attrib):
        if key.endswith("Theme"):
            del faces.attrib[key]
    for script in ("ascii", "hAnsi", "cs"):
        faces.set(qn(f"w:{script}"), LATIN)
    faces.set(qn("w:eastAsia"), name)


def closer(style, by: str) -> None:
    """How far a style's characters stand apart, in twentieths of a point."""
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:spacing")):
        properties.remove(old)
    spacing = mark(properties, "w:spacing", val=by)
    for after in ("w:w", "w:kern", "w:position", "w:sz"):
        if (found := properties.find(qn(after))) is not None:
            found.addprevious(spacing)
            return


def run(paragraph: Paragraph, words: str, name: str, size: float) -> Run:
    added = paragraph.add_run(words)
    face(added, name, size)
    return added


def off_the_grid(paragraph: Paragraph) -> None:
    """Let a paragraph be as high as what stands in it, not as a line of text."""
    _off(paragraph._p.get_or_add_pPr())


def _off(properties) -> None:
    properties.insert_element_before(
        OxmlElement("w:snapToGrid"),
        "w:spacing",
        "w:ind",
        "w:contextualSpacing",
        "w:jc",
        "w:rPr",
    )
    properties.find(qn("w:snapToGrid")).set(qn("w:val"), "0")


class CellStyles:
    """A style a look of a cell, made when it is first asked for."""

    def __init__(self, document: DocumentObject):
        self.styles = document.styles
        self.made: dict[tuple, str] = {}

    def of(self, name: str, size: float, side) -> str:
        key = (name, size, side)
        if key not in self.made:
            style = self.styles.add_style(
                f"Cell {len(self.made) + 1}", WD_STYLE_TYPE.PARAGRAPH
            )
            face(style, name, size)
            closer(style, "0")
            style.paragraph_format.alignment = side
            properties = style.element.get_or_add_pPr()
            _off(properties)
            self.made[key] = style.style_id
        return self.made[key]

    def fill(self, cell: _Cell, words: str, name: str, size: float, side) -> None:
        paragraph = cell.paragraphs[0]
        paragraph._p.style = self.of(name, size, side)
        paragraph.add_run(words)
        mark(cell._tc.get_or_add_tcPr(), "w:vAlign", val="center")


def rows_of(table: Table) -> list[list[_Cell]]:
    """All cells, read once: asking a table for each is slow."""
    count = len(table.columns)
    cells = table._cells
    return [cells[at : at + count] for at in range(0, len(cells), count)]


def head(
    styles: CellStyles, rows: list[list[_Cell]], groups, heading: Sequence[str], size
) -> None:
    """One row of headings or two; what has nothing below it stands over both."""
    at = 0
    for words, span in groups:
        first = rows[0][at]
        if span > 1:
            first = first.merge(rows[0][at + span - 1])
        elif len(rows) > 1 and not heading[at]:
            first = first.merge(rows[1][at])
        styles.fill(first, words, HEI, size, CENTRE)
        at += span
    for cell, words in zip(rows[-1], heading, strict=True):
        if words:
            styles.fill(cell, words, HEI, size, CENTRE)


def fit(table: Table, widths: Sequence[Length], repeated: int) -> None:
    """Set the columns' widths, keep each row whole, repeat the first rows."""
    properties = table._tbl.tblPr
    margins = mark(properties, "w:tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        mark(margins, f"w:{side}", w="45", type="dxa")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for at, row in enumerate(table._tbl.tr_lst):
        marks = row.get_or_add_trPr()
        mark(marks, "w:cantSplit")
        if at < repeated:
            mark(marks, "w:tblHeader")
        column = 0
        for cell in row.tc_lst:
            span = cell.grid_span
            cell.width = sum(widths[column : column + span])
            column += span


def number_pages(paragraph: Paragraph, side) -> None:
    """— 1 —, one blank from the outer edge."""
    paragraph.alignment = side
    paragraph.paragraph_format.left_indent = Pt(14) if side == LEFT else None
    paragraph.paragraph_format.right_indent = Pt(14) if side == RIGHT else None
    run(paragraph, "— ", SONG, 14)
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = run(paragraph, "", SONG, 14)._r
        if kind:
            mark(part, "w:fldChar", fldCharType=kind)
        else:
            mark(part, "w:instrText").text = words
    run(paragraph, " —", SONG, 14)


def name_faces(package) -> None:
    """Say in the table of faces what may stand for each."""
    told = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/>'
        '<w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, instead in INSTEAD.items()
    )
    for part in package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = part.blob.replace(b"</w:fonts>", f"{told}</w:fonts>".encode())
