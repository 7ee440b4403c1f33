"""Every kind of problem that the settings can have: profiles, the list of sources, waivers."""

from __future__ import annotations

from reportgen.model.problem import Kind
from reportgen.sources.kinds.severities import RUN

SETTINGS_UNREADABLE = Kind(
    "settings-unreadable",
    RUN,
    "This file cannot be read: {reason}.",
    "Correct the line; YAML needs `name: value`, indented by spaces.",
)
SETTING_UNKNOWN = Kind("setting-unknown", RUN, "There is no setting {found} here.", "{nearest}")
SETTING_MISSING = Kind("setting-missing", RUN, "The setting {found} is missing.", "Add `{found}:` here.")
SETTING_TWICE = Kind("setting-twice", RUN, "The setting {found} stands here twice.", "Keep one of the two.")
SETTING_WRONG = Kind("setting-wrong", RUN, "“{found}” cannot stand here.", "{remedy}")
PROFILES_DISAGREE = Kind(
    "profiles-disagree",
    RUN,
    "Two profiles of {table} declare {found} differently.",
    "Give the column the same type, scale, currency and tax in both.",
)

KINDS = (
    SETTINGS_UNREADABLE,
    SETTING_UNKNOWN,
    SETTING_MISSING,
    SETTING_TWICE,
    SETTING_WRONG,
    PROFILES_DISAGREE,
)
