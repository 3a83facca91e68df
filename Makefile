# make run       set up .venv and serve on http://127.0.0.1:$${PORT:-8000}
# make serve     the same with gunicorn, as in earnest (gunicorn.conf.py; docs/deploy.md)
# make test      everything but what needs heavy extras: ruff, mypy, unit, property and browser tests
# make check     the working day, under a minute: ruff, mypy, node, the unit tests of what changed, or of PART=tests/picture
# make test-all  the same, and what needs PyTorch, JAX, PostgreSQL, Redis and generators of clients
# make bundle    the page's script and styles in a file each (static/dist), where node is: nobody needs it, and pages open sooner
# make release   a wheel and an sdist in dist/, installed in empty environments and used (PYTHONS="python3.11 python3.13")
# make fuzz      a million inputs for every parser, codec and writer (Atheris); benchmarks/fuzz.json records them
# make bench     the benchmarks, make load the server under load (MINUTES=10), make screens the pictures of docs/screens

ENVIRONMENT := sh scripts/environment.sh
BIN := .venv/bin
TESTED := requirements.txt requirements-test.txt
TESTS := $(BIN)/python -m pytest -n auto --dist worksteal
PARTS := $(BIN)/python scripts/parts.py
QUICK := "ruff=$(BIN)/ruff check . && $(BIN)/ruff format --check ." "mypy=$(BIN)/mypy" "node=sh scripts/node.sh"

NPM := npm ci --silent --ignore-scripts --no-audit --no-fund
ESBUILD := node_modules/esbuild/package.json

.PHONY: run serve test check test-all bundle release fuzz bench load screens requirements clean

run:
	@$(ENVIRONMENT) .venv requirements.txt
	@exec $(BIN)/python app.py

serve:
	@$(ENVIRONMENT) .venv requirements.txt
	@exec $(BIN)/gunicorn

test:
	$(ENVIRONMENT) .venv $(TESTED)
	sh scripts/tools.sh
	@$(MAKE) -s $(ESBUILD) 2>/dev/null || echo "npm is missing, or its registry was not reached: bundles are not tested"
	$(PARTS) $(QUICK) "unit and browser tests=$(TESTS) -m 'not extra' --ignore tests/browser/test_measures.py"
	$(BIN)/python -m pytest tests/browser/test_measures.py

check:
	@$(ENVIRONMENT) .venv $(TESTED)
	@$(PARTS) $(QUICK) "unit tests=$(TESTS) -m 'not extra' --ignore tests/browser $$($(BIN)/python scripts/changed.py $(PART) | tr '\n' ' ')"

test-all: test
	$(ENVIRONMENT) .venv $(TESTED) requirements-extra.txt
	$(ENVIRONMENT) .venv-clients requirements-clients.txt
	sh scripts/services.sh
	$(NPM)
	$(BIN)/python -m pytest -m extra -rs

$(ESBUILD): package-lock.json
	$(NPM) --omit=dev
	touch $@

bundle: $(ESBUILD)
	node scripts/bundle.mjs

# With the bundle, where node is: pages open sooner.
release:
	$(ENVIRONMENT) .venv-release requirements-release.txt
	@$(MAKE) -s bundle || echo "npm is missing, or its registry was not reached: the wheel has no bundle"
	rm -rf dist
	.venv-release/bin/python -m build --no-isolation --outdir dist
	.venv-release/bin/python scripts/release.py dist $(PYTHONS)

# An environment of its own: libFuzzer slows nobody else down.
fuzz:
	$(ENVIRONMENT) .venv-fuzz requirements.txt requirements-fuzz.txt
	.venv-fuzz/bin/python -m fuzz.run

bench:
	$(ENVIRONMENT) .venv $(TESTED) requirements-extra.txt
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/page.py

load:
	$(ENVIRONMENT) .venv requirements.txt
	$(BIN)/python benchmarks/load.py --minutes $${MINUTES:-10}

screens:
	$(ENVIRONMENT) .venv $(TESTED)
	sh scripts/tools.sh
	$(BIN)/python scripts/screens.py

# One lock for every Python and platform: markers say what is for whom.
COMPILE := .venv-uv/bin/uv pip compile -q --universal --python-version 3.11.2 --generate-hashes --no-header
requirements:
	$(ENVIRONMENT) .venv-uv requirements-uv.txt
	$(COMPILE) -o requirements.txt requirements.in
	$(COMPILE) -o requirements-test.txt requirements-test.in

clean:
	rm -rf .venv .venv-* node_modules static/dist dist
