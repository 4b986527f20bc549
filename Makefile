# Everything starts here: `make` lists what it can do. Nothing has to be set up before any of it.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.SUFFIXES:

BIN := .venv/bin
FLASK := $(BIN)/flask --app server
WITH_NODE := tools/with_node.sh
# Real processes that are killed: as often as `make faults` asks, and a few times in every `make test`.
KILLED := tests/faults/test_kills.py tests/faults/test_races.py tests/faults/test_alert_kills.py tests/browser/test_browser_kills.py
PORT ?= 8000
# DEMO=0 serves a school of your own, from a folder of its own, where nothing of the demo ever goes.
DEMO ?= 1
# `make phone`: a port that no school uses, and this computer's address on the Wi-Fi where it is not found by itself.
PHONE_PORT ?= 8443
ADDRESS ?=
# Nothing of a school's own: its demo has keys, copies and backups of its own, and sends no mail.
TRIAL := env -u LANYARD_KEYS -u LANYARD_CHAIR_KEYS -u COPY_DIR -u LANYARD_BACKUPS -u LANYARD_SMTP_URL -u LANYARD_PROXIES
ROUNDS ?= 5
ONLY ?=
# What was asked for, so that a failure can name the command to type again; and whether the guards have passed by then.
GOAL := $(firstword $(MAKECMDGOALS))
GUARDED := $(and $(filter check,$(MAKECMDGOALS)),$(filter test,$(MAKECMDGOALS)))
export PORT GOAL GUARDED
ifeq ($(DEMO),0)
export LANYARD_DATA ?= $(CURDIR)/school
endif
# Where Python is told to keep nothing that it compiled, every one of its starts takes twice as long.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX := $(CURDIR)/.make/python

.PHONY: help run phone test check faults drill build pictures lighthouse bench clean server tools browsers lock format

help: ## Lists these targets
	@echo 'Lanyard: school trips, with or without signal.'
	@echo
	@sed -n 's/^\([a-z]*\):.*## /  make \1|/p' Makefile | awk -F'|' '{ printf "%-18s%s\n", $$1, $$2 }'
	@echo
	@echo '  PORT=8123 make run serves on another port.'
	@echo '  DEMO=0 make run serves a school of your own (docs/first-run.md).'

run: build ## Starts Lanyard with a demo school, and prints where to open it and who can sign in
ifeq ($(DEMO),0)
	@$(FLASK) serve --not-demo
else
	@$(FLASK) demo
	@$(FLASK) serve
endif

phone: build ## Serves a demo school to real phones on the same Wi-Fi: HTTPS, QR codes, fresh passwords
	@$(TRIAL) LANYARD_HTTPS=1 LANYARD_DATA="$${LANYARD_DATA:-$(CURDIR)/instance/phone}" $(FLASK) serve-phones --port '$(PHONE_PORT)' --address '$(ADDRESS)'

test: build tools browsers ## Runs every test: JavaScript, server, guards and browser
	@$(WITH_NODE) tools/test_js.sh
	@tools/test_python.sh

check: build tools ## Checks style, types, import direction and the guard tests
	@tools/check.sh

faults: build tools browsers ## Runs phones and server with everything failing: SEEDS=10000, or SEED=1482 alone with its trace
	@PYTHON=$(BIN)/python $(WITH_NODE) node tests/faults/run.js $(if $(SEED),--seed $(SEED) $(if $(BUG),--bug '$(BUG)'),--seeds $(or $(SEEDS),10000) --planted 100)
	@$(if $(SEED),true,KILLS=100 RACES=1000 BROWSER_KILLS=20 $(BIN)/pytest $(KILLED))

drill: build tools browsers ## Loses a server in the middle of a trip and restores it from its backup and the paper: nothing missing
	@$(BIN)/pytest tests/api/test_drill.py tests/browser/test_drill.py

build: server ## Builds the phone app and the office's styles into static/build
	@tools/alone.sh tools/node.sh
	@tools/alone.sh tools/build.sh

pictures: build tools browsers ## Takes the pictures of README and docs anew: all of them, or ONLY=check-off
	@$(BIN)/python -m tools.pictures $(if $(ONLY),--only '$(ONLY)')

lighthouse: build tools browsers ## Prints Lighthouse's scores of the phone app and the sign-in page
	@tools/alone.sh tools/lighthouse.sh
	@$(BIN)/python -m tools.scores

bench: build tools browsers ## Measures Lanyard beside the bare minimum and its peers, into bench/latest.md (ROUNDS=5 ONLY=intake)
	@tools/alone.sh tools/bench.sh
	@$(WITH_NODE) $(BIN)/python -m bench --rounds '$(ROUNDS)' --only '$(ONLY)'

clean: ## Removes what make made; the school's records in instance/ stay
	@rm -rf .venv node_modules tools/lighthouse/node_modules static/build static/build.* .make .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	@echo 'Removed .venv, node_modules and static/build. The records in instance/ are untouched.'

format: build tools ## Puts every Python and JavaScript file in the agreed style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(WITH_NODE) biome check --write .

lock: ## Locks the dependencies anew, after a requirements*.in or package.json changed (needs uv)
	@tools/lock.sh

server:
	@tools/alone.sh tools/python.sh requirements.txt

tools: server
	@tools/alone.sh tools/python.sh requirements-dev.txt

browsers: tools
	@tools/alone.sh tools/browsers.sh
