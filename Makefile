# make run       set up .venv and serve on http://127.0.0.1:$${PORT:-8000}
# make serve     the same with gunicorn, as in earnest (gunicorn.conf.py; docs/deploy.md)
# make test      everything but what needs heavy extras: ruff, mypy, unit, property and browser tests
# make test-all  the same, and what needs PyTorch, JAX, PostgreSQL and Redis
# make fuzz      a million inputs for every parser, codec and writer (Atheris); benchmarks/fuzz.json records them
# make bench     the benchmarks, make load the server under load (MINUTES=10), make screens the pictures of docs/screens

PYTHON ?= python3
BIN := .venv/bin
SIDE_BY_SIDE := -n auto --dist worksteal

.PHONY: run serve test test-all fuzz bench load screens requirements clean

run: .venv/run.stamp
	@PORT=$${PORT:-8000} $(BIN)/python app.py

serve: .venv/run.stamp
	@exec $(BIN)/gunicorn

test: .venv/test.stamp
	sh scripts/tools.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	if command -v node >/dev/null; then node --test tests/js/*.test.js; else echo "node is missing: the page's pure modules are not tested"; fi
	$(BIN)/python -m pytest -m "not extra" --ignore tests/browser $(SIDE_BY_SIDE)
	$(BIN)/python -m pytest tests/browser --ignore tests/browser/test_measures.py $(SIDE_BY_SIDE)
	$(BIN)/python -m pytest tests/browser/test_measures.py

test-all: test .venv/extra.stamp
	sh scripts/services.sh
	$(BIN)/python -m pytest -m extra -rs

fuzz: .venv-fuzz/fuzz.stamp
	.venv-fuzz/bin/python -m fuzz.run

bench: .venv/extra.stamp
	$(BIN)/python benchmarks/run.py

load: .venv/run.stamp
	$(BIN)/python benchmarks/load.py --minutes $${MINUTES:-10}

screens: .venv/test.stamp
	sh scripts/tools.sh
	$(BIN)/python scripts/screens.py

requirements: .venv/test.stamp
	$(BIN)/pip install -q pip-tools
	$(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --strip-extras -o requirements.txt requirements.in
	$(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --strip-extras --allow-unsafe -o requirements-test.txt requirements-test.in

.venv/run.stamp: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

.venv/test.stamp: .venv/run.stamp requirements-test.txt
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-test.txt
	touch $@

# PyTorch and JAX are extras of the tests and benchmarks alone: heavy, and platforms differ, so no hashes.
.venv/extra.stamp: .venv/test.stamp
	$(BIN)/pip install -q --disable-pip-version-check torch==2.13.0 jax==0.10.2 micrograd==0.1.0
	touch $@

# Atheris brings a copy of libFuzzer for each platform, so no hash; in an environment of its own, it slows nobody down.
.venv-fuzz/fuzz.stamp: requirements.txt
	test -x .venv-fuzz/bin/python || $(PYTHON) -m venv .venv-fuzz
	.venv-fuzz/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	.venv-fuzz/bin/pip install -q --disable-pip-version-check atheris==3.0.0
	touch $@

clean:
	rm -rf .venv .venv-fuzz
