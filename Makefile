# Jenjang: `make help` tells what can be made. Needs Python 3.11 or newer and make, nothing else.

PYTHON ?= $(shell for one in python3 python3.11 python3.12 python3.13 python3.14; do \
	$$one -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$one && break; done)
IN = .venv/bin
PIP = $(IN)/python -m pip --quiet --disable-pip-version-check install
LOCKED = $(PIP) --require-hashes --no-deps --requirement
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help .venv demo serve test check bench lock migrations

help:  ## Print this list.
	@awk -F ':.*## ' '/^[.a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: .venv/.runtime  ## Eight regional governments behind one GraphQL API, on this machine. ARGS="--port 8001 --fresh"
	@exec $(IN)/jenjang demo $(ARGS)

serve: .venv/.runtime  ## Serve on the database and Redis that JENJANG_... variables name.
	@exec $(IN)/jenjang serve $(ARGS)

test: .venv/.dev  ## Run all tests on PostgreSQL and Valkey from their wheels. ARGS="tests/rules"
	$(IN)/pytest -n 2 --dist worksteal $(ARGS)

check: .venv/.dev  ## Lint, types, arrows between rooms, contract drift, migrations, dependencies.
	$(IN)/ruff check .
	$(IN)/ruff format --check .
	$(IN)/mypy
	$(IN)/lint-imports
	$(IN)/jenjang contract check
	$(IN)/python .ci/migrations.py
	$(IN)/deptry .

bench: .venv/.dev  ## Measure against the hand-written limit and against the usual stack.
	$(IN)/python -m bench $(ARGS)

.venv: .venv/.runtime  ## Only make the environment, with what running needs.

lock:  ## Write requirements*.lock anew (needs uv).
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --group dev --constraint requirements.lock --output-file requirements-dev.lock

COMPILE = uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links --python-version 3.11 \
	pyproject.toml --extra embedded --extra pdf --group build $(UV_ARGS)

.venv/.made:
	@test -n "$(PYTHON)" || { echo "Jenjang needs Python 3.11 or newer: install it, or name it with 'make PYTHON=/path/to/python3.11'."; exit 2; }
	@$(PYTHON) -m venv .venv || { echo "Python can't make environments here: install its venv module (Debian: apt install python3-venv)."; exit 2; }
	@touch $@

.venv/.runtime: requirements.lock | .venv/.made
	@echo "Installing what running needs into .venv ..."
	@$(LOCKED) requirements.lock
	@$(PIP) --no-build-isolation --no-deps --editable .
	@$(IN)/python -m compileall -q platform/jenjang
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.runtime
	@echo "Installing what testing needs into .venv ..."
	@$(LOCKED) requirements-dev.lock
	@touch $@

.PHONY: graphiql
graphiql:  ## Build GraphiQL's page anew (needs Node 20.19 and npm); what is built is committed.
	cd platform/jenjang/web/graphiql && npm ci --no-fund --no-audit && npm run build
