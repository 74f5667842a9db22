# Short names for what the two commands and the tools do. `make help` lists them.

PYTHON := .venv/bin/python
# Enough of an environment for the tools that load the settings but never connect to anything.
TOOLS_ENV := SECRET_KEY=a-key-for-tools-that-only-read-the-settings-and-never-sign-anything \
	DATABASE_URL=postgresql://app_rw:none@127.0.0.1:1/none LEBONG_HOME=build/tools

.PHONY: help run test all lint format types contracts migrations deploy-check check chaos-quick bench screenshots lock tools

help: ## list these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  \1\t\2/' | expand -t 18

run: ## prepare everything and serve (./run)
	./run

test: ## the curated tests, browser included (./test)
	./test

all: ## every test (./test --all)
	./test --all

chaos-quick: ## the tests that kill real processes
	./test -m chaos_quick

lint: tools ## ruff and djade, without changing anything
	$(PYTHON) -m ruff check . run test
	$(PYTHON) -m ruff format --check . run test
	find templates -name '*.html' -print0 | xargs -0 .venv/bin/djade --check --target-version 5.2

format: tools ## ruff and djade, changing what they can
	$(PYTHON) -m ruff check --fix . run test
	$(PYTHON) -m ruff format . run test
	find templates -name '*.html' -print0 | xargs -0 .venv/bin/djade --target-version 5.2

types: tools ## mypy
	$(TOOLS_ENV) $(PYTHON) -m mypy .

contracts: tools ## import-linter: which part may import which
	$(TOOLS_ENV) .venv/bin/lint-imports

migrations: tools ## fail when a model has no migration
	$(TOOLS_ENV) $(PYTHON) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

deploy-check: tools ## Django's checks under production-like settings
	$(TOOLS_ENV) SITE_URL=https://titian.example ALLOWED_HOSTS=titian.example EMAIL_URL=smtp://127.0.0.1:25 \
		$(PYTHON) manage.py check --deploy --fail-level WARNING

check: lint types contracts migrations deploy-check ## everything that is not a test

bench: tools ## how fast the pages are, into docs/benchmarks.md (SIZE=10000 for more than 500 proposals)
	$(PYTHON) -m ops.bench --size $(or $(SIZE),500)

screenshots: tools ## the README's pictures, from a running demonstration (ADDRESS=http://127.0.0.1:8000)
	$(PYTHON) -m ops.screenshots $(or $(ADDRESS),http://127.0.0.1:8000)

lock: tools ## write the three locks anew from requirements*.in
	for name in requirements requirements-local requirements-dev; do \
		$(PYTHON) -m uv pip compile --quiet --universal --no-strip-extras --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
			$$name.in --output-file $$name.txt || exit 1; \
	done

tools:
	@python3 -c "from ops.launcher import environment as e; e.ensure(e.TEST_LOCKS)"
