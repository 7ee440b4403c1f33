"""Why a period ended where it did: bridges whose parts add up exactly, and who moved most."""

from reportgen.measure.variance.bridges import variance
from reportgen.measure.variance.prices import Sold, price_parts

__all__ = ["Sold", "price_parts", "variance"]
