SWIFT ?= swift
SWIFT_FILES := Sources Tests Plugins Examples/*/Sources Examples/*/Tests Examples/*/Package.swift Benchmarks/Sources Benchmarks/Package.swift Fuzz/Sources Fuzz/Package.swift Package.swift
FUZZ_SECONDS ?= 600

.DEFAULT_GOAL := help
.PHONY: help build package check-package demo test check-long bench format lint clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

build: ## Build the release binary, .build/release/adapter-host
	scripts/install-packages
	$(SWIFT) build -c release --static-swift-stdlib --product adapter-host

package: ## Make .build/packages/adapter-host_VERSION_ARCH.deb and a tarball of the release build
	scripts/install-packages --packing
	SWIFT="$(SWIFT)" scripts/package

check-package: ## Try the Debian package in a clean root: install, run, upgrade, remove, purge (as root)
	scripts/install-packages --optional
	scripts/install-packages --packing
	SWIFT="$(SWIFT)" scripts/check-package

demo: ## Run the whole way on this machine: documents in, events on a page, Ctrl-C shows the balance
	scripts/install-packages
	SWIFT="$(SWIFT)" scripts/demo

# Tests start brokers, hosts and browsers of their own: with all of them at once a small machine starves some.
# These only compute: beside them, tests that wait for a broker or a browser would starve.
BUSY = SimulationTests|PowerCutTests|SalvageTests|WhenFullTests|TailTests|FixtureTests|ConformanceTests

# These count on answers within a second or two.
TIMED = OverloadTests|ServerTests|TLSTests

TEST_WIDTH = --experimental-maximum-parallelization-width 4

test: ## Install what is missing, check the style, build, run all tests
	scripts/install-packages --optional
	$(SWIFT) format lint --strict --recursive $(SWIFT_FILES)
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --disable-xctest $(TEST_WIDTH) --filter '$(TIMED)'
	$(SWIFT) test --skip-build --disable-xctest $(TEST_WIDTH) --skip '$(BUSY)|$(TIMED)'
	$(SWIFT) test --skip-build --disable-xctest $(TEST_WIDTH) --filter '$(BUSY)'

check-long: ## Run the slow tests too: large files, long outages, many random seeds, the fuzzer (FUZZ_SECONDS)
	scripts/install-packages --optional
	$(SWIFT) build --build-tests
	ADAPTER_HOST_LONG=1 $(SWIFT) test --skip-build --disable-xctest $(TEST_WIDTH)
	SWIFT="$(SWIFT)" scripts/fuzz $(FUZZ_SECONDS) documents gzip mime times
	SWIFT="$(SWIFT)" scripts/fuzz $(FUZZ_SECONDS) csv
	scripts/install-packages --packing
	SWIFT="$(SWIFT)" scripts/check-package

bench: ## Measure against libxml2, libmosquitto and Miller (BENCH_ROUNDS, BENCH_RECORDS, BENCH_ROWS, BENCH_MEMORY_GB, BENCH_ONLY=waiting)
	scripts/install-packages --bench
	$(SWIFT) build -c release --static-swift-stdlib --product adapter-host
	$(SWIFT) build -c release --package-path Benchmarks
	Benchmarks/.build/release/bench .build/release/adapter-host

format: ## Format all Swift files
	$(SWIFT) format --in-place --parallel --recursive $(SWIFT_FILES)

lint: ## Check the format of all Swift files
	$(SWIFT) format lint --strict --recursive $(SWIFT_FILES)

clean: ## Remove everything that was built
	rm -rf .build .build-adapters Benchmarks/.build Fuzz/.build
