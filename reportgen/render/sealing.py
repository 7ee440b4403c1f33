"""A finished file's bytes and a password → the same file that opens with that password alone."""

from __future__ import annotations

from io import BytesIO

from reportgen.model.papers import Form


def sealed(data: bytes, form: Form, password: str) -> bytes:
    """Return an encrypted file: PDF by AES-256, workbooks and decks by the agile encryption of office files.

    The salt is drawn anew each time, as it must be: two sealed copies of one file never have the same bytes.
    """
    # Loaded here: most packs are not sealed.
    import msoffcrypto
    import pikepdf

    out = BytesIO()
    if form == "pdf":
        with pikepdf.open(BytesIO(data)) as document:
            document.save(out, encryption=pikepdf.Encryption(user=password, owner=password, R=6))
    else:
        msoffcrypto.OfficeFile(BytesIO(data)).encrypt(password, out)
    return out.getvalue()
