"""Turns what a document says into the bytes people open: wording in a language, PDF, slides, workbooks."""
