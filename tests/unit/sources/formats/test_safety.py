"""What a crafted file could cost is bounded: it is refused with a sentence, and the next file is read as ever."""

import io
import os
import signal
import subprocess
import sys
import textwrap
import time
import zipfile
from pathlib import Path

import pytest

from reportgen.sources.formats import Access, Limits, guard
from tests.unit.sources.formats.making import opened, package_of, rows, said, xlsx, zipped

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
SMALL = Access(Limits(seconds=2, memory_megabytes=200))


def sound() -> bool:
    """Tell whether an ordinary file is read."""
    return rows(opened(xlsx(ONE), "a.xlsx").grids[0]) == [("1",)]


def package(**replaced: str | bytes) -> bytes:
    return zipped({**package_of(f"<sheetData>{ONE}</sheetData>"), **replaced}.items())


def test_a_part_that_grows_two_hundred_times_is_refused() -> None:
    found = opened(package(**{"xl/media/a.xml": b"<a>" + bytes([32]) * (3 << 20)}), "a.xlsx")
    assert said(found)[0].startswith("This file cannot be read: its part xl/media/a.xml is 1,0")
    assert "as only a zip bomb is" in said(found)[0]


def test_the_limits_of_the_settings_are_those_that_hold() -> None:
    content = package(**{"a.xml": os.urandom(2 << 20)})
    assert said(opened(content, "a.xlsx", Access(Limits(unpacked_megabytes=1)))) == [
        "This file cannot be read: unpacked it has 2 MB, and 1 MB are the most that are read."
    ]
    assert said(opened(content, "a.xlsx", Access(Limits(file_megabytes=1)))) == [
        "This file cannot be read: it is larger than 1 MB."
    ]
    assert said(opened(content, "a.xlsx", Access(Limits(parts=6)))) == [
        "This file cannot be read: it has 7 parts, and 6 are the most that are read."
    ]
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1000"><c r="Z1000"><v>1</v></c></row>'
    (sentence,) = said(opened(xlsx(cells), "a.xlsx", Access(Limits(cells=20_000))))
    assert sentence.startswith("This file cannot be read: its used range has 1,000 rows and 26 columns; clear what")


def test_a_stray_cell_in_the_last_corner_is_refused_and_costs_nothing() -> None:
    cells = ONE + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    start = time.monotonic()
    found = opened(xlsx(cells), "a.xlsx")
    assert (len(said(found)), found.grids) == (1, ())
    assert "1,048,576 rows and 16,384 columns" in said(found)[0]
    assert time.monotonic() - start < 60
    assert sound()


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "docProps/app.xml"]
)
def test_entities_are_refused_wherever_they_are_declared(part: str) -> None:
    evil = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
    for content in (evil, evil.encode("utf-16"), " " * 5000 + evil):
        found = opened(package(**{part: content}), "a.xlsx")
        assert [sentence.split(",")[0] for sentence in said(found)] == [
            "This file cannot be read: it declares XML entities"
        ]


def test_a_column_that_no_spreadsheet_has_is_refused_at_once() -> None:
    found = opened(xlsx('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'), "a.xlsx")
    assert "its used range has 1 rows and 475,254 columns" in said(found)[0]


@pytest.mark.parametrize("ending", ["xls", "xml"])
def test_an_xml_spreadsheet_with_entities_is_refused(ending: str) -> None:
    evil = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]>'
    evil += '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    assert "declares XML entities" in said(opened(evil.encode(), f"a.{ending}"))[0]


def test_a_part_whose_checksum_is_wrong_is_refused() -> None:
    content = bytearray(xlsx(ONE))
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        entry = whole.getinfo("xl/worksheets/sheet1.xml")
    at = content.index(b"PK\x01\x02", entry.header_offset)
    while content[at + 46 : at + 46 + len(entry.filename)] != entry.filename.encode():
        at = content.index(b"PK\x01\x02", at + 4)
    content[at + 16] ^= 0xFF
    content[entry.header_offset + 14] ^= 0xFF
    assert said(opened(bytes(content), "a.xlsx")) == [
        "This file cannot be read: its part xl/worksheets/sheet1.xml is damaged."
    ]


def test_reading_without_end_is_ended_and_the_next_file_is_read() -> None:
    # A formula that is never closed, a hundred thousand times: every search for its end goes to the end of the sheet.
    cells = '<row r="1">' + "".join(f'<c r="A1"><f>{at * 7919 % 100_003}' for at in range(300_000)) + "</f></row>"
    start = time.monotonic()
    found = opened(package(**{"xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{cells}"}), "a.xlsx", SMALL)
    assert said(found) == ["This file cannot be read: reading it takes longer than 2 seconds."]
    assert time.monotonic() - start < 60  # by the clock of a machine that does other things too
    assert sound()


def test_memory_without_end_is_refused_and_the_next_file_is_read() -> None:
    # A shared text of a megabyte, which forty thousand cells show.
    cells = "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(1, 40_001))
    parts = package_of(f"<sheetData>{cells}</sheetData>")
    parts["xl/sharedStrings.xml"] = "<sst><si><t>" + "".join(map(chr, range(0x4E00, 0x9E00))) * 17 + "</t></si></sst>"
    related = parts["xl/_rels/workbook.xml.rels"]
    strings = '<Relationship Id="rId9" Type="http://x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    parts["xl/_rels/workbook.xml.rels"] = related.replace(
        "</Relationships>",
        strings.replace("http://x", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    )
    found = opened(zipped(parts.items()), "a.xlsx", SMALL)
    assert len(said(found)) == 1
    assert "200 MB of memory" in said(found)[0]
    assert sound()


def test_a_reader_that_is_killed_refuses_its_file_alone() -> None:
    assert sound()
    (reader,) = guard._running
    reader.process.kill()
    reader.process.wait()
    assert sound()


def test_a_text_is_read_without_a_program_of_its_own() -> None:
    script = textwrap.dedent(
        """
        from reportgen.sources.formats import guard, open_file
        assert open_file(b"a,b\\n1,2\\n", "a.csv", frozenset()).grids[0].height == 2
        assert guard._running == []
        """
    )
    subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see which programs run")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_running_whatever_ends_the_program(stop: signal.Signals) -> None:
    script = textwrap.dedent(
        f"""
        import time
        from reportgen.sources.formats import guard, open_file
        open_file({xlsx(ONE)!r}, "a.xlsx", frozenset())
        print(guard._running[0].process.pid, flush=True)
        time.sleep(60)
        """
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as program:
        assert program.stdout is not None
        reader = Path(f"/proc/{int(program.stdout.readline())}")
        assert reader.exists()
        program.send_signal(stop)
        program.wait(10)
    deadline = time.monotonic() + 5
    while reader.exists() and _is_running(reader) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not reader.exists() or not _is_running(reader)


def _is_running(process: Path) -> bool:
    try:
        return process.joinpath("stat").read_text("ascii", "replace").rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_a_macro_workbook_is_read_and_its_macros_are_not() -> None:
    found = opened(package(**{"xl/vbaProject.bin": b"Sub Auto_Open()"}), "a.xlsm")
    assert (rows(found.grids[0]), said(found)) == ([("1",)], [])


def test_what_is_protected_is_never_written_to_a_disk(
    shared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = textwrap.dedent(
        f"""
        import pathlib, sys, tempfile
        def refuse(*args, **more):
            raise AssertionError("a temporary file")
        tempfile.TemporaryFile = tempfile.NamedTemporaryFile = tempfile.mkstemp = refuse
        from reportgen.sources.formats.access import Limits
        from reportgen.sources.formats.workbook import read_workbook
        content = pathlib.Path({str(shared_data / "hardcases" / "encrypted_rc4.xls")!r}).read_bytes()
        print(sum(1 for one in read_workbook(content, "compound", "password", Limits()) if hasattr(one, "sheet")))
        """
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert int(run.stdout) > 0
