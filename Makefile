# Each of lab, demo and test is the only step on a machine with python3, make and git:
# the first call sets up .venv from requirements.txt, later calls start at once.

PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.txt

# On a Debian as root, such as a container or CI, a missing package is installed; elsewhere the
# command for it is said.
apt-get-install = { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(1) >/dev/null; }

.PHONY: help lab demo test benchmark format browser

help:
	@echo "make lab     open the student's notebooks, in work/, in JupyterLab"
	@echo "make demo    grade a made-up class and open the instructor's formgrader on it"
	@echo "make test    run everything that CI runs"
	@echo "make benchmark  measure grading against nbgrader as it comes; about half an hour"
	@echo "make format  format the Python files"

lab: .venv/students
	@$(BIN)/autograder lab $(OPTIONS)

demo: .venv/instructors
	@$(BIN)/autograder demo $(OPTIONS)

test: .venv/developers browser
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/autograder build
	$(BIN)/autograder check
	$(BIN)/autograder release --check
	$(BIN)/python -m pytest

benchmark: .venv/developers
	@$(BIN)/python -m autograder.benchmarks $(OPTIONS)

format: .venv/developers
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

.venv/students: EXTRAS :=
.venv/instructors: EXTRAS := [authors]
.venv/developers: EXTRAS := [authors,tests]
# What the larger sets of packages make unnecessary.
.venv/instructors: INCLUDED := .venv/students
.venv/developers: INCLUDED := .venv/students .venv/instructors
.venv/students .venv/instructors .venv/developers: requirements.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || \
		{ echo "Python 3.11, 3.12 or 3.13 is needed: sudo apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
		{ echo "Python 3.11, 3.12 or 3.13 is needed, $(PYTHON) is $$($(PYTHON) --version). Another one: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || $(call apt-get-install,python3-venv) || \
		{ echo "Python's venv module is incomplete: sudo apt-get install python3-venv"; exit 1; }
	@echo "Setting up .venv (once, about two minutes) …"
	@$(BIN)/python -c '' 2>/dev/null || { rm -rf .venv; $(PYTHON) -m venv .venv; }
	@$(INSTALL) --editable '.$(EXTRAS)' || \
		{ echo "The packages could not be installed: pip says why above. Mend it and run make again."; exit 1; }
	@touch $@ $(INCLUDED)

# Playwright's driver runs on a node of its own, which needs libatomic.
browser: .venv/developers
	@{ command -v chromium && $(BIN)/playwright --version; } >/dev/null 2>&1 || \
		$(call apt-get-install,chromium libatomic1) || \
		{ echo "The browser tests need Chromium: sudo apt-get install chromium libatomic1"; exit 1; }
