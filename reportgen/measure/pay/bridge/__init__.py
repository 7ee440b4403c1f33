"""What is released in a pay period → what is paid in it: debts, holds, caps, guarantees, draws, manual lines."""

from reportgen.measure.pay.bridge.steps import Payment, bridged

__all__ = ["Payment", "bridged"]
