# Everything a maintainer runs. `make` alone lists the targets.
# Needs Python 3.11 or newer with venv, make and a package index; nothing else.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --no-input
# Options for pytest, e.g. make test PYTEST_ARGS="-k routing"
PYTEST_ARGS ?=
# One test process a core; a file's tests stay together, they share what they built.
PYTEST_WORKERS ?= -n auto --dist loadfile
# Options for the benchmarks, e.g. make bench BENCH_ARGS="--quick"
BENCH_ARGS ?=

PACKAGES   := geo routing layers planning data maps api
STRUCTURE  := tests/test_layout.py tests/test_core_opens_no_file.py
DEMO_OUT   := build/demo
LOCK_FLAGS := --quiet --universal --python-version 3.11 --fork-strategy fewest \
              --generate-hashes --no-emit-index-url --no-header --no-annotate

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: bench help demo serve test test-slow check lint types imports structure format lock wheel clean distclean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ------------------------------------------------------------- environment ---
# Three stamps: the bare environment; the product in it; the product with all
# that tests and checks need. The lock files and pyproject.toml renew the last two.

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "goldenhour needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1 || true)."; \
	  echo "Name another one: make PYTHON=python3.12 ..."; exit 1; }
	@echo "creating $(VENV)"
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); \
	  echo "'$(PYTHON) -m venv' failed: on Debian and Ubuntu install the package python3-venv."; exit 1; }
	@touch $@

$(VENV)/.runtime: requirements.lock requirements-build.lock pyproject.toml | $(VENV)/.made
	@echo "installing the locked packages (a minute or two, the first time)"
	@$(PIP) install --quiet --require-hashes -r requirements.lock
	@$(PIP) install --quiet --require-hashes -r requirements-build.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@echo "compiling the search kernels (half a minute, the first time)"
	@$(BIN)/goldenhour doctor --warm > /dev/null
	@touch $@

$(VENV)/.development: requirements-dev.lock requirements.lock requirements-build.lock pyproject.toml | $(VENV)/.made
	@echo "installing the locked packages, with those for tests and checks (a minute or two, the first time)"
	@$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@echo "compiling the search kernels (half a minute, the first time)"
	@$(BIN)/goldenhour doctor --warm > /dev/null
	@touch $(VENV)/.runtime $@

# ----------------------------------------------------------------- product ---

demo: $(VENV)/.runtime ## install, make the demonstration district, say where to look
	@rm -rf $(DEMO_OUT) && mkdir -p $(dir $(DEMO_OUT))
	$(BIN)/goldenhour demo --out $(DEMO_OUT)
	@echo
	@echo "Open the map in a browser: $(DEMO_OUT)/map.html"
	@echo "Every goal of the plan:    $(DEMO_OUT)/scorecard.html"
	@echo "The figures behind it:     $(DEMO_OUT)/results.json, $(DEMO_OUT)/tables/"
	@echo "Serve it:                  make serve"

$(DEMO_OUT)/map.html:
	@$(MAKE) --no-print-directory demo

serve: $(VENV)/.runtime $(DEMO_OUT)/map.html ## serve the demonstration district (map, verdicts, HTTP API)
	$(BIN)/goldenhour serve $(DEMO_OUT)/study

# ------------------------------------------------------------------- tests ---

test: $(VENV)/.development ## install and run the tests, without the slow ones
	@sh scripts/ensure_browser.sh
	$(BIN)/python -m pytest -m "not slow" $(PYTEST_WORKERS) $(PYTEST_ARGS)

# pytest says 5 when nothing was selected: then there is no slow test, which is no fault.
test-slow: $(VENV)/.development ## run the slow tests only
	@sh scripts/ensure_browser.sh
	$(BIN)/python -m pytest -m slow $(PYTEST_WORKERS) $(PYTEST_ARGS) || [ $$? -eq 5 ]

check: lint types imports structure ## lint, types, import rules, structure tests and doctests

lint: $(VENV)/.development ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.development ## mypy, strict
	$(BIN)/mypy

imports: $(VENV)/.development ## import-linter: which package may import which
	$(BIN)/lint-imports

structure: $(VENV)/.development ## layout and no-file-calls tests, doctests
	$(BIN)/python -m pytest -q $(STRUCTURE) $(PACKAGES)

format: $(VENV)/.development ## let ruff format and repair what it can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# -------------------------------------------------------- locks and wheels ---
# Newest releases: make lock UPGRADE=--upgrade. The runtime lock is made first and binds the others.

lock: $(VENV)/.made ## write the lock files anew from pyproject.toml
	@[ -x $(BIN)/uv ] || $(PIP) install --quiet --require-hashes -r requirements-dev.lock
	$(BIN)/uv pip compile $(LOCK_FLAGS) $(UPGRADE) --group build -o requirements-build.lock
	$(BIN)/uv pip compile $(LOCK_FLAGS) $(UPGRADE) pyproject.toml \
	  -c requirements-build.lock -o requirements.lock
	$(BIN)/uv pip compile $(LOCK_FLAGS) $(UPGRADE) pyproject.toml --extra test --extra dev --group build \
	  -c requirements.lock -c requirements-build.lock -o requirements-dev.lock
	@if grep -nE '://|^--' requirements*.lock; then echo "a lock file names an index"; exit 1; fi

bench: $(VENV)/.development ## measure the routing core against its peers (minutes)
	$(BIN)/python -m benchmarks.run $(BENCH_ARGS)

wheel: $(VENV)/.runtime ## build dist/goldenhour-*.whl
	@rm -rf dist
	$(PIP) wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist

clean: ## remove what was built and the tools' caches
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find $(PACKAGES) tests -type d -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

distclean: clean ## the same and the environment
	rm -rf $(VENV)
