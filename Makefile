# Everything sets itself up: Python 3.11 or newer and make are enough.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
DEMO_BOOK := build/demo.book
PEERS := build/peers

.PHONY: help demo test soak check format docs bench bench-extract floors lock clean
help:  ## What can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(VENV)/.core: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Pledgebook needs Python 3.11 or newer; set PYTHON=…"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
		{ echo "could not make a virtual environment (Debian: apt-get install python3-venv)"; exit 1; }
	@echo "installing what Pledgebook needs into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.core requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(VENV)/.core  ## Read the example articles and print the reports
	@$(BIN)/pledgebook demo

test: $(VENV)/.dev  ## All tests, with the quality floors
	@$(BIN)/python -m pytest -n auto

soak: $(VENV)/.dev  ## The laws of linking and ledger over 10,000 random streams each
	@PLEDGEBOOK_EXAMPLES=10000 $(BIN)/python -m pytest -n auto tests/test_ledger_laws.py tests/test_linking_laws.py

check: $(VENV)/.dev  ## Style, types and import rules
	@$(BIN)/ruff check src tests benchmarks docs
	@$(BIN)/ruff format --check src tests benchmarks docs
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/.dev  ## Put the code into the house's form
	@$(BIN)/ruff format src tests benchmarks docs
	@$(BIN)/ruff check --fix src tests benchmarks docs

docs: $(VENV)/.dev  ## The documentation as a site, in build/site
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "build/site/index.html"

bench: $(VENV)/.dev  ## Speed and memory, beside a peer
	@$(BIN)/python benchmarks/bench.py

$(PEERS)/.made: $(VENV)/.core pyproject.toml
	@echo "installing what Pledgebook is measured beside into $(PEERS) …"
	@test -x $(PEERS)/bin/python || $(BIN)/python -m venv $(PEERS)
	@$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["peers"])' | \
		xargs $(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check
	@touch $@

bench-extract: $(PEERS)/.made  ## Speed and memory of reading prose, beside peers
	@$(BIN)/python benchmarks/extract.py

lock: $(VENV)/.dev  ## Pin every dependency anew, with hashes
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		pyproject.toml requirements.in -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		-c requirements.lock pyproject.toml requirements.in --extra web --group dev -o requirements-dev.lock

clean:  ## Remove what was made
	@rm -rf $(VENV) build dist
