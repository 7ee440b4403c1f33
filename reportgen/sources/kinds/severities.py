"""The severities under the short names that the lists of kinds use."""

from __future__ import annotations

from reportgen.model.problem import Severity

NOTE, WARNING, PERSON, RUN = Severity.NOTE, Severity.WARNING, Severity.BLOCKS_PERSON, Severity.BLOCKS_RUN
