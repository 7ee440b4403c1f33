"""The plain way: the same pages with the same libraries, as their tutorials show, one after another in one process.

`python benchmarks/plain/pack.py SOURCE TARGET`. SOURCE has `reviews/*.json`, `sheets/*.json` and `deck.json`: what the
pages, workbooks and slides say, worded already. This script and the templates beside it are frozen: it is what the
program is measured against, and it is never made faster or slower.
"""

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, FileSystemLoader
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from pptx import Presentation
from weasyprint import HTML

SIGNS = {"good": "●", "watch": "▲", "alarm": "▼", "none": "○"}
REACH = 1.25


def main(source: Path, target: Path) -> None:
    """Write every file of the pack."""
    target.mkdir(parents=True, exist_ok=True)
    pages = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "page"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    pages.globals.update(signs=SIGNS, reach=reach, beyond=lambda share: share > REACH)
    for path in sorted((source / "reviews").glob("*.json")):
        said = json.loads(path.read_text("utf-8"), object_hook=lambda values: SimpleNamespace(**values))
        html = pages.get_template("page.html.j2").render(page=said.page, brand=vars(said.brand))
        HTML(string=html).write_pdf(target / f"{path.stem}.pdf")
    for path in sorted((source / "sheets").glob("*.json")):
        write_workbook(json.loads(path.read_text("utf-8")), target / f"{path.stem}.xlsx")
    deck = source / "deck.json"
    if deck.is_file():
        write_deck(json.loads(deck.read_text("utf-8")), target / "deck.pptx")


def reach(share: float) -> float:
    """Return how far along its track an attainment goes."""
    return round(min(max(share, 0.0), REACH) / REACH, 4)


def write_workbook(sheets: list[dict[str, Any]], target: Path) -> None:
    """Write each cell with its font and its number format."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for sheet in sheets:
        worksheet = workbook.create_sheet(str(sheet["name"]))
        for row, column, value, bold, size, number_format, wrap in sheet["cells"]:
            cell = worksheet.cell(row=row, column=column, value=value)
            cell.font = Font(name="Microsoft YaHei", bold=bold, size=size)
            cell.number_format = number_format
            cell.alignment = Alignment(wrap_text=wrap)
    workbook.save(target)


def write_deck(slides: list[dict[str, str]], target: Path) -> None:
    """Write each slide's title and text."""
    presentation = Presentation()
    for slide in slides:
        page = presentation.slides.add_slide(presentation.slide_layouts[1])
        page.shapes.title.text = slide["title"]
        page.placeholders[1].text_frame.text = slide["text"]
    presentation.save(str(target))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
