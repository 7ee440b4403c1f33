"""Turns a workbook protected by a password into its plain bytes, in memory alone."""

from __future__ import annotations

import io
import struct
from types import SimpleNamespace
from typing import Any
from xml.parsers.expat import ExpatError

import msoffcrypto
from cryptography.exceptions import InvalidKey, UnsupportedAlgorithm
from msoffcrypto.exceptions import DecryptionError, EncryptionError, FileFormatError, InvalidKeyError, ParseError
from msoffcrypto.format import xls97

from reportgen.sources.formats.refusal import RefusedError

_EVERYBODYS = "VelvetSweatshop"
"""The password with which Excel encrypts a workbook that is only protected against changes: nobody is asked for it."""

_DAMAGES = (
    ExpatError,
    FileFormatError,
    ParseError,
    EncryptionError,
    UnsupportedAlgorithm,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    TypeError,
    ValueError,
)


def unlocked(content: bytes, password: str | None) -> bytes:
    """Return what a protected workbook holds; a missing and a wrong password are two refusals."""
    for tried in (_EVERYBODYS, password):
        if tried is not None and (plain := _tried(content, tried)) is not None:
            return plain
    raise RefusedError(code="file-protected" if password is None else "password-wrong")


def _tried(content: bytes, password: str) -> bytes | None:
    """Return the plain bytes, or None where the password is wrong."""
    plain = io.BytesIO()
    # The library decrypts an .xls by way of a temporary file: what is protected must not lie on a disk.
    xls97.tempfile = SimpleNamespace(TemporaryFile=io.BytesIO)
    try:
        file: Any = msoffcrypto.OfficeFile(io.BytesIO(content))
        _load(file, password)
        file.decrypt(plain)
    except (InvalidKeyError, InvalidKey):
        return None
    except DecryptionError as error:
        if "key" in str(error).lower() or "password" in str(error).lower():
            return None
        raise RefusedError("its encryption is damaged or unknown") from error
    except _DAMAGES as error:
        raise RefusedError("its encryption is damaged or unknown") from error
    return plain.getvalue()


def _load(file: Any, password: str) -> None:
    """Give the password; where the form of encryption allows it, prove it before anything is decrypted."""
    try:
        file.load_key(password=password, verify_password=True)
    except (TypeError, NotImplementedError):
        file.load_key(password=password)
