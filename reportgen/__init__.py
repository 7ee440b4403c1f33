"""Turns a folder of sales spreadsheets and a dated plan into reviews, statements, business reviews and a register."""

__version__ = "0.1.0"
