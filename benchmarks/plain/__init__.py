"""The ways that the program's rendering is measured against."""
