# One front door for every chore. `make` alone lists them.
PYTHON ?= python3.11
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help setup demo serve test check format bench

help:            ## list the chores
	@grep -hE '^[a-z-]+: *.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 12

setup: .venv/ready ## build .venv with the shanhai command in it

.venv/ready: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.9"
	$(BIN)/uv pip sync --quiet --compile-bytecode --python $(BIN)/python requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	touch .venv/ready

demo: setup      ## load the example and serve it
	$(BIN)/shanhai setup
	$(BIN)/shanhai example
	$(BIN)/shanhai serve

serve: setup     ## serve the installation in SHANHAI_HOME
	$(BIN)/shanhai setup
	$(BIN)/shanhai serve

test: setup check ## all checks and all tests, browser and PostgreSQL included
	sh tests/prepare_machine.sh
	$(BIN)/pytest -n 2 --dist loadfile

check: setup     ## format, lint, types, architecture
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/pytest -q tests/test_architecture.py

format: setup    ## put the code in its format
	$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

bench: setup     ## measured comparisons, each beside its floor
	$(BIN)/uv pip install --quiet --python $(BIN)/python --group bench || echo "JioNLP cannot be had: its row is left out"
	$(BIN)/python -m bench
