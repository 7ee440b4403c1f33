"""What payees dispute: the sheets that came back, held against the lines that were paid, with their answers."""

from reportgen.measure.disputes.read import Disputed, disputed_lines, disputes, with_disputes

__all__ = ["Disputed", "disputed_lines", "disputes", "with_disputes"]
