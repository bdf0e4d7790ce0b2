# Everything one can do with this repository; `make` alone lists it. PYTHON=… chooses the Python.
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
SHELL := bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install run test lint fix messages docs tips bench chaos fuzz sbom lock

# Room or path: `make test T=stories`, `make test T=tests/test_pages.py`.
WHERE = $(if $(T),$(if $(wildcard broadsheet/$(T)/.),broadsheet/$(T),$(T)))
TEMPLATES = git ls-files --cached --others --exclude-standard 'broadsheet/*.html' ':!:tests/pages' ':!:broadsheet/tips/built'
# Without their own dependencies: the lock names all that is installed, and leaves out what it must not hold.
LOCKED = python -m pip install --quiet --require-hashes --no-deps
COMPILE = uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-package pillow-heif --no-emit-package colorama

help:  ## Show what you can do
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

install: .venv/run.stamp  ## Install Broadsheet into .venv

run: .venv/run.stamp  ## Serve the demo paper at http://localhost:8000
	@broadsheet run --demo

test: .venv/dev.stamp  ## Run all tests; `make test T=stories` for one room
ifdef T
	pytest $(WHERE)
else
	@scripts/test-both
endif

lint: .venv/dev.stamp  ## Check style, types, floors, templates and known holes; change nothing
	ruff check .
	ruff format --check .
	mypy broadsheet
	lint-imports
	$(TEMPLATES) | xargs djade --check --target-version 5.2
	djlint --lint --quiet broadsheet
	@mkdir -p .venv/lint
	BROADSHEET_HOME=.venv/lint python manage.py makemigrations --check --dry-run
	python -m pip check
	bandit --quiet --configfile pyproject.toml --recursive broadsheet 2> >(grep -v "nosec encountered" >&2)
	python scripts/audit.py

fix: .venv/dev.stamp  ## Put right whatever a tool can put right
	ruff check --fix .
	ruff format .
	$(TEMPLATES) | xargs djade --target-version 5.2

messages: .venv/dev.stamp  ## Bring the words in the code into the catalogues, and compile those
	@scripts/bring xgettext msgfmt msgattrib
	scripts/messages

docs: .venv/dev.stamp  ## Bring the manual's tables of attacks and of credits up to date
	python scripts/security_table.py
	python scripts/credit_table.py

tips: .venv/dev.stamp  ## Build the tip line's scripts and pages
	python scripts/tips.py

bench: .venv/dev.stamp  ## Measure the press against nginx, photos against vips, in the same run
	@scripts/bring nginx wrk vipsthumbnail
	python -m bench

chaos: .venv/dev.stamp  ## Run the long tests at full length, every case of those with many, and all on PostgreSQL
	pytest -m "long or sampled" --whole $(WHERE)
	pytest -m "not long" --database=postgresql --whole $(WHERE)

fuzz: .venv/dev.stamp  ## Ask a demo paper odd things; `make fuzz MINUTES=60 SEED=7`
	python -m fuzz --minutes $(or $(MINUTES),10) $(if $(SEED),--seed $(SEED))

sbom: .venv/dev.stamp  ## Write the bill of materials, after `make lock`
	python scripts/sbom.py

lock: .venv/dev.stamp  ## Pin the newest versions that pyproject.toml allows
	$(COMPILE) pyproject.toml --extra stripe --output-file requirements/run.txt
	$(COMPILE) --group build --constraint requirements/run.txt --output-file requirements/build.txt
	$(COMPILE) pyproject.toml --extra stripe --group dev --constraint requirements/run.txt --output-file requirements/dev.txt

.venv/bin/python:
	@scripts/make-venv

.venv/run.stamp: requirements/run.txt requirements/build.txt pyproject.toml | .venv/bin/python
	@echo "Installing Broadsheet into .venv; this is done once."
	@$(LOCKED) -r requirements/run.txt -r requirements/build.txt
	@python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/run.stamp
	@echo "Installing what tests and checks need; this is done once."
	@$(LOCKED) -r requirements/dev.txt
	@touch $@
