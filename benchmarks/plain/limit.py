"""The limit: the same review content set by Typst. `python benchmarks/plain/limit.py SOURCE TARGET FONTS`."""

import sys
from pathlib import Path

import typst


def main(source: Path, target: Path, fonts: Path) -> None:
    """Set every `reviews/*.typ` of a folder; its charts lie beside it as pictures."""
    target.mkdir(parents=True, exist_ok=True)
    compiler = typst.Compiler(root=str(source), font_paths=[str(fonts)], ignore_system_fonts=True)
    for path in sorted((source / "reviews").glob("*.typ")):
        compiler.compile(str(path), output=str(target / f"{path.stem}.pdf"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
