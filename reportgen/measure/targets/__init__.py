"""What was to be reached: targets of people, teams and the company, how they fall down the tree, and their changes."""

from reportgen.measure.targets.asked import asked_of_people, company_versions, target
from reportgen.measure.targets.findings import target_findings
from reportgen.measure.targets.history import history
from reportgen.measure.targets.levels import TreeDesk, read_levels, target_tree, tree_findings
from reportgen.measure.targets.part import part
from reportgen.measure.targets.phasing import Phased, in_cents, share, versions
from reportgen.measure.targets.rows import TargetRow, Targets, Version, read_targets
from reportgen.measure.targets.tree import Branch, fall

__all__ = [
    "Branch",
    "Phased",
    "TargetRow",
    "Targets",
    "TreeDesk",
    "Version",
    "asked_of_people",
    "company_versions",
    "fall",
    "history",
    "in_cents",
    "part",
    "read_levels",
    "read_targets",
    "share",
    "target",
    "target_findings",
    "target_tree",
    "tree_findings",
    "versions",
]
