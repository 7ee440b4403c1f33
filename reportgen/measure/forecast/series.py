"""A series of months → what the coming ones bring by exponential smoothing, with a band. Floats stay in this file."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

_DIGITS = 4
"""How many digits of a model's figure are told: no more are meant, and rounding keeps it the same on any machine."""

_PATHS, _OUTSIDE = 1000, 0.1
"""How many ways to go on are drawn, from a fixed seed, and the part of them left out at either end of the band."""


@dataclass(frozen=True, slots=True)
class Continued:
    """The sum of the wanted months, the band that holds eight of ten ways to go on, and the method in words."""

    value: Fraction
    low: Fraction
    high: Fraction
    method: str


def continued(months: Sequence[float], season: int, wanted: Sequence[bool]) -> Continued:
    """Continue a series that has two seasons at least; `wanted` tells for each coming month whether it is summed.

    Additive Holt-Winters; with three seasons on record also a damped trend.
    """
    # Loaded here: a statistics library takes seconds, and most runs have too little history to need it.
    from statsmodels.tsa.holtwinters import ExponentialSmoothing

    trend = "add" if len(months) >= 3 * season else None
    values = np.asarray(months, float)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        # A series that the model fits without error has the logarithm of 0 as its likelihood: no harm to the forecast.
        warnings.simplefilter("ignore")
        model = ExponentialSmoothing(
            values,
            trend=trend,
            damped_trend=trend is not None,
            seasonal="add",
            seasonal_periods=season,
            initialization_method="heuristic",
        ).fit()
        ahead = np.asarray(model.forecast(len(wanted)))
        drawn = model.simulate(len(wanted), anchor="end", repetitions=_PATHS, rng=np.random.default_rng(0))
    pick = np.asarray(wanted, bool)
    paths = np.asarray(drawn).reshape(len(wanted), _PATHS)[pick].sum(axis=0)
    low, high = np.quantile(paths, [_OUTSIDE, 1 - _OUTSIDE])
    method = "exponential smoothing (additive season" + (", damped trend)" if trend else ")")
    value = float(ahead[pick].sum())
    return Continued(rounded(value), rounded(min(float(low), value)), rounded(max(float(high), value)), method)


def rounded(value: float, digits: int = _DIGITS) -> Fraction:
    """Return a float as an exact number of so many significant digits."""
    return Fraction(Decimal(f"{value:.{digits - 1}e}"))
