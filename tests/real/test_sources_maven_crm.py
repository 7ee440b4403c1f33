"""Maven CRM, read by its profiles: deals, stages and won value by person and quarter equal the truth."""

import json
from collections import Counter
from fractions import Fraction
from pathlib import Path

from reportgen.model.problem import Severity, worst
from tests.real.reading import by_person_and_quarter, narrowed, read_workspace, total_by


def test_won_value_and_stages_equal_the_truth(shared_data: Path) -> None:
    reading = read_workspace("maven_crm")
    truth = json.loads(
        (shared_data / "maven_crm" / "truth.json").read_text("utf-8"), parse_float=Fraction, parse_int=Fraction
    )
    # Six managers are named and have no row of their own: a note, nothing more.
    assert worst(reading.problems) is Severity.NOTE
    deals = reading.tables["opportunities"]
    won = narrowed(deals, "stage", "Won")
    assert Counter(deals.frame["stage"]) == truth["stages"]
    assert by_person_and_quarter(won, "amount", "closed") == truth["won_value_by_agent_quarter"]
    assert total_by(won, "amount", "product") == truth["won_by_product (GTXPro folded into GTX Pro)"]
    open_deals = deals.frame["closed"].isna()
    assert int((open_deals & deals.frame["customer"].isna()).sum()) == truth["open_without_account"]
    assert len(reading.tables["people"].frame) == truth["agents_in_team_file"]


def test_a_blank_value_is_absent_and_not_zero(shared_data: Path) -> None:
    del shared_data
    deals = read_workspace("maven_crm").tables["opportunities"].frame
    assert deals.loc[deals["stage"].isin(["Engaging", "Prospecting"]), "amount"].isna().all()
    assert deals.loc[deals["stage"] == "Lost", "amount"].eq(0).all()
