"""How periods are expected to end: views side by side, each with its band and with how near it came before."""

from reportgen.measure.forecast.deals import DealBook, past_of_stage, read_deal_book, stage_parts
from reportgen.measure.forecast.desk import Answer, ForecastDesk, Question
from reportgen.measure.forecast.outlook import accuracy, forecasts, past_forecasts, spans
from reportgen.measure.forecast.views import answer

__all__ = [
    "Answer",
    "DealBook",
    "ForecastDesk",
    "Question",
    "accuracy",
    "answer",
    "forecasts",
    "past_forecasts",
    "past_of_stage",
    "read_deal_book",
    "spans",
    "stage_parts",
]
