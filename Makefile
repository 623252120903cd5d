# Each target works from a fresh clone: it makes .venv, installs what it needs, runs.
#   make site   builds the archive into public/      make serve  builds and serves it locally
#   make test   runs the checks and the tests        make check  runs the checks only
#   make bench  measures beside other generators     SIZES="1000 10000" RUNS=3

PYTHON ?= python3
SIZES ?= 1000 10000
RUNS ?= 3
BIN := .venv/bin
RUNTIME := .venv/.runtime-installed
DEV := .venv/.dev-installed
TOOLS := tests/tools/node_modules/.installed
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.PHONY: site serve test test-slow check bench clean

site: $(RUNTIME)
	$(BIN)/python build.py

serve: $(RUNTIME)
	$(BIN)/python build.py serve

test: $(DEV) $(TOOLS)
	scripts/chromium
	scripts/check
	$(BIN)/python -m pytest -m "not slow" -n 2 --dist loadfile

test-slow: $(DEV) $(TOOLS)
	scripts/chromium
	$(BIN)/python -m pytest -m slow

check: $(DEV)
	scripts/check

bench: $(RUNTIME)
	$(BIN)/python -m benchmarks --sizes $(SIZES) --runs $(RUNS)

# Everything that was made here, .venv included; sources and content stay.
clean:
	rm -rf public .backfile .venv dist tests/tools/node_modules
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .coverage
	find backfile benchmarks tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Backfile needs Python 3.11 or newer: make PYTHON=python3.12 …" >&2; exit 1; }
	$(PYTHON) -m venv .venv

$(RUNTIME): pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) -c constraints.txt -e .
	@touch $@

$(DEV): pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) -c constraints.txt -e '.[dev,zh]'
	@touch $@ $(RUNTIME)

# The HTML and accessibility checkers come from npm; the tests that need them say so without it.
$(TOOLS): tests/tools/package.json tests/tools/package-lock.json
	@if command -v npm >/dev/null; then \
		npm --prefix tests/tools ci --ignore-scripts --no-audit --no-fund --loglevel=error && touch $@; \
	else echo "npm is not installed: the HTML and accessibility checks cannot run" >&2; fi
