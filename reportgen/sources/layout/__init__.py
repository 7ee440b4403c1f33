"""Grids → the tables on them: header, units, data rows, sums."""
