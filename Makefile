# Everything a person or CI runs. `make` alone lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# The locks name everything, so pip must not resolve again: asked for "coverage[toml]" it passes over
# the locked "coverage" as soon as a newer one is out (https://github.com/pypa/pip/issues/9644).
LOCKED := $(PIP) install --no-deps --require-hashes

.DEFAULT_GOAL := help
.PHONY: help install install-dev demo run test coverage lint format bench chaos judge lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(VENV)/.installed: requirements.lock requirements-build.lock pyproject.toml
	@echo "Installing into $(VENV) (about a minute the first time) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "civicwatch needs Python 3.11 or newer; set PYTHON=/path/to/python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(LOCKED) -r requirements-build.lock -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@echo "Installing the test and lint tools ..."
	@$(LOCKED) -r requirements-dev.lock
	@touch $@

install: $(VENV)/.installed ## make .venv from the hash-locked requirements

install-dev: $(VENV)/.installed-dev ## the same with the test and lint tools

demo: install ## the whole main job on bundled feeds; ends by itself
	@$(BIN)/civicwatch demo

run: install ## the bot, with your feeds.yaml and .env
	@$(BIN)/civicwatch run

test: install-dev ## the whole suite, SQLite and PostgreSQL
	@$(BIN)/python -m pytest -n 2 -q

coverage: install-dev ## the suite with its coverage, by line and branch (half as long again)
	@$(BIN)/python -m pytest -n 2 -q --cov --cov-report=term:skip-covered

lint: install-dev ## format, lint, types, import contracts
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: install-dev ## format and fix in place
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

lock: ## renew the lock files (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --quiet -o requirements.lock
	uv pip compile --group build --universal --python-version 3.11 --generate-hashes --no-header --quiet -o requirements-build.lock
	uv pip compile pyproject.toml --group test --group lint -c requirements.lock --universal --python-version 3.11 --generate-hashes --no-header --quiet -o requirements-dev.lock

judge: install-dev ## the suite's recorded requests, judged by the platforms' own schemas in CIVICWATCH_JUDGES
	@test -n "$(CIVICWATCH_JUDGES)" || { echo "set CIVICWATCH_JUDGES to the folder with discord_judge.py and slack_judge.py"; exit 2; }
	@rm -rf recordings && mkdir recordings
	@CIVICWATCH_RECORD=$(CURDIR)/recordings $(BIN)/python -m pytest -n 2 -q tests/adapters tests/test_founding_case.py tests/test_app.py
	@wc -l recordings/*.jsonl
	@$(BIN)/python $(CIVICWATCH_JUDGES)/discord_judge.py recordings/discord.jsonl
	@$(BIN)/python $(CIVICWATCH_JUDGES)/slack_judge.py recordings/slack.jsonl

chaos: install-dev ## faults against real workers, a table of what was lost or doubled; KILLS, POSTS, STOPS, RESTARTS, FULL, SEED, EVERY, ONLY, ENGINES
	@PYTHONPATH=tests:. $(BIN)/python -W ignore -m chaos.run --kills $(or $(KILLS),200) --posts $(or $(POSTS),10000) \
		--stops $(or $(STOPS),50) --restarts $(or $(RESTARTS),20) --full $(or $(FULL),10) --seed $(or $(SEED),1) \
		--every $(or $(EVERY),1) --only "$(ONLY)" $(if $(ENGINES),--engines $(ENGINES))

bench: install-dev ## speed and counts; FEEDS=folder of feed files (FUZZ=count), LABELS=labelled items, READER=python with reader, DAY=feeds
	@$(BIN)/python -m benchmarks.store_bench
	@$(BIN)/python -m benchmarks.guard_bench
	@$(BIN)/python -m benchmarks.bombs_bench
	@$(BIN)/python -m benchmarks.poll_bench $(if $(READER),--reader $(READER))
	@$(BIN)/python -m benchmarks.long_run --feeds $(or $(DAY),2000)
	@$(BIN)/python -W ignore -m benchmarks.delivery_bench
	@$(BIN)/python -m benchmarks.judge_bench $(or $(LABELS),tests/data/judged.jsonl) $(FEEDS)
	@test -z "$(FEEDS)" || $(BIN)/python -m benchmarks.parse_corpus $(FEEDS)
	@test ! -f "$(FEEDS)/expected.tar.gz" || $(BIN)/python -m benchmarks.expected_outputs $(FEEDS)
	@test -z "$(FEEDS)" || $(BIN)/python -m benchmarks.fuzz_feeds $(FEEDS) --count $(or $(FUZZ),5000)
	@test -z "$(FEEDS)" || $(BIN)/python -W ignore -m benchmarks.quick_agreement $(FEEDS) --mutants 1000
	@test -z "$(FEEDS)" || $(BIN)/python -m benchmarks.snapshots $(FEEDS)

clean: ## remove what the other targets made
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis recordings
