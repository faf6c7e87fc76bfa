# The verbs of this repository. Each sets up what it needs first; `make` alone lists them.
# Variables: FUZZ_SECONDS=60  SEEDS=10000  KEEP=1 (make demo)  SHORT=1 GATE=1 (make bench)  ARGS='--filter TimelineTests' (make test)
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help build run demo test test-python test-browser test-integration test-kubernetes test-simulation release sanitize fuzz bench lint docs clean

FUZZ_SECONDS ?= 60
SEEDS ?= 10000
# Tests that compute for seconds without a pause have the few threads of the task pool for themselves: beside them the
# answers of servers would come late.
COMPUTING := BerthReservationsTests|BerthDocumentTests|BerthModelTests|BerthSchemasTests|SimulationTests|StandardTests|TidyTests|BerthClientTests(?=\.EventParser)|BerthBrokerTests(?=\.Rooms)
# Those whose engines are small servers of the tests: beside all others the answers of these would come late, too.
ANSWERING := Berth(Kubernetes|OpenStack|WES|JupyterHub|Remote|Python|Identity|Registry|Software|Portal)Tests
BROWSER_SHOTS ?= $(CURDIR)/.build/browser/shots
BUILD_SIMULATION = BERTH_SIMULATION=1 swift build -c release --build-tests -Xswiftc -enable-testing \
	--scratch-path .build/simulation
LISTEN ?= 127.0.0.1:8470

help: ## lists these verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' Makefile

build: ## builds berth: .build/debug/berth
	@scripts/setup build
	swift build --product berth

run: build ## opens the portal on LISTEN (127.0.0.1:8470): what this machine can run, and a sample catalogue
	@scripts/run $(LISTEN)

demo: ## runs a real container through the whole loop; KEEP=1 leaves the broker running
	@scripts/demo $(if $(KEEP),--keep)

test: ## everything that can be tested without a container engine
	@scripts/setup build
	swift build --build-tests
	swift test --skip-build --filter '^($(COMPUTING))\.' $(ARGS)
	swift test --skip-build --filter '^($(ANSWERING))\.' $(ARGS)
	swift test --skip-build --skip '^(IntegrationTests|$(COMPUTING)|$(ANSWERING))\.' $(ARGS)

test-python: ## the Python package: types, style, and its tests against real brokers; PYTHON_ARGS='-k portal'
	@scripts/setup test
	swift build --product berth
	cd python && export RUFF_CACHE_DIR=$(CURDIR)/.build/python/ruff && \
		../.build/python/bin/ruff check . && ../.build/python/bin/ruff format --check .
	cd python && ../.build/python/bin/mypy --cache-dir ../.build/python/mypy
	cd python && BERTH_PROGRAM="$${BERTH_PROGRAM:-$$PWD/../.build/debug/berth}" \
		../.build/python/bin/python -m pytest -o cache_dir=$(CURDIR)/.build/python/pytest $(PYTHON_ARGS)

test-browser: ## the portal in a real browser, before real engines; pictures of every page in BROWSER_SHOTS; BROWSER_ARGS='-k keyboard'
	@scripts/setup test
	swift build --product berth
	PYTHONDONTWRITEBYTECODE=1 BERTH_SHOTS=$(BROWSER_SHOTS) .build/browser/bin/python -m pytest -q -o cache_dir=$(CURDIR)/.build/browser/pytest \
		Tests/Browser $(BROWSER_ARGS)

test-integration: ## real engines, validators and a client that nobody here wrote; GROUPS='slurm registry'
	@scripts/setup test
	@scripts/test-integration $(GROUPS) -- $(ARGS)

test-kubernetes: ## the Kubernetes platform on a real cluster that it builds and starts; RECORD=1 records what tests replay
	@scripts/setup test
	scripts/test-kubernetes $(ARGS)

release: ## builds for release what `make test-simulation` and `make bench` run, side by side
	@scripts/setup build
	$(BUILD_SIMULATION) & \
		scripts/bench --build && wait $$!

test-simulation: ## SEEDS (10000) lives of a broker, optimised: what no plain test run has the time for
	@scripts/setup build
	$(BUILD_SIMULATION)
	BERTH_SIMULATION=1 BERTH_SEEDS=$(SEEDS) swift test -c release --skip-build --scratch-path .build/simulation \
		--filter '^SimulationTests\.WholeBrokerTests' $(ARGS)

sanitize: ## the tests of `make test` under SANITIZERS (address thread)
	@scripts/setup build
	COMPUTING='$(COMPUTING)' scripts/sanitize $(SANITIZERS)

fuzz: ## every fuzz target for FUZZ_SECONDS (60) each, two at a time
	@scripts/setup build
	scripts/fuzz $(FUZZ_SECONDS)

bench: ## measures, and compares with the peers in Benchmarks/; SHORT=1 is shorter, GATE=1 fails where a ratio got worse
	@scripts/setup all
	scripts/bench $(if $(SHORT),--short) $(if $(GATE),--gate)

lint: ## format of the sources, shell scripts, schemas
	@scripts/setup test
	scripts/lint

docs: ## writes the generated files again and checks the rest of the documents
	@scripts/setup build
	scripts/generate
	swift test --filter '^TidyTests\.'

clean: ## removes what was built
	swift package clean
	rm -rf .build
