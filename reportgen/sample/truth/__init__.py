"""What is expected of the sample company, from its own plan of events: one file an area, none calls the program.

Rates and thresholds are quoted from the rules here once more, so that a slip in the plan or in the program shows.
"""

from reportgen.sample.truth.files import truth_files, write_truth

__all__ = ["truth_files", "write_truth"]
