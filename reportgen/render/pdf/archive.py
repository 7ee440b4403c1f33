"""Turns a tagged PDF/A into one whose metadata say that it is PDF/UA as well, and describe the words they say it in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pydyf import PDF

_DESCRIPTIONS: Final = b"""\
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1" />\
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" \
rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
"""PDF/A knows no `pdfuaid`: whoever uses it describes it in the same metadata (ISO 19005-3, 6.6.2.3)."""

_END: Final = b"</rdf:RDF>"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that a PDF carries: its name, its content, what it is, and the day that it tells of."""

    name: str
    data: bytes
    description: str
    day: date


def say_accessible(pdf: PDF) -> None:
    """Add to a PDF/A's metadata that it conforms to PDF/UA-1."""
    reference = pdf.catalog["Metadata"]
    metadata: Any = next(each for each in pdf.objects if each.number and each.reference == reference)
    (content,) = metadata.stream
    metadata.stream = [content.replace(_END, _DESCRIPTIONS + _END)]
