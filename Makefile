# Each verb sets up what it needs: the first run takes minutes, the next seconds.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := build/stamps
PLATFORM := manylinux-x86_64
LIBRARY := src/jsdodbc/lib/libjsdodbc.so
CMAKE := $(BIN)/cmake -G Ninja -DCMAKE_MAKE_PROGRAM=$(CURDIR)/$(BIN)/ninja
SANITIZED := tests/odbc/clients/sanitized
# Leaks are asked of the native tests and of valgrind: interpreters free little of their own. Ruby replaces the signal
# stacks that the sanitizer would free; a library is preloaded before it.
ASAN_OPTIONS := detect_leaks=0:abort_on_error=1:use_sigaltstack=0:verify_asan_link_order=0
NATIVE_SOURCES := CMakeLists.txt $(shell find native cmake -type f 2>/dev/null)

export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test lint bench docs docs-check windows sanitize test-sanitized threads fuzz random native wheel clean

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

demo: $(LIBRARY) ## Five queries against a service desk on this machine, through isql
	@$(BIN)/python tools/demo.py

test: $(LIBRARY) $(STAMPS)/clients $(STAMPS)/peers ## The whole test suite; make test ARGS="-k isql" picks
	@$(BIN)/python -m pytest --numprocesses auto --dist loadgroup $(ARGS)

lint: $(STAMPS)/environment $(STAMPS)/lint ## Style, types, import directions, native format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check src/jsdodbc/cli tests/cli tests/odbc tools bench
	$(BIN)/mypy
	$(BIN)/lint-imports
	find native -name '*.[ch]pp' | xargs clang-format --dry-run --Werror

bench: $(LIBRARY) $(STAMPS)/clients $(STAMPS)/bench ## The benchmarks, as ratios to peers in the same run
	@$(BIN)/python -m bench $(ARGS)

docs: $(STAMPS)/environment ## Writes the reference pages anew from the code
	@$(BIN)/python -m tools.generate_docs

docs-check: $(STAMPS)/environment ## Fails when a reference page is not what the code says
	@$(BIN)/python -m tools.generate_docs --check

native: $(LIBRARY) ## The ODBC library, into src/jsdodbc/lib

windows: $(STAMPS)/environment $(STAMPS)/windows ## The library as x86-64 and x86 DLL, with mingw-w64; its tests under wine
	@for machine in x86_64 i686; do \
	    $(CMAKE) -S . -B build/windows-$$machine -DCMAKE_BUILD_TYPE=Release \
	        -DCMAKE_TOOLCHAIN_FILE=$(CURDIR)/cmake/mingw-$$machine.cmake -DWARNINGS_AS_ERRORS=ON \
	        -DBUILD_TESTING=ON -DFAKE_ENGINE=Z:$(CURDIR)/build/wine/python/python.exe && \
	    $(BIN)/cmake --build build/windows-$$machine --target jsdodbc jsdodbcS || exit 1; \
	done; ls -l build/windows-*/*.dll
	@$(BIN)/python tools/wine.py

sanitize: $(STAMPS)/environment $(STAMPS)/system ## Native tests under the address and undefined-behaviour sanitizers
	$(CMAKE) -S . -B build/sanitize -DCMAKE_BUILD_TYPE=Debug -DBUILD_TESTING=ON -DSANITIZE=address,undefined \
	    -DWARNINGS_AS_ERRORS=ON
	$(BIN)/cmake --build build/sanitize
	$(BIN)/ctest --test-dir build/sanitize --output-on-failure

threads: $(STAMPS)/environment $(STAMPS)/system ## Native tests under the thread sanitizer
	$(CMAKE) -S . -B build/threads -DCMAKE_BUILD_TYPE=Debug -DBUILD_TESTING=ON -DSANITIZE=thread \
	    -DWARNINGS_AS_ERRORS=ON
	$(BIN)/cmake --build build/threads --target native_tests driver_tests managed_tests
	$(BIN)/ctest --test-dir build/threads --output-on-failure --exclude-regex convert_tests

fuzz: $(STAMPS)/environment $(STAMPS)/system $(STAMPS)/fuzz ## Every fuzz target; make fuzz SECONDS=600 says how long each
	@$(CMAKE) -S . -B build/fuzz -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER=clang++ -DFUZZ=ON \
	    -DWARNINGS_AS_ERRORS=ON > build/fuzz.log && \
	    $(BIN)/cmake --build build/fuzz --target fuzz_targets >> build/fuzz.log || { cat build/fuzz.log; exit 1; }
	@$(BIN)/python tools/fuzz.py $(or $(SECONDS),60) build/fuzz

random: $(STAMPS)/environment ## Random queries over several tables against plain DuckDB; make random QUERIES=20000 SEED=5000
	@JSDODBC_TEST_QUERIES=$(or $(QUERIES),20000) JSDODBC_TEST_SEED=$(or $(SEED),1000) \
	    $(BIN)/python -m pytest --numprocesses auto tests/execute/test_random_queries.py $(ARGS)

test-sanitized: $(LIBRARY) $(STAMPS)/clients ## Client applications on a library with these sanitizers; ARGS="-k isql" picks
	@$(CMAKE) -S . -B build/sanitize -DCMAKE_BUILD_TYPE=Debug -DBUILD_TESTING=ON -DSANITIZE=address,undefined \
	    -DWARNINGS_AS_ERRORS=ON >/dev/null
	@$(BIN)/cmake --build build/sanitize --target jsdodbc
	@gcc -O1 -shared -fPIC -o build/sanitize/without_deepbind.so $(SANITIZED)/without_deepbind.c
	@libraries=build/sanitize/without_deepbind.so:$$(gcc -print-file-name=libasan.so):$$(gcc -print-file-name=libubsan.so); \
	    JSDODBC_TEST_LIBRARY=$(CURDIR)/build/sanitize/libjsdodbc.so JSDODBC_TEST_PRELOAD=$(CURDIR)/$$libraries \
	    ASAN_OPTIONS=$(ASAN_OPTIONS):suppressions=$(CURDIR)/$(SANITIZED)/address.supp \
	    UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1 \
	    $(BIN)/python -m pytest --numprocesses auto --dist loadgroup \
	        tests/odbc/clients/test_applications.py $(ARGS)

wheel: $(STAMPS)/environment $(STAMPS)/system $(if $(filter windows-%,$(PLATFORM)),$(STAMPS)/windows) $(STAMPS)/wheels ## The package as a wheel; make wheel PLATFORM=manylinux-aarch64
	@$(BIN)/python tools/wheels.py $(PLATFORM) build/wheels/$(PLATFORM)
	@case $(PLATFORM) in manylinux-$$(uname -m)) \
	    $(BIN)/python tools/check_wheel.py build/wheels/$(PLATFORM)/*.whl build/wheel-check ;; esac

clean: ## Removes everything that was built, the virtual environment too
	rm -rf build $(VENV) src/jsdodbc/lib

$(LIBRARY): $(STAMPS)/environment $(STAMPS)/system $(NATIVE_SOURCES)
	@echo "Building the native library"
	@$(CMAKE) -S . -B build/native -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF > build/native.log 2>&1 && \
	    $(BIN)/cmake --build build/native >> build/native.log 2>&1 && \
	    $(BIN)/cmake --install build/native --strip --prefix src/jsdodbc >> build/native.log 2>&1 || { cat build/native.log; exit 1; }
	@touch $@

$(STAMPS)/environment: requirements/runtime.txt requirements/dev.txt pyproject.toml tools/environment.sh | $(STAMPS)
	@echo "Setting up $(VENV)"
	@sh tools/environment.sh $(PYTHON) $(VENV)
	@touch $@

$(STAMPS)/system: tools/need.sh Makefile | $(STAMPS)
	@sh tools/need.sh isql=unixodbc odbcinst=odbcinst /usr/include/sql.h=unixodbc-dev g++=g++
	@touch $@

$(STAMPS)/clients: tools/need.sh tools/clients.sh requirements/clients.txt requirements/node/package-lock.json | $(STAMPS)
	@echo "Setting up the applications that tests drive"
	@sh tools/clients.sh $(PYTHON) build/clients
	@touch $@

$(STAMPS)/peers: tools/need.sh tools/peers.sh requirements/peers/package-lock.json requirements/peers/mitmproxy.txt | $(STAMPS)
	@echo "Setting up the servers that tests sign in at"
	@sh tools/peers.sh $(PYTHON) build/peers
	@touch $@

$(STAMPS)/lint: tools/need.sh Makefile | $(STAMPS)
	@sh tools/need.sh clang-format=clang-format
	@touch $@

$(STAMPS)/windows: requirements/windows.txt tools/need.sh Makefile | $(STAMPS)
	@sh tools/need.sh x86_64-w64-mingw32-g++-posix=g++-mingw-w64-x86-64 i686-w64-mingw32-g++-posix=g++-mingw-w64-i686 \
	    wine=wine /usr/lib/wine/wine64=wine64
	@rm -rf build/wine/python && $(BIN)/python -m pip install -qq --no-deps --no-build-isolation --require-hashes \
	    --target build/wine/python --requirement requirements/windows.txt
	@touch $@

$(STAMPS)/wheels: requirements/wheels.txt | $(STAMPS)
	@$(BIN)/python -m pip install -qq --no-deps --require-hashes --requirement requirements/wheels.txt
	@touch $@

$(STAMPS)/fuzz: requirements/fuzz.txt tools/need.sh Makefile | $(STAMPS)
	@sh tools/need.sh clang++=clang \
	    /usr/lib/llvm-14/lib/clang/14.0.6/lib/linux/libclang_rt.fuzzer-x86_64.a=libclang-rt-14-dev
	@$(BIN)/python -m pip install -qq --no-deps --require-hashes --requirement requirements/fuzz.txt
	@touch $@

$(STAMPS)/bench: tools/need.sh Makefile | $(STAMPS)
	@sh tools/need.sh /usr/lib/x86_64-linux-gnu/odbc/libsqlite3odbc.so=libsqliteodbc \
	    /usr/lib/x86_64-linux-gnu/odbc/psqlodbcw.so=odbc-postgresql /usr/lib/postgresql=postgresql \
	    /usr/lib/x86_64-linux-gnu/odbc/libmaodbc.so=odbc-mariadb mariadbd=mariadb-server
	@touch $@

$(STAMPS):
	@mkdir -p $@
