# Trivox. Needs python3 (3.11 or newer) with its venv module, and make. `make help` lists what can be asked.

PYTHON ?= python3
VENV ?= .venv
JOBS ?= 2
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TOOLS := $(VENV)/.tools
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PAGE := out/demo/index.html
LOCKING := --universal --python-version 3.11 --generate-hashes --upgrade --no-header --no-annotate --no-emit-index-url --no-emit-find-links
# Declarations and laws are laid out by hand, in columns that can be read as tables; these files are laid out by ruff.
FORMATTED := tests/test_house.py tests/conftest.py sim/views/documents.py

.DEFAULT_GOAL := help
.PHONY: help setup tools demo app check static warm test slow mutation bench docs validation claims why calibrate renew surrogate reference golden format lock clean

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

setup: $(READY)  ## a virtual environment with what a simulation needs, pinned in requirements.lock

tools: $(TOOLS)  ## the same with all that tests, checks and the laboratory need, pinned in requirements-dev.lock

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Trivox needs Python 3.11 or newer; say which one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "Making a virtual environment in $(VENV)"; $(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing (on Debian: apt-get install python3-venv)"; rm -rf $(VENV); exit 1; }

$(READY): requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing the pinned libraries (once, about 500 MB)"
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(TOOLS): requirements-dev.lock $(READY)
	@echo "Installing what tests and the laboratory need (once, about 700 MB more)"
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(READY)  ## people first against profit chase: the verdict, a page and plots
	$(BIN)/trivox compare reference people_first profit_chase --page $(PAGE) --plots out/demo --force
	@echo; echo "The page: $(PAGE)   The plots: out/demo"

app: $(READY)  ## the page in a browser: move a lever, and three voices and profit answer
	$(BIN)/trivox app

static: $(TOOLS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check $(FORMATTED)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m sim.views.documents --check

warm: $(READY)
	@$(BIN)/python -c "from sim.engine.run import warm_up; warm_up(lambda text, share: print(text, flush=True))"

check: static warm  ## style, types, import rules, documents in step, fast tests (within a minute)
	$(BIN)/pytest -q -n $(JOBS) -m "not slow and not thorough"

test: static warm  ## what continuous integration runs: check, and every test that is not slow
	$(BIN)/pytest -n $(JOBS) -m "not slow"

slow: $(TOOLS)  ## the tests that take minutes
	$(BIN)/pytest -n $(JOBS) -m slow

mutation: $(TOOLS)  ## how many wrong rules the tests notice: luck, books, a part of laws and sweeps (most of an hour)
	$(BIN)/python -m tests.mutation luck
	$(BIN)/python -m tests.mutation books
	$(BIN)/python -m tests.mutation laws --share 0.2
	$(BIN)/python -m tests.mutation sweeps --share 0.19

bench: $(TOOLS)  ## speed and memory, as ratios measured in one run
	@for script in benchmarks/bench_*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

docs: $(READY)  ## rewrite the generated tables of docs/ODD.md and the schema of scenario files
	$(BIN)/python -m sim.views.documents
	$(BIN)/python -m sim.scenario.schema

validation: $(READY)  ## measure all targets and patterns anew and rewrite docs/validation.md (some minutes)
	$(BIN)/python -m sim.views.validation

reference: $(READY)  ## solve the shipped references anew (after a change of a rule or a default; some minutes)
	$(BIN)/python -m sim.reference

calibrate: $(READY)  ## fit the targets and write the ensemble of plausible parameter sets anew (about three hours; can be stopped and started again)
	$(BIN)/python -m sim.calibration

renew: $(READY)  ## bring the ensemble that is there to today's rules, and leave out what the targets now rule out (a quarter of an hour; goes on where it was stopped)
	$(BIN)/python -m sim.calibration --renew

surrogate: $(READY)  ## learn to foretell the references of companies from a calibration's table (a minute or two; then solves some on a second base)
	$(BIN)/python -m sim.calibration.surrogate

golden: $(TOOLS)  ## rewrite the golden trajectories and show what moved (say in CHANGELOG.md why)
	$(BIN)/pytest -q tests/golden --write-golden
	@git --no-pager diff --stat -- tests/golden

claims: $(READY)  ## run the claims ledger in 64 plausible companies and rewrite docs/claims.md (about an hour; goes on where it was stopped)
	$(BIN)/trivox claims --members 64 --replications 8 --out out/claims --page docs/claims.md --force

why: $(READY)  ## what lies behind the headline claims: rewrite docs/claims_headlines.md (half an hour; goes on where it was stopped)
	$(BIN)/trivox why --along capability.exponent --along finance.repeats_billed --along quality.uncounted \
		--carriers --elsewhere --boundary 512 --replications 16 --out out/why --page docs/claims_headlines.md --force

format: $(TOOLS)  ## lay out the files whose layout is checked
	$(BIN)/ruff check --fix --select I .
	$(BIN)/ruff format $(FORMATTED)

lock: $(READY)  ## solve both lists of pinned libraries anew (needs uv)
	uv pip compile pyproject.toml --extra build --extra app $(LOCKING) -o requirements.lock
	uv pip compile pyproject.toml --extra dev $(LOCKING) -o requirements-dev.lock

clean:  ## remove what was built, the environment apart
	rm -rf out build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
