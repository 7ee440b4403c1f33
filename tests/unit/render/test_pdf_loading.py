import ast
import json
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import cffi
import pytest

from reportgen.render.pdf.loading import DECLARED, source_of_declarations
from tests.unit.render.samples import ROOT

_ALONE = """
import sys
from reportgen.render.pdf.loading import load
load()
import weasyprint.pdf.fonts as fonts
from weasyprint.text.ffi import ffi, pango
seldom = {"cffi.cparser", "pycparser", "fontTools.varLib", "fontTools.ttLib.tables._g_l_y_f"}
print(sorted(seldom & set(sys.modules)), type(ffi).__name__, pango.pango_units_from_double(1))
fonts.subset.Options, fonts.instantiateVariableFont
import fontTools.varLib.instancer
print(fonts.subset.__name__, fontTools.varLib.instancer.__file__ is not None)
"""


def declared(folder: Path) -> dict[str, Any]:
    """What cffi makes of WeasyPrint's declarations."""
    path = source_of_declarations()
    assert path is not None
    source = path.read_bytes()
    text = re.search(r"ffi\.cdef\('''(.*?)'''\)", source.decode(), re.DOTALL)
    assert text is not None
    interface = cffi.FFI()
    interface.cdef(text[1])
    interface.set_source("declared", None)
    interface.emit_python_code(str(folder / "declared.py"))
    call = next(
        node for node in ast.walk(ast.parse((folder / "declared.py").read_bytes())) if isinstance(node, ast.Call)
    )
    parts = {each.arg: ast.literal_eval(each.value) for each in call.keywords}
    return {"source": sha256(source).hexdigest(), "version": parts.pop("_version"), "parts": plain(parts)}


def plain(value: Any) -> Any:
    match value:
        case bytes():
            return value.decode("latin-1")
        case tuple():
            return [plain(each) for each in value]
        case dict():
            return {name: plain(each) for name, each in value.items()}
    return value


def test_the_declarations_are_those_of_the_version_that_is_installed(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    made = declared(tmp_path)
    if request.config.getoption("--regenerate"):
        DECLARED.write_text(json.dumps(made, indent=0) + "\n", "ascii")
    assert json.loads(DECLARED.read_text("ascii")) == made


def test_what_is_seldom_needed_is_loaded_when_it_is() -> None:
    done = subprocess.run([sys.executable, "-c", _ALONE], check=True, capture_output=True, text=True)
    assert done.stdout.splitlines() == ["[] Declared 1024", "fontTools.subset True"]


_DRAWN = """
import sys
from pathlib import Path
from reportgen.app.examples import examples
from reportgen.app.fonts import prepare_fonts
from reportgen.app.rendering import Job, Studio, render
papers = {each.paper: each.document for each in examples()}
studio = Studio(Path(sys.argv[1]) / "templates", prepare_fonts(Path(sys.argv[2])), "")
for paper in ("analysis", "bulletin", "carbon"):
    assert render(Job(f"{paper}.pdf", paper, papers[paper], "zh"), studio)[0]
"""


@pytest.mark.usefixtures("fonts")
def test_a_process_that_drew_ends_without_a_crash() -> None:
    """Python closes libraries at its end that others still call: after three pages that was enough for a crash."""
    command = [sys.executable, "-c", _DRAWN, str(ROOT), str(ROOT / ".pytest_cache" / "fonts")]
    assert subprocess.run(command, check=False).returncode == 0
