# The one door to every routine command. `make help` lists them.
SHELL = /bin/sh
PORT ?= 8000
HOST ?= 127.0.0.1
DB ?= all
FOLDER ?= looks
VENV = .venv/bin

.PHONY: run test coverage test-scale drills check setup setup-dev lock help screenshots looks bench-tracing bench-desk bench-ledger bench-search clean

run: setup ## start everything and open the sample county: make run PORT=9000 HOST=0.0.0.0
	@exec $(VENV)/xiangyin run --host $(HOST) --port $(PORT)

test: setup-dev ## all tests: make test, make test DB=sqlite, make test DB=postgres
	@sh deploy/test-packages.sh
	@$(VENV)/python -m tests.run --db $(DB) $(ARGS)

coverage: setup-dev ## the same, and name every line and branch of the rules that no test runs
	@sh deploy/test-packages.sh
	@$(VENV)/python -m tests.run --measured

test-scale: setup-dev ## tracing on Spark and Daft: half a gigabyte of packages the first time
	@sh deploy/test-packages.sh
	@test -x .venv-scale/bin/python || $(VENV)/python -m venv .venv-scale
	@.venv-scale/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/scale.txt
	@XIANGYIN_CLUSTER_PYTHON="$$PWD/.venv-scale/bin/python" $(VENV)/python -m pytest tests/engines/reuse/at_scale/on_clusters.py $(ARGS)

drills: setup-dev ## faults on purpose, as root, up to half an hour: power cuts, kills, full disks
	@sh deploy/test-packages.sh
	@$(VENV)/python -m tests.drills $(ARGS)

check: setup-dev ## format, lint, types, imports, templates, migrations, translations, docs
	@sh deploy/check.sh

setup: ## only make .venv
	@sh deploy/make-venv.sh base

setup-dev:
	@sh deploy/make-venv.sh dev

lock: setup-dev ## lock the requirements anew from pyproject.toml
	$(VENV)/uv pip compile pyproject.toml --extra dev --extra build --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -q -o requirements/dev.txt
	$(VENV)/uv pip compile pyproject.toml --extra build --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -q -c requirements/dev.txt -o requirements/base.txt
	$(VENV)/uv pip compile requirements/scale.in --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -q -o requirements/scale.txt

screenshots: setup-dev ## make the README's pictures anew
	@sh deploy/test-packages.sh
	$(VENV)/python -m docs.screenshots

looks: setup-dev ## picture every public page in every look: make looks FOLDER=/tmp/looks
	@sh deploy/test-packages.sh
	$(VENV)/python -m docs.looks $(FOLDER)

bench-tracing: setup-dev ## measure the tracing engine on ../shared/data
	$(VENV)/python -m pip install --quiet --disable-pip-version-check datasketch rensa tantivy
	$(VENV)/python -m benchmarks.tracing.measure --write

bench-desk: setup-dev ## measure the staff's screens with 100,000 rows of each kind
	@test -f var/desk/office.json || $(VENV)/python -m benchmarks.desk.fill var/desk
	$(VENV)/python -m benchmarks.desk.measure var/desk --write

bench-search: setup-dev ## how quick and how good the search is, on both databases
	$(VENV)/python -m pip install --quiet --disable-pip-version-check tantivy
	$(VENV)/python -m benchmarks.search.quality
	$(VENV)/python -m benchmarks.search.run var/search --db sqlite
	$(VENV)/python -m benchmarks.search.run var/search --db postgres

bench-ledger: setup-dev ## a year of 1,000,000 placements: bulletin, figures, and a spreadsheet's month
	$(VENV)/python -m pip install --quiet --disable-pip-version-check pandas
	@test -f var/ledger/ledger.sqlite3 || $(VENV)/python -m benchmarks.ledger.fill var/ledger
	$(VENV)/python -m benchmarks.ledger.measure var/ledger --write

clean: ## remove what can be made again (never var/)
	rm -rf .venv .venv-scale .mypy_cache .ruff_cache .pytest_cache .import_linter_cache build *.egg-info

help:
	@grep -hE '^[a-z-]+:.*##' Makefile | sed 's/:.*##/\t/' | expand -t 14
