"""Turns marks into changes of a workbook's parts: sheets, their notes, the styles, and the list of all findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from reportgen.model.place import column_number
from reportgen.render.annotate.cells import Frame, Spot, filled, first_cells, frame_of, shown_spots
from reportgen.render.annotate.elements import Edit, edited
from reportgen.render.annotate.issues import issues_sheet
from reportgen.render.annotate.marks import Mark
from reportgen.render.annotate.notes import boxed, commented, no_comments, used_blocks
from reportgen.render.annotate.package import Package
from reportgen.render.annotate.register import Book
from reportgen.render.annotate.styles import PLAIN_STYLES, Palette, list_styles, palette

FILLED: Final = 20_000
"""Cells that are filled in one workbook."""
NOTED: Final = 2_000
"""Cells that have a note in one workbook: with many more, programs become slow. The list has all findings."""

_TOLD: Final = 5
_LONGEST: Final = 2_000
"""Characters of one finding in a note: programs take 32,767 in all."""
_BEHIND_BOXES: Final = frozenset(
    (
        *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems"),
        *("tableParts", "extLst", "AlternateContent"),
    )
)
"""What stands behind the boxes of notes in a sheet."""

_COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"


def patched(package: Package, marks: Sequence[Mark], source: str) -> tuple[str, int, int]:
    """Mark a package; return the name of the list's sheet and how many cells are filled and have a note."""
    book = Book(package)
    styles = book.styles(PLAIN_STYLES)
    colours = palette(package.read(styles))
    by_sheet: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.weight and mark.row and mark.sheet in book.sheets:
            by_sheet.setdefault(mark.sheet, []).append(mark)
    room, notes = FILLED, NOTED
    for name, ours in by_sheet.items():
        part = book.sheets[name]
        if not part or not package.has(part):
            continue
        done, noted = _sheet(package, book, part, ours, colours, room, notes)
        room, notes = room - done, notes - noted
    sheet = issues_sheet(marks, list_styles(colours), book.namespace, source)
    name = book.add_sheet("Issues", sheet)
    package.changed[styles] = colours.written()
    return name, FILLED - room, NOTED - notes


def _sheet(
    package: Package, book: Book, part: str, marks: Sequence[Mark], colours: Palette, room: int, notes: int
) -> tuple[int, int]:
    """Mark one sheet; return how many cells were filled and how many have a note."""
    content = package.read(part)
    frame = frame_of(content)
    spots = _by_spot(content, frame, marks)
    chosen = dict(list(spots.items())[:room])
    weights = {spot: max(mark.weight for mark in held) for spot, held in chosen.items()}
    edits = filled(content, frame, weights, colours.filled)
    texts = {spot: _told(held) for spot, held in list(chosen.items())[:notes]}
    edits += _notes(package, book, part, frame, texts)
    package.changed[part] = edited(content, edits)
    return len(chosen), len(texts)


def _by_spot(content: bytes, frame: Frame, marks: Sequence[Mark]) -> dict[Spot, list[Mark]]:
    """Group marks by the cell that shows them: a whole row's stands in its first cell, a merged one's in the first."""
    starts = first_cells(content, frame, {mark.row for mark in marks if not mark.column})
    spots = [(mark.row, column_number(mark.column) or starts.get(mark.row, 1)) for mark in marks]
    seen = shown_spots(frame, spots)
    grouped: dict[Spot, list[Mark]] = {}
    for mark, spot in zip(marks, spots, strict=True):
        grouped.setdefault(seen[spot], []).append(mark)
    return grouped


def _told(marks: Sequence[Mark]) -> str:
    said = [mark.said[:_LONGEST] for mark in marks[:_TOLD]]
    if len(marks) > _TOLD:
        said.append(f"… and {len(marks) - _TOLD} more, in the list of issues.")
    return "\n\n".join(said)


def _notes(package: Package, book: Book, part: str, frame: Frame, texts: Mapping[Spot, str]) -> list[Edit]:
    """Write the notes of a sheet; return the edits that the sheet itself needs for them."""
    if not texts:
        return []
    related = package.relations(part)
    comments = next((each.target for each in related if each.type == "comments" and package.has(each.target)), "")
    if not comments:
        comments = package.free_name("xl/comments{}.xml")
        package.changed[comments] = no_comments(book.namespace)
        package.declare(comments, _COMMENTS_TYPE)
        package.relate(part, f"{book.relations}/comments", comments)
    package.changed[comments], fresh = commented(package.read(comments), texts)
    return _boxes(package, book, part, frame, {spot: texts[spot] for spot in fresh}) if fresh else []


def _boxes(package: Package, book: Book, part: str, frame: Frame, boxes: Mapping[Spot, str]) -> list[Edit]:
    """Write the boxes of new notes into the sheet's old drawing, or into a new one that the sheet is told of."""
    drawings = [name for name in package.names if name.casefold().endswith(".vml")]
    block = used_blocks([package.read(name) for name in drawings]) + 1
    named = frame.root.first("legacyDrawing")
    wanted = next((value for name, value in named.attributes.items() if name.endswith(":id")), "") if named else ""
    target = next((each.target for each in package.relations(part) if wanted and each.id == wanted), "")
    if target and package.has(target):
        package.changed[target] = boxed(package.read(target), boxes, block)
        return []
    target = package.free_name("xl/drawings/vmlDrawing{}.vml")
    package.changed[target] = boxed(None, boxes, block)
    package.declare("vml", _DRAWING_TYPE, as_ending=True)
    relation = package.relate(part, f"{book.relations}/vmlDrawing", target)
    content = f'<{frame.root.prefix}legacyDrawing xmlns:r="{book.relations}" r:id="{relation}"/>'.encode()
    behind = next((child for child in frame.root.children if child.name in _BEHIND_BOXES), None)
    place = frame.after(behind.start if behind is not None else frame.root.inner_end)
    return [Edit(place, place, content)]
