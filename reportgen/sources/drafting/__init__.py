"""Unknown files → the tables on them, typed by evidence, and drafted profiles."""
