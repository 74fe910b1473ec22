# make demo    a first look: install, build the Sassuolo graph, ask it, draw it
# make check   what a change must pass, in a minute: style, types, imports and the fast tests of every room; no browser,
#              no server, and nothing that tests/slow.txt lists
# make test    everything that is checked, with what the checks need
# make costs   measure anew which tests are slow, for tests/slow.txt
# make score   the built graph against hand readings
# make bench   times and sizes, beside the machine's own floor; QUICK=1 the most telling of them, in five minutes,
#              PARTS="maps corpus" some parts alone
# make clean   remove what the others made

SHELL := /bin/bash
PYTHON ?= python3
VENV ?= .venv
TEST_VENV ?= .venv-test
PIP := -m pip --disable-pip-version-check --quiet
# Two processes or more; the tests of one file stay together, with the graphs and sites that they share, and so do all of
# the server (tests/conftest.py). The files come in the order of tests/support/tiers.py: the longest first.
PYTEST := $(TEST_VENV)/bin/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
# Whoever keeps no compiled modules elsewhere keeps them here: many processes would each compile them anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo install check lint fast test costs system score bench clean
.DEFAULT_GOAL := demo

demo: install
	@echo; echo "Building the graph of the Sassuolo plan from its text:"
	@$(VENV)/bin/dupgraph build
	@echo; echo "Which objectives involve AUSL, in the plan's own words?"
	@$(VENV)/bin/dupgraph query objectives-by-partner -p partner=AUSL --graph graph/sassuolo.ttl --format table
	@echo; $(VENV)/bin/dupgraph map --graph graph/sassuolo.ttl -o sassuolo.html
	@echo "file://$(CURDIR)/sassuolo.html"
	@echo; echo "In a browser, with a question box and SPARQL:"; echo "  $(VENV)/bin/dupgraph serve --open"

install: $(VENV)/.installed

# The build's own tools come first, from the same list of versions as all the rest. setuptools, which older Pythons
# put into every environment, is not needed.
$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "dupgraph needs Python 3.11 or newer; choose one with: make demo PYTHON=python3.12")'
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing dupgraph into $(VENV) ..."
	@$(VENV)/bin/python $(PIP) install -c constraints.txt hatchling editables
	@$(VENV)/bin/python $(PIP) install -c constraints.txt --no-build-isolation -e .
	@$(VENV)/bin/python $(PIP) uninstall --yes setuptools 2>/dev/null || true
	@touch $@

$(TEST_VENV)/.installed: pyproject.toml constraints.txt
	@test -x $(TEST_VENV)/bin/python || $(PYTHON) -m venv $(TEST_VENV)
	@echo "Installing dupgraph and what its tests need into $(TEST_VENV) ..."
	@$(TEST_VENV)/bin/python $(PIP) install -c constraints.txt hatchling editables
	@# What the limited child imports is compiled here: it may write nothing. Of the ten thousand modules that the checks
	@# bring along few are ever imported; those Python compiles itself.
	@$(TEST_VENV)/bin/python $(PIP) install -c constraints.txt --no-build-isolation -e '.[rst]'
	@$(TEST_VENV)/bin/python $(PIP) install --no-compile -c constraints.txt --no-build-isolation -e '.[test]'
	@touch $@

system:
	@./.ci/system

lint: $(TEST_VENV)/.installed
	$(TEST_VENV)/bin/ruff check .
	$(TEST_VENV)/bin/ruff format --check .
	$(TEST_VENV)/bin/mypy
	$(TEST_VENV)/bin/lint-imports --no-logo

# Side by side: of the first types take longest, and one core.
check: $(TEST_VENV)/.installed
	@$(MAKE) --no-print-directory -j2 lint fast

fast: $(TEST_VENV)/.installed
	@$(PYTEST) --hypothesis-profile check -m "not (browser or server or slow)"

test: system lint
	@$(PYTEST)

costs: $(TEST_VENV)/.installed
	@$(TEST_VENV)/bin/python -m pytest --costs -m "not (browser or server)"

score: install
	@set -o pipefail; for reading in tests/gold/*.json; do echo "$$reading"; \
		$(VENV)/bin/dupgraph query evidence --graph graph/sassuolo.ttl --format csv \
		| $(VENV)/bin/python tests/gold/score.py "$$reading" || exit; done
	@$(VENV)/bin/python tests/gold/plans.py

bench: $(TEST_VENV)/.installed
	@$(TEST_VENV)/bin/python bench/run.py $(PARTS) $(if $(QUICK),--quick)

clean:
	rm -rf $(VENV) $(TEST_VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis sassuolo.html
	find dupgraph tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
