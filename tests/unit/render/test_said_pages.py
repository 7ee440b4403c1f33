"""What is told of a PDF are all strings of its objects, however they are written, each once."""

from io import BytesIO

import pikepdf

from reportgen.render.said.pages import pdf_texts

WRITTEN = ("plain", "(in brackets)", "a ) and a \\( and \\", "line\nline", "语文", "<3eff>", "one", "two")


def test_strings_of_objects_are_told_however_they_are_written() -> None:
    document = pikepdf.new()
    document.add_blank_page()
    for text in (*WRITTEN, *WRITTEN):
        held = pikepdf.Dictionary(A=pikepdf.Array([pikepdf.Dictionary(Headers=pikepdf.Array([text, "one"]))]))
        document.Root[f"/N{len(document.Root.keys())}"] = document.make_indirect(held)
    document.Root.Pair = document.make_indirect(pikepdf.Array(["one", "three"]))
    document.Root.Name = document.make_indirect(pikepdf.Dictionary({"/a(b<c": 1, "/T": "four"}))
    made = BytesIO()
    document.save(made)
    told = list(pdf_texts(made.getvalue()))
    assert {*WRITTEN, "three", "four"} <= set(told)
    assert len(told) == len(set(told))
