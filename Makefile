# The commands of Pugmark. `make help` lists them. Everything is set up by the command that needs it.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
HOST ?= 127.0.0.1
PORT ?= 8000
export HOST PORT FOOTAGE
# Dozens of processes import the same modules: compiled once, whatever the caller's shell says.
unexport PYTHONDONTWRITEBYTECODE
NPM := npm_config_fund=false npm_config_audit=false npm_config_update_notifier=false $(BIN)/npm
FRONTEND := $(shell find frontend/src -type f 2>/dev/null) vite.config.ts tsconfig.json package.json

.DEFAULT_GOAL := help
.PHONY: help install run test test-units test-browser lint format bench messages screenshots clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

install: $(STAMPS)/static $(STAMPS)/messages ## set everything up in .venv, node_modules, frontend/dist and static

$(STAMPS)/python: requirements.lock
	@echo "Python packages …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Pugmark needs Python 3.11 or newer; run: make install PYTHON=/path/to/python3.11")'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/node: package-lock.json $(STAMPS)/python
	@echo "Front-end packages …"
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(NPM) ci --loglevel=error
	@touch $@

$(STAMPS)/frontend: $(FRONTEND) $(STAMPS)/node
	@echo "Front end …"
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/node node_modules/vite/bin/vite.js build --logLevel error
	@touch $@

$(STAMPS)/static: $(STAMPS)/frontend
	@echo "Static files …"
	@$(BIN)/python manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@

$(STAMPS)/messages: $(STAMPS)/python $(wildcard locale/*/LC_MESSAGES/django.po)
	@$(BIN)/python -m config.messages compile
	@touch $@

run: install ## start Pugmark (HOST, PORT, FOOTAGE=/folder and the variables in README.md)
	@exec $(BIN)/python manage.py serve

test: install $(STAMPS)/browser $(STAMPS)/atproto ## everything: lint, types, import contracts, unit, database and browser tests
	@$(MAKE) --no-print-directory --keep-going --jobs=3 $(ORDERLY) lint test-units test-browser

# Browser tests wait more than they work, so all three go on at once; each says what it has to say when it is through.
ORDERLY := $(if $(filter output-sync,$(.FEATURES)),--output-sync=line)

test-units: install $(STAMPS)/atproto
	@echo "Unit and database tests …"
	@$(BIN)/node node_modules/vitest/vitest.mjs run
	@$(BIN)/python -m pytest -m "not browser" -n auto --dist loadfile

test-browser: install $(STAMPS)/browser
	@echo "Browser tests …"
	@$(BIN)/python -m pytest -m browser

lint: install ## style, types, import contracts, translations
	@echo "Style, types, import contracts, translations …"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/mypy .
	@$(BIN)/node node_modules/typescript/bin/tsc --noEmit
	@$(BIN)/djlint --lint --quiet templates
	@$(BIN)/python -m config.messages check
	@$(BIN)/python manage.py makemigrations --check --dry-run --verbosity 0

format: install ## put the code into its form
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

messages: install ## collect the strings that people see into locale/
	@$(BIN)/python -m config.messages extract

bench: install ## print the figures of the README
	@for script in $$(grep -l __main__ benchmarks/*.py); do echo "== $$script"; $(BIN)/python $$script || exit 1; done

screenshots: install $(STAMPS)/browser ## make the pictures of docs/images with a desk of their own
	@$(BIN)/python -m docs.screenshots

$(STAMPS)/browser: $(STAMPS)/python
	@sh tests/browser/install.sh $(BIN)
	@touch $@

$(STAMPS)/atproto: tests/atproto/package-lock.json $(STAMPS)/python
	@sh tests/atproto/install.sh $(BIN)
	@touch $@

clean: ## remove what the commands made, but no data (var/ and media/ stay)
	rm -rf $(VENV) node_modules frontend/dist static tests/atproto/node_modules .mypy_cache .ruff_cache .pytest_cache
	find config curation publishing tests docs benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
