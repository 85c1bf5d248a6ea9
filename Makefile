# Two commands: `make demo` runs the whole thing on this machine, `make test` passes everything.
SHELL := /bin/bash
TOOL := go tool -modfile=pkg/tools/go.mod
PACKAGES := ./...

.PHONY: help demo demo-reset test check generate generate-check lint bench deps build devidp

help: ## what can be done here
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

demo: build devidp ## run everything on this machine; Ctrl-C stops it; the data stays
	@pkg/tools/install.sh postgresql
	@exec ./bin/pinktick demo --provider ./bin/devidp

demo-reset: build ## wipe the data of the demo
	@./bin/pinktick demo-reset

build: ## the program, in bin/
	@go build -o bin/pinktick ./api

devidp: ## the sign-in provider of demo and tests, in bin/
	@cd tenants/devidp && go build -o ../../bin/devidp .

test: deps check devidp ## all checks and tests; installs what they need
	@cd tenants/devidp && go vet ./... && go test -count=1 ./...
	@$(TOOL) gotestsum --format pkgname --format-hide-empty-pkg -- -tags browser -count=1 -timeout 15m $(PACKAGES)

check: generate-check lint ## formatting, vet, lint, and that generated files are those of their sources
	@unformatted=$$(git ls-files '*.go' | xargs gofmt -l); test -z "$$unformatted" || { echo "not formatted: $$unformatted"; exit 1; }
	@go vet -tags browser ./...

lint: ## the linters of .golangci.yml
	@$(TOOL) golangci-lint run ./...

generate: ## templ components to Go
	@$(TOOL) templ generate -path ui 2>&1 | tail -1

generate-check:
	@before=$$(git ls-files -s '*_templ.go' | sha256sum; find ui -name '*_templ.go' | sort | xargs sha256sum); \
	$(TOOL) templ generate -path ui >/dev/null 2>&1 || { echo "templ generate failed"; exit 1; }; \
	after=$$(git ls-files -s '*_templ.go' | sha256sum; find ui -name '*_templ.go' | sort | xargs sha256sum); \
	test "$$before" = "$$after" || { echo "generated files were not those of their sources: run make generate and commit"; exit 1; }

deps: ## install PostgreSQL, Redis, PgBouncer, Chromium and Node for the tests
	@pkg/tools/install.sh postgresql redis pgbouncer chromium node

bench: devidp ## saves per second and pages against pgbench, and the other measurements
	@pkg/tools/install.sh postgresql redis
	@go test -run '^$$' -bench . -benchtime 1x -tags bench -timeout 30m -v ./api/bench
	@go test -run '^$$' -bench . -benchtime 1x -timeout 30m -v ./pkg/takeout
