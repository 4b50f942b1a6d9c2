# Every target makes .venv by itself; it is made again only when the lock or pyproject.toml has changed.
# Another Python: make setup PYTHON=/path/to/python3.12

PYTHON ?= python3

# Paths are relative throughout, so that the folder may have spaces in its name.
PIP = .venv/bin/python -m pip --disable-pip-version-check -qq
CATALOGUES = $(wildcard templates/locales/*/LC_MESSAGES/plenary.po)

.PHONY: setup run test check eval bench soak proof lock messages

setup: .venv/.setup $(CATALOGUES:.po=.mo) .venv/.prepared

run: setup
	@.venv/bin/plenary run

# Two workers more than there are cores: some tests wait for a browser, or for a program that they have ended.
test: setup
	@.venv/bin/python -m pytest -n $$(.venv/bin/python -c 'import os; print(os.cpu_count() + 2)') --dist loadfile --no-loadscope-reorder

check: setup
	.venv/bin/python -m ruff check .
	.venv/bin/python -m ruff format --check .
	.venv/bin/python -m mypy
	.venv/bin/plenary check

# How much of the bank of questions is answered right, by language and by intent; some banks only: make eval BANKS="fr second_fr"
eval: setup
	@.venv/bin/python -m tests.questions.evaluation $(BANKS)

bench: setup
	@.venv/bin/python -m benchmarks

soak: setup
	@.venv/bin/python -m pytest -m soak --timeout=3600

# Every word of announcements, notices and reminders in all languages, on one page: build/proof.html
proof: setup
	@.venv/bin/python -m tests.proof

# .setup holds the folder that .venv was made in: in a copied or moved one it is made anew.
ifneq ($(shell cat .venv/.setup 2>/dev/null),$(shell pwd -P))
.PHONY: .venv/.setup
endif
.venv/.setup: requirements.lock pyproject.toml
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo 'Plenary needs Python 3.11 or later; "$(PYTHON)" is older or missing: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11' >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo 'Plenary needs the venv module of Python (on Debian and Ubuntu: apt-get install python3-venv).' >&2; exit 1; }
	@echo 'Installing into .venv ...'
	@[ "$$(cat .venv/.setup 2>/dev/null)" = "$$(pwd -P)" ] || "$(PYTHON)" -m venv --clear .venv
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@pwd -P > .venv/.setup

# pyproject.toml says what we need, requirements.lock the exact files: names and hashes, never where they came from.
# Newer versions: make lock LOCK=--upgrade
lock: setup
	CUSTOM_COMPILE_COMMAND='make lock' .venv/bin/python -m piptools compile --quiet --all-extras --all-build-deps --allow-unsafe \
		--generate-hashes --strip-extras --no-emit-index-url --no-emit-options --no-emit-find-links --no-emit-trusted-host \
		$(LOCK) --output-file requirements.lock pyproject.toml

# Texts that are new or have changed go into every .po file; what is translated stays.
messages: setup
	@mkdir -p build
	@.venv/bin/pybabel --quiet extract --keyword label --mapping pyproject.toml --sort-by-file --add-location file --add-comments Translators: \
		--project Plenary --copyright-holder 'Plenary contributors' --output build/plenary.pot .
	@.venv/bin/pybabel --quiet update --domain plenary --input-file build/plenary.pot --output-dir templates/locales \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	@.venv/bin/python -m bot.commandline.signs

# What is made of the program, its words and its templates, so that no start waits for it: a Python that is told to keep no
# bytecode (PYTHONDONTWRITEBYTECODE) would compile all of it each time.
.venv/.prepared: $(shell find bot handlers -name '*.py') $(wildcard bot/answering/words/*.*) | .venv/.setup $(CATALOGUES:.po=.mo)
	@.venv/bin/python -m compileall -q bot handlers
	@.venv/bin/python -m bot.commandline.prepare
	@touch $@

%.mo: %.po | .venv/.setup
	@.venv/bin/pybabel --quiet compile -D plenary -i $< -o $@
