"""What a period's pay is held against before it goes out: accrual, amortisation, and what is unusual."""

from reportgen.measure.controls.run import controls

__all__ = ["controls"]
