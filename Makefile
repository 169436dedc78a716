# make report   set up and write the theme report of the sample corpus into out/
# make test     set up and run lint, types, import contracts and tests
# make bench    set up and measure speed against other ways to do the same (about five minutes)
# make notebooks  set up, run all notebooks offline and render them into build/notebooks
# make lab      set up and open the notebooks in JupyterLab; what you change in out/notebooks stays
# make docs     set up and build the documentation site into build/site, warnings are errors
# Needs Python 3.11 or later, pip and make; everything else goes into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?= out
# pip of the machine installs into the new environment, since Debian's Python cannot put a pip there by itself.
PIP := $(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: report test lint format notebooks lab docs clean

# The stamps make second runs quick: the environment is rebuilt only when its inputs change.
$(VENV)/base.stamp: setup.cfg pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv --without-pip $(VENV)
	$(PIP) -e .
	touch $@

$(VENV)/dev.stamp: $(VENV)/base.stamp
	$(PIP) -e '.[dev]'
	touch $@

report: $(VENV)/base.stamp
	$(BIN)/textmine report --sample -o $(OUT)

$(VENV)/bench.stamp: $(VENV)/dev.stamp
	$(PIP) -e '.[dev,bench]'
	touch $@

bench: $(VENV)/bench.stamp
	$(BIN)/python -W ignore -m benchmarks.stages
	$(BIN)/python -W ignore -m benchmarks.ratios

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: lint
	$(BIN)/pytest -n 2

notebooks: $(VENV)/dev.stamp
	$(BIN)/python -m notebooks build/notebooks --run

# JupyterLab would ask for news from the web; nothing here does.
$(VENV)/lab.stamp: $(VENV)/base.stamp
	$(PIP) -e '.[notebooks]'
	$(BIN)/jupyter labextension disable --level=sys_prefix "@jupyterlab/apputils-extension:announcements"
	touch $@

lab: $(VENV)/lab.stamp
	$(BIN)/python -m notebooks $(OUT)/notebooks
	$(BIN)/jupyter lab $(OUT)/notebooks

# The site shows the notebooks with their outputs.
docs: notebooks
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet --site-dir build/site

clean:
	rm -rf $(VENV) build dist out *.egg-info
