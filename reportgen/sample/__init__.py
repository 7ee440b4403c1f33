"""The sample company: turns a size and a seed into a department, and that into the spreadsheets it would keep."""

from reportgen.sample.company import Company, Size
from reportgen.sample.files import write
from reportgen.sample.generate import generate

__all__ = ["Company", "Size", "generate", "write"]
