"""The text of a plan → a document in Markdown that people read: each value with its line, each rule with its reason."""

from reportgen.render.plan_text.markdown import plan_markdown

__all__ = ["plan_markdown"]
