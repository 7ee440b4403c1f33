"""What was earned → what of it is payable by now: at once, on delivery, or as the customer's money arrives."""

from reportgen.measure.pay.release.alike import unlike
from reportgen.measure.pay.release.allocated import Allocated, allocated
from reportgen.measure.pay.release.released import release

__all__ = ["Allocated", "allocated", "release", "unlike"]
