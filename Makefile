# What people type here; .ci/run is what a machine runs.
.PHONY: build install packages test diff bench lint generate

PREFIX = /usr/local

TOOL = go tool -modfile=.ci/tools/go.mod

build: # a static binary, ./virgo
	CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' .

install: build # the program, its manual pages and completions; PREFIX and DESTDIR as usual
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 755 virgo $(DESTDIR)$(PREFIX)/bin
	install -m 644 man/*.1 $(DESTDIR)$(PREFIX)/share/man/man1
	for place in bash:bash-completion/completions/virgo zsh:zsh/site-functions/_virgo fish:fish/vendor_completions.d/virgo.fish; do \
		file=$(DESTDIR)$(PREFIX)/share/$${place#*:}; \
		install -d $${file%/*} && ./virgo -q completion $${place%%:*} >$$file || exit; done

packages: # .deb, .rpm, tars and checksums of all platforms, in dist/
	.ci/packages/build

test: # all tests; what this machine lacks is skipped with the reason (see -v)
	go test ./...

diff: # compare with the real virsh; the last line is the score
	go test -v -run Cases ./tests/diff | grep -v '^ *=== ' | tail -n 20

bench: # speed against the real virsh, as root
	go run ./tests/bench

lint:
	gofmt -l . && go vet ./... && $(TOOL) staticcheck ./... && $(TOOL) golangci-lint run

generate: # write the z_*.go files, the manual pages and the pictures anew
	go generate ./...
