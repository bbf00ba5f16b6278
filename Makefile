# What people type here; .ci/run is what a machine runs.
.PHONY: build test diff bench lint generate

TOOL = go tool -modfile=.ci/tools/go.mod

build: # a static binary, ./virgo
	CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' .

test: # all tests; what this machine lacks is skipped with the reason (see -v)
	go test ./...

diff: # compare with the real virsh; the last line is the score
	go test -v -run Cases ./tests/diff | grep -v '^ *=== ' | tail -n 20

bench: # speed against the real virsh, as root
	go run ./tests/bench

lint:
	gofmt -l . && go vet ./... && $(TOOL) staticcheck ./... && $(TOOL) golangci-lint run

generate: # write the z_*.go files anew
	go generate ./...
