"""Profiles and the list of sources → frozen values that say how spreadsheets are recognised and read."""
