.DEFAULT_GOAL := help
SHELL := /bin/bash
BIN := $(CURDIR)/.venv/bin
export PATH := $(BIN):$(PATH)
export VEO_WIDGETS_SKIP_JS := 1
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13; do \
  $$p -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null && command -v $$p && break; done)
APT := DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends

define need
	@command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] \
	  || { echo "make: $(1) is missing and cannot be installed here (no root or no apt); install it and run make again" >&2; exit 1; }
	apt-get update -qq && $(APT) $(1)
endef

.PHONY: help setup demo test check python front e2e bench soak browser wire sprites clean

help: ## list the targets
	@grep -hE '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: .venv/.ready js/node_modules/.ready veo_widgets/static/.ready ## everything for work on the kit

.venv/bin/python:
	@[ -n "$(PYTHON)" ] || { echo "make: Python 3.11 or later is missing" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || $(MAKE) --no-print-directory venv-package
	$(PYTHON) -m venv .venv

.PHONY: venv-package
venv-package:
	$(call need,python3-venv)

.venv/.ready: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install -q -U pip
	$(BIN)/python -m pip install -q -c constraints.txt --group dev -e .
	@touch $@

js/node_modules/.ready: .venv/.ready js/package.json js/package-lock.json
	cd js && npm ci --no-fund --no-audit --loglevel=error
	@touch $@

veo_widgets/static/.ready: js/node_modules/.ready js/build.mjs $(shell find js/src -type f)
	cd js && node build.mjs
	@touch $@

demo: setup ## JupyterLab on the quick start, with no key
	$(BIN)/veo-widgets lab notebooks

test: setup browser check python front e2e ## everything that CI runs

check: setup ## style, types, layers, generated files
	ruff format --check .
	ruff check .
	mypy
	mypy tests tools
	lint-imports
	python tools/gen_wire.py --check
	cd js && npx biome ci . && npx tsc

python: setup ## the Python suite
	python -m pytest -q -n 2 --dist loadfile -m "not e2e and not soak"

front: setup browser ## the front end's suite, in Chromium
	cd js && npx vitest run

e2e: setup browser ## JupyterLab driven in Chromium
	python -m pytest -q -m e2e tests/e2e

bench: setup browser ## figures, as ratios in one run
	python tools/bench_import.py
	python tools/bench_bundles.py
	python tools/bench_ledger.py
	python tools/bench_plan.py
	python tools/bench_render.py
	python tools/bench_server.py
	python tools/bench_first_light.py
	python tools/bench_grid.py

soak: setup ## the long versions of the crash tests
	python -m pytest -q -m soak --timeout 3600

sprites: setup ## fetch the sprite set and write its data files again
	rm -rf /tmp/veo-sprites && mkdir -p /tmp/veo-sprites
	cd /tmp/veo-sprites && npm install --no-fund --no-audit --no-save @iconify-json/fluent-emoji-flat@1.2.6 emojibase-data@17.0.0
	python tools/gen_sprites.py /tmp/veo-sprites/node_modules

wire: setup ## write js/src/wire.gen.ts again
	python tools/gen_wire.py

browser:
	@command -v chromium >/dev/null || [ -n "$$VEO_CHROMIUM" ] || $(MAKE) --no-print-directory chromium-package

.PHONY: chromium-package
chromium-package:
	$(call need,chromium fonts-dejavu-core)

clean: ## remove what was built and installed
	rm -rf .venv js/node_modules veo_widgets/static artifacts
