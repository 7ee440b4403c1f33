"""The sample company: turns a size and a seed into a department, and that into the spreadsheets it would keep."""

from reportgen.sample.company import Company, Size
from reportgen.sample.files import write
from reportgen.sample.generate import generate
from reportgen.sample.large import write_large

__all__ = ["Company", "Size", "generate", "write", "write_large"]
