"""`python -m reportgen`: the same as the command `reportgen`."""

from reportgen.cli.main import main

main(prog_name="reportgen")
