# Everything a person does with this repository, one line each. `make help` lists it.
# The work is in deploy/*.sh and the `pactwatch` command; this file only names it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

BIN := .venv/bin
READY := .venv/.ready
PYTEST := $(BIN)/python -m pytest

.PHONY: help setup demo up down status test test-chaos bench train lint format contracts lock secrets compose clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: $(READY) ## Make .venv with everything locked; instant when nothing changed

$(READY): deploy/requirements/dev.txt deploy/setup.sh pyproject.toml
	@deploy/setup.sh

demo: $(READY) ## Start everything, publish the sample articles, show the alerts, stop
	@$(BIN)/pactwatch demo

up: $(READY) ## Start Kafka, PostgreSQL and every service on this machine, and leave them running
	@$(BIN)/pactwatch up

down: $(READY) ## Stop what `make up` started; the data stays in .pactwatch/
	@$(BIN)/pactwatch down

status: $(READY) ## Show each process, how far it is behind and what it last did
	@$(BIN)/pactwatch status

test: $(READY) ## Run the tests (all but chaos and bench), against a real Kafka and a real PostgreSQL
	$(PYTEST) $(ARGS)

test-chaos: $(READY) ## Kill processes and the broker under load, a hundred times; takes long
	PACTWATCH_CHAOS_ROUNDS=$${PACTWATCH_CHAOS_ROUNDS:-20} $(PYTEST) tests/chaos $(ARGS)

bench: $(READY) ## Measure throughput and latency beside the alternatives
	@$(BIN)/python -m tests.bench $(ARGS)

train: $(READY) ## Train the models of the reading from the labelled articles, and say how good they are
	@$(BIN)/python -m seeds.training $(ARGS)

lint: $(READY) ## Check format, style, types, imports, shell scripts and container files
	@deploy/lint.sh

format: $(READY) ## Format the code and mend what can be mended by itself
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format .

contracts: $(READY) ## Generate docs/contracts and the reference tables in docs/ from the code
	@$(BIN)/python -m docs.generate

lock: $(READY) ## Resolve pyproject.toml into deploy/requirements/*.txt (ARGS=--upgrade for newer ones)
	@deploy/requirements/lock.sh $(ARGS)

secrets: ## Make random passwords for Docker Compose in secrets/; keeps those that are there
	@deploy/docker/make-secrets.sh

compose: secrets ## Build and start everything in Docker, and wait until it is healthy
	docker compose up --build --detach --wait

clean: ## Remove .venv, caches and build results; data in .pactwatch/ and secrets/ stay
	rm -rf .venv build dist ./*.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
