# Two commands for a user: `make demo` and `make test`. Each sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO ?= demo
# Such as --no-serve, to fill it and not show it.
DEMO_OPTIONS ?=

# Else each process that is started compiles all it needs: a second of each, of the thousands that
# the tests start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check ready fuzz sbom bench wheel site servers lock pictures clean

# The lock names no index: pip asks the one that the machine is set up for.
$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	touch $@

STATIC := src/weerklank/web/static
# Style, fonts and icons for the pages, at the versions of a lock file; the wheel carries them.
$(STATIC)/vendor/.made-of: $(VENV)/.installed front-end/package-lock.json front-end/icons.txt \
  $(STATIC)/css/weerklank.css tools/make_static.py
	$(BIN)/python tools/make_static.py
	touch $@

ready: $(VENV)/.installed $(STATIC)/vendor/.made-of ## all that the rest is made with

demo: $(VENV)/.installed $(STATIC)/vendor/.made-of ## a filled archive of a fictional municipality
	$(BIN)/weerklank demo $(DEMO) $(DEMO_OPTIONS)

check: $(VENV)/.installed ## style, types and structure
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

# Whole files to whoever is free: what the tests of a file share is made once. One worker more than
# there are processors: tests often wait for a program that they started.
WORKERS ?= $(shell echo $$(( $$(nproc) + 1 )))
test: check $(STATIC)/vendor/.made-of ## everything that must hold
	$(BIN)/python tools/run_tests.py -n $(WORKERS) --dist loadfile --no-loadscope-reorder

# Of each target; SEED=… makes the input of an earlier time again.
SECONDS ?= 60
fuzz: $(VENV)/.installed ## every reader, against hostile input for so long each
	$(BIN)/python tests/fuzz/campaign.py --seconds $(SECONDS) $(if $(SEED),--seed $(SEED))

wheel: $(VENV)/.installed $(STATIC)/vendor/.made-of ## the wheel, and its demonstration from an environment of its own
	rm -rf dist
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation \
	  --wheel-dir dist .
	grep -oE '^[A-Za-z0-9._-]+==[^ ;\]+' requirements.lock > dist/constraints.txt
	$(PYTHON) -m venv dist/venv
	dist/venv/bin/python -m pip install --quiet --disable-pip-version-check \
	  --constraint dist/constraints.txt dist/*.whl
	dist/venv/bin/weerklank demo dist/demo --keys dist/demo-keys --no-serve

site: $(VENV)/.installed $(STATIC)/vendor/.made-of ## the documentation as a site, in dist/site; any warning is a failure
	$(BIN)/python tools/make_site.py

servers: $(VENV)/.installed ## servers that others made, for the tests that talk to them
	$(BIN)/python tools/make_servers.py
	$(BIN)/python tools/make_pywb.py
	$(BIN)/python tools/make_store.py
	$(BIN)/python tools/make_mastodon.py
	$(BIN)/python tools/make_premis.py

sbom: $(VENV)/.installed ## what the program is made of, as CycloneDX
	mkdir -p dist
	$(BIN)/python tools/make_sbom.py dist/weerklank.cdx.json

pictures: $(VENV)/.installed $(STATIC)/vendor/.made-of ## the pictures of the manual, anew
	WEERKLANK_PICTURES=1 $(BIN)/pytest -q -n 0 tests/web/test_browser.py -k manual_shows

bench: $(VENV)/.installed ## the figures of benchmarks/
	$(BIN)/python -m benchmarks

lock: ## pin the dependencies anew
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet -o requirements.lock
	for name in pywb-build pywb seaweedfs mastodon-mock; do $(BIN)/uv pip compile tests/servers/$$name.in --universal \
	  --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet \
	  -o tests/servers/$$name.lock || exit 1; done

clean:
	rm -rf $(VENV) dist build $(STATIC)/vendor front-end/axe.min.js tests/servers/node_modules \
	  tests/servers/.venv tests/servers/store tests/servers/mastodon tests/servers/premis
