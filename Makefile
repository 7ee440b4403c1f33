# The commands of the house; `make` alone lists them. Each prepares in .venv what it needs, the second time in no time.

BIN := .venv/bin
PERIOD ?= 2026-Q1
WORKERS ?= 2
COUNT ?= 5000
KILLS ?= 100
CORRECTIONS ?= 300
SEED ?= 1
FIRST ?= 0
MILLIONS ?= 10
YEARS ?= 5
# UPGRADE=--upgrade takes the newest of everything; without it `make lock` changes only what pyproject.toml asks for.
UPGRADE ?=
QUICK ?=
PEOPLE ?= 1000
COMPILE := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --quiet \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links $(UPGRADE)

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev pack test statements truth check format format-check lint types imports docs lock sample pictures fuzz faults rests life \
	bench bench-pack bench-reading bench-measuring bench-paying bench-scale clean

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

setup: ## prepare .venv for building packs
	@sh setup/prepare.sh run

setup-dev: ## prepare .venv for tests and checks too
	@sh setup/prepare.sh dev

pack: setup ## build the sample company's pack (PERIOD=2026-Q1)
	@$(BIN)/reportgen build $(PERIOD)

test: setup-dev ## run every test
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

statements: setup-dev ## let LibreOffice recompute, and the schema checker read, every statement of the sample (tests: a third)
	@$(BIN)/python -m pytest tests/pack tests/rules/test_statements.py -k 'recalculated_by_libreoffice or schema_checker' --every-statement -n $(WORKERS) --dist loadfile

truth: setup-dev ## hold the program against the sample's expected figures; prints precision and recall of every alert
	@$(BIN)/python -m pytest tests/truth -n $(WORKERS) --dist loadfile

check: format-check lint types imports test ## format, lint, types, imports, tests, docs: all that must be green

format: setup-dev ## put every file into shape
	@$(BIN)/ruff check --fix-only --quiet
	@$(BIN)/ruff format

format-check: setup-dev
	@$(BIN)/ruff format --check

lint: setup-dev ## ruff alone
	@$(BIN)/ruff check

types: setup-dev ## mypy alone
	@$(BIN)/mypy

imports: setup-dev ## who may import whom
	@$(BIN)/lint-imports

# `make test` runs these as well: the documentation's own checks are tests.
docs: setup-dev ## the documentation's checks alone
	@$(BIN)/python -m pytest tests/test_docs.py

lock: $(BIN)/uv ## write requirements/*.txt anew after a change of pyproject.toml (UPGRADE=--upgrade)
	@$(COMPILE) --group build --output-file requirements/run.txt
	@$(COMPILE) --group dev --constraint requirements/run.txt --output-file requirements/dev.txt

$(BIN)/uv:
	@sh setup/prepare.sh dev

sample: setup ## generate the sample company's spreadsheets and its expected figures anew
	@$(BIN)/python -m reportgen.sample inputs/data
	@$(BIN)/python -m reportgen.sample.truth tests/truth

pictures: setup-dev ## make the README's pictures from real output
	@$(BIN)/python docs/pictures.py

fuzz: setup-dev ## read 5,000 damaged spreadsheets: no traceback, no hang, no silent wrong total (COUNT=5000)
	@$(BIN)/python -m tests.faults.fuzz_inputs $(COUNT)

faults: setup-dev ## kill runs at named calls and at random moments: nothing lost, the next run finishes (KILLS=100)
	@$(BIN)/python -m tests.faults.kills $(KILLS)

rests: setup-dev ## hold what is remembered of people against composing anew, after random corrections (CORRECTIONS=300, on from FIRST=0)
	@$(BIN)/python -m tests.faults.rests $(CORRECTIONS) $(SEED) $(FIRST)

life: setup-dev ## live and close twelve months of small companies, events drawn by chance (YEARS=5)
	@$(BIN)/python -m tests.life.long $(YEARS)

bench: setup-dev ## time drawing a pack beside the plain way and Typst, in one run (PEOPLE=1000, QUICK=--quick)
	@$(BIN)/python -m benchmarks.rendering --people $(PEOPLE) $(QUICK)

bench-pack: setup ## time the sample's pack, cold and warm
	@$(BIN)/python benchmarks/pack.py

bench-reading: setup ## time reading a million rows against reading them as mere strings (QUICK=--quick)
	@$(BIN)/python benchmarks/reading.py $(QUICK)

bench-measuring: setup ## time measuring 5,000 people and a million order lines against reading these, and how time grows
	@$(BIN)/python -m benchmarks.measuring
	@$(BIN)/python -m benchmarks.measuring growth

bench-paying: setup ## time paying 1,000 people for 10,000, 100,000 and 1,000,000 order lines; prints how time grows
	@$(BIN)/python -m benchmarks.paying

bench-scale: setup-dev ## group and join order lines on a disk with pandas, pyarrow and DuckDB (MILLIONS=10)
	@nice $(BIN)/python -m benchmarks.scale $(MILLIONS)

clean: ## remove what was built, keep .venv
	@rm -rf outputs/2* build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find reportgen tests setup benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
