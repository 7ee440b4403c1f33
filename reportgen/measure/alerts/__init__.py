"""Alerts: what the plan's rules say of everybody and everything, and the improvement list that comes of it."""

from reportgen.measure.alerts.alarms import alarms
from reportgen.measure.alerts.figures import Board
from reportgen.measure.alerts.improvements import improvements

__all__ = ["Board", "alarms", "improvements"]
