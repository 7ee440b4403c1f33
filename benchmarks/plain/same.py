"""The plain way with the program's own pages: `python benchmarks/plain/same.py SOURCE TARGET`.

SOURCE has `pages/*.html`, filled already: what is left is WeasyPrint, so that it shows what is gained beside the page.
"""

import sys
from pathlib import Path

from weasyprint import HTML


def main(source: Path, target: Path) -> None:
    """Write every page, one after another."""
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted((source / "pages").glob("*.html")):
        HTML(string=path.read_text("utf-8")).write_pdf(target / f"{path.stem}.pdf")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
