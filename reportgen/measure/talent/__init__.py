"""People beside their figures: OKR, 360° feedback, values, nine-box, promotion, rank, successors, calibration."""

from reportgen.measure.talent.people import TalentDesk, boxes_of, calibration_of, successors_of, talent_desk, talents
from reportgen.measure.talent.rank import Ranks

__all__ = ["Ranks", "TalentDesk", "boxes_of", "calibration_of", "successors_of", "talent_desk", "talents"]
