# The two commands that matter: `make run` and `make test`.

PYTHON ?= python3
PORT ?= 8080
# How many processes test at once.
JOBS ?= 2

BIN := .venv/bin
READY := .venv/.ready

.PHONY: help setup run test check draw bench clean
.DEFAULT_GOAL := help

help:
	@echo "make run    try it in the browser, or run the Telegram bot when .env has a BOT_TOKEN"
	@echo "make test   everything that has to hold before a change goes in"
	@echo "make setup  only prepare .venv"
	@echo "make check  look for faults in dialogues, templates and rules"
	@echo "make draw   draw the dialogues as diagrams into docs/diagrams/"
	@echo "make bench  measure"
	@echo "make clean  remove .venv and what tools left behind (never your data)"

setup: $(READY)
	@:

$(READY): requirements-dev.txt
	@command -v $(PYTHON) >/dev/null || { \
	  echo "There is no $(PYTHON) here. Install Python 3.11 or newer, or name one: make setup PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$(PYTHON) is `$(PYTHON) --version`, but 3.11 or newer is needed. Name one: make setup PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "This Python has no venv. On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Making .venv"; rm -rf .venv; $(PYTHON) -m venv .venv; }
	@echo "Installing what is needed (a minute or two, once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# The environment and .env are read exactly as the program reads them.
HAS_TOKEN := import os, dotenv; t = "BOT_TOKEN"; \
	raise SystemExit(not (os.environ.get(t) or dotenv.dotenv_values(".env").get(t)))

run: setup
	@if $(BIN)/python -c '$(HAS_TOKEN)'; then exec $(BIN)/python -m bot run; \
	else exec $(BIN)/python -m bot preview --port $(PORT); fi

test: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m bot check
	$(BIN)/python -m pytest -rfEs -n $(JOBS) --dist loadfile $(ARGS)

check: setup
	$(BIN)/python -m bot check

draw: setup
	$(BIN)/python -m bot draw

bench: setup
	@for file in `grep -l __main__ benchmarks/*.py`; do \
	  name=`basename $$file .py`; echo "== $$name"; $(BIN)/python -m benchmarks.$$name || exit 1; done

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
