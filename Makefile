# `make` alone lists what there is to do. Every recipe is short: the work is in named places.
SHELL := /bin/sh
PY := .venv/bin/python
.DEFAULT_GOAL := list
.PHONY: list run test check fix sure bench kills canaries seed migrate sql setup lock
.PHONY: base dev style types layers revisions generated

list:
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

run: base ## Start with the Sussex demonstration (PORT=8123 DATA=/some/folder FRESH=1)
	@exec $(PY) -m network.cli demo

test: dev ## Run the tests (K=search for those of that name)
	@requirements/browser
	@$(PY) -m pytest -n 2 $(if $(K),-k "$(K)")

check: dev style types layers revisions generated ## Check style, types, layers, migrations and generated files

fix: dev ## Put right what a machine can put right, and write the generated files
	@$(PY) -m ruff check --quiet --fix-only . && $(PY) -m ruff format --quiet .
	@$(PY) -m network.cli export-schema

sure: check ## Check and test, with coverage: what .ci/run runs
	@requirements/browser
	@$(PY) -m pytest -n 2 --cov --cov-report=term:skip-covered

bench: dev ## Measure the questions beside their peers and print ratios
	@$(PY) -m bench

kills: dev ## Make 2,000 changes while the service and PostgreSQL are killed 20 times, and count
	@$(PY) -m tests.faults.mutations --changes 2000 --kills 20

canaries: dev ## Put 2,000 marked values through every door, and look where they may not be
	@CANARIES=2000 $(PY) -m pytest -q tests/faults/test_canaries.py

seed: base ## Load the Sussex demonstration into the database, unless it is there
	@$(PY) -m network.cli seed

migrate: base ## Bring the database up to date (M="what changes" writes a new revision)
	@$(PY) -m network.cli migrate $(if $(M),--new "$(M)")

sql: base ## Open the database in psql
	@exec $(PY) -m network.cli sql

setup: dev ## Make the environment for working on Alongside, with the git hook
	@requirements/browser
	@if command -v pre-commit >/dev/null; then pre-commit install; fi

lock: ## Write the hashed locks anew (needs uv)
	@for name in base dev; do uv pip compile -q --universal --generate-hashes --python-version 3.11 \
	  --no-emit-index-url --no-emit-find-links --no-header requirements/$$name.in -o requirements/$$name.txt; done

base dev:
	@requirements/install $@

style: dev
	@$(PY) -m ruff format --check --quiet . && $(PY) -m ruff check --quiet .

types: dev
	@$(PY) -m mypy .

layers: dev
	@.venv/bin/lint-imports --no-logo

revisions: dev
	@$(PY) -m network.cli migrate --check

generated: dev
	@$(PY) -m network.cli export-schema --check
