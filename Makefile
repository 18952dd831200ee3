# unionreg. `make help` lists what there is.
# Nothing but Python 3.11 or newer and make is needed; the rest is installed where it is missing.

PYTHON ?= python3
PORT ?= 8000
# Management command that does the background work.
WORKER ?= run_worker
# Arguments for pytest, for example: make test ARGS="tests/members -k merge"
ARGS ?=
LOCK = $(VENV)/python -m piptools compile --quiet --generate-hashes --strip-extras --allow-unsafe \
	--no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host
TEMPLATES = $(shell git ls-files '*/templates/*.html' 'templates/*.html')

VENV = .venv/bin
export PORT WORKER

.DEFAULT_GOAL := help
.PHONY: help run test test-sqlite test-postgresql test-partitioned test-pgbouncer check lint format \
	typecheck migrations-check deploy-check bench bench-city bench-load messages lock venv venv-dev \
	browser hooks clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: venv ## Start unionreg with demo data on 127.0.0.1:$PORT (8000); Ctrl-C stops it
	@$(VENV)/python -m tools.serve

test: venv-dev ## Run all tests on SQLite and on PostgreSQL
	@$(VENV)/python -m tools.run_tests $(ARGS)

test-sqlite: venv-dev ## Run the tests on SQLite only
	@$(VENV)/python -m tools.run_tests --only sqlite $(ARGS)

test-postgresql: venv-dev ## Run the tests on PostgreSQL only
	@$(VENV)/python -m tools.run_tests --only postgresql $(ARGS)

test-partitioned: venv-dev ## Run the registry's tests on PostgreSQL with partitioned tables
	@$(VENV)/python -m tools.run_tests --only partitioned $(ARGS)

test-pgbouncer: venv-dev ## Run the registry's tests through PgBouncer, with partitioned tables
	@$(VENV)/python -m tools.run_tests --only pgbouncer $(ARGS)

check: lint typecheck migrations-check deploy-check ## Do every check that is not a test

lint: venv-dev ## Look for mistakes and for code and templates out of format
	$(VENV)/ruff check --output-format concise .
	$(VENV)/ruff format --check .
	$(VENV)/djangofmt --check $(TEMPLATES)

format: venv-dev ## Bring code and templates into format
	$(VENV)/ruff check --fix-only .
	$(VENV)/ruff format .
	$(VENV)/djangofmt $(TEMPLATES)

# mypy ends without tidying up, so it gets no folder of its own in the temporary directory.
typecheck: venv-dev ## Check the types (mypy, strict)
	UNIONREG_TEST_DIR=var/typecheck $(VENV)/python -m mypy .

migrations-check: venv-dev ## Check that models and migrations agree
	DJANGO_SETTINGS_MODULE=tests.settings $(VENV)/python -m django makemigrations --check --dry-run

deploy-check: venv-dev ## Check the production settings
	@$(VENV)/python -m tools.deploy_check

bench: venv-dev ## Measure beside named baselines; see docs/performance.md
	@$(VENV)/python bench/run.py

bench-city: venv-dev ## Measure a city of 1.76 million members; takes its time
	@$(VENV)/python bench/run.py city

bench-load: venv-dev ## Measure pages while a county file is imported; see docs/load.md
	@$(VENV)/python bench/load.py

# The catalogue of the scripts lies in an app; makemessages would put that app's strings beside it.
messages: venv-dev ## Collect new strings for translation and compile the catalogues
	@$(PYTHON) -m tools.gettext_tools
	@mkdir -p var && mv unionreg/locale var/locale-of-scripts && \
	trap 'mv var/locale-of-scripts unionreg/locale' EXIT && \
	DJANGO_SETTINGS_MODULE=tests.settings $(VENV)/python -m django makemessages \
		--locale zh_Hans --no-obsolete --no-location --ignore 'var/*' --ignore '.venv/*'
	DJANGO_SETTINGS_MODULE=tests.settings $(VENV)/python -m django compilemessages --locale zh_Hans

lock: venv-dev ## Lock packages after a change of requirements*.in (ARGS=--upgrade renews all)
	$(LOCK) $(ARGS) --output-file requirements.txt requirements.in
	$(LOCK) $(ARGS) --output-file requirements-dev.txt requirements-dev.in

venv: ## Install what the running system needs into .venv
	@$(PYTHON) -m tools.environment

venv-dev: ## Install what tests and checks need into .venv
	@$(PYTHON) -m tools.environment --dev

browser: ## Install Chromium and a Chinese font for the browser tests
	@$(PYTHON) -m tools.browser

hooks: venv-dev ## Check every commit before it is made
	$(VENV)/pre-commit install

clean: ## Remove what tools made; .venv, .env and the data in var/ stay
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis test-results
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
