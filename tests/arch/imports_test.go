package arch

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/virgo-vm/virgo"

// imports lists, for each part of the house, which of our packages it may
// import. "x/..." stands for x and all below it, here and there; the most
// exact row holds. Imports run one way: a row names only what is further down.
var imports = []struct {
	from string
	to   []string
}{
	{"", []string{"cmd"}},
	// The root of the commands wires everything together; from the waist it
	// needs the wrapper that traces calls.
	{"cmd", []string{"cmd/...", "shell", "completion", "man", "format", "lib/libvirt", "lib/virt", "lib/driver"}},
	{"cmd/vsh/...", []string{"cmd/vsh", "format", "xmledit", "lib/libvirt", "lib/virt", "lib/driver"}},
	{"cmd/tty", nil},
	{"cmd/...", []string{"cmd/vsh", "cmd/tty", "format", "xmledit", "lib/libvirt", "lib/virt"}},
	{"completion/...", []string{"cmd/vsh", "lib/libvirt", "lib/virt"}},
	{"man/...", []string{"man/...", "cmd", "cmd/vsh"}},
	{"shell/...", nil},
	{"format/...", nil},
	{"xmledit/...", nil},

	{"lib/libvirt/...", []string{"lib/driver/...", "lib/uri", "lib/protocol", "lib/virt"}},
	{"lib/driver/remote/...", []string{"lib/rpc", "lib/transport", "lib/driver", "lib/uri", "lib/protocol", "lib/virt"}},
	{"lib/driver/test/...", []string{"lib/model/...", "lib/driver", "lib/uri", "lib/protocol", "lib/virt"}},
	{"lib/driver/qemu/...", []string{"lib/model/...", "lib/driver", "lib/uri", "lib/protocol", "lib/virt"}},
	{"lib/drivertest/...", []string{"lib/..."}},
	{"lib/model/...", []string{"lib/model/...", "lib/virt"}},
	{"lib/rpc/rpctest/...", []string{"lib/rpc", "lib/driver", "lib/protocol", "lib/virt"}},
	{"lib/rpc/...", []string{"lib/driver", "lib/protocol", "lib/virt"}},
	{"lib/driver", []string{"lib/protocol", "lib/virt"}},
	{"lib/transport/...", []string{"lib/virt"}},
	{"lib/uri/...", []string{"lib/virt"}},
	{"lib/protocol/gen/...", []string{"lib/protocol/gen/..."}},
	{"lib/protocol/...", []string{"lib/virt"}},
	{"lib/virt/...", nil},

	{"tests/...", []string{"..."}},
}

// modules lists which parts may import which module of others, and which
// modules only tests may.
var modules = []struct {
	path string
	from []string
	test []string
}{
	{path: "github.com/spf13/cobra", from: []string{"cmd", "cmd/vsh"}},
	{path: "github.com/spf13/pflag", from: []string{"cmd", "cmd/vsh"}},
	{path: "github.com/chzyer/readline", from: []string{"shell"}},
	{path: "github.com/olekukonko/tablewriter", from: []string{"format"}},
	{path: "github.com/mattn/go-runewidth", from: []string{"format"}},
	{path: "github.com/beevik/etree", from: []string{"xmledit", "lib/model/..."}},
	{path: "golang.org/x/term", from: []string{"cmd", "cmd/tty", "shell"}, test: []string{"cmd/domain"}},
	{path: "golang.org/x/sys", from: []string{"cmd", "cmd/domain", "cmd/tty", "lib/transport", "lib/driver/qemu/..."}},
	{path: "gopkg.in/yaml.v3", test: []string{"format", "tests/..."}},
	{path: "github.com/google/go-cmp", test: []string{"..."}},
	{path: "github.com/rogpeppe/go-internal", from: []string{"xmledit"}, test: []string{"cmd", "tests/..."}},
	{path: "github.com/creack/pty", from: []string{"tests/pictures"}, test: []string{"cmd/...", "shell", "tests/..."}},
}

// covers reports whether a pattern of the tables covers a package.
func covers(pattern, pkg string) bool {
	parent, below := strings.CutSuffix(pattern, "...")
	if !below {
		return pattern == pkg
	}
	return parent == "" || pkg == strings.TrimSuffix(parent, "/") || strings.HasPrefix(pkg, parent)
}

func anyCovers(patterns []string, pkg string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return covers(p, pkg) })
}

// allowed returns what a package may import, and whether a row says so.
func allowed(pkg string) (to []string, ok bool) {
	longest := -1
	for _, row := range imports {
		if row.from == pkg {
			return row.to, true
		}
		if covers(row.from, pkg) && len(row.from) > longest {
			longest, to, ok = len(row.from), row.to, true
		}
	}
	return to, ok
}

// A listed package is what go list says of one.
type listed struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

// list asks go list for all our packages as one system sees them.
func list(t *testing.T, goos string) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", module+"/...")
	cmd.Env = append(os.Environ(), "GOOS="+goos, "CGO_ENABLED=0")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []listed
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}

func TestImportsRunOneWay(t *testing.T) {
	for _, goos := range []string{"linux", "darwin", "windows"} {
		t.Run(goos, func(t *testing.T) {
			packages := list(t, goos)
			if len(packages) < 10 {
				t.Fatalf("go list names only %d packages", len(packages))
			}
			for _, p := range packages {
				pkg := ours(p.ImportPath)
				for _, problem := range judge(pkg, p.Imports, false) {
					t.Error(problem)
				}
				for _, problem := range judge(pkg, slices.Concat(p.TestImports, p.XTestImports), true) {
					t.Error(problem)
				}
			}
		})
	}
}

// ours is the path of a package below the module.
func ours(path string) string {
	return strings.TrimPrefix(strings.TrimPrefix(path, module), "/")
}

// judge returns what is wrong with the imports of a package or of its tests.
// Tests may import any package of ours, except that those of lib stay in lib
// and in tests.
func judge(pkg string, paths []string, test bool) []string {
	var problems []string
	to, ok := allowed(pkg)
	if !ok {
		return []string{pkg + ": no row of the table of imports is about it"}
	}
	for _, path := range paths {
		first, _, _ := strings.Cut(path, "/")
		switch {
		case path == module || strings.HasPrefix(path, module+"/"):
			target := ours(path)
			good := anyCovers(to, target)
			if test {
				good = !strings.HasPrefix(pkg, "lib/") || strings.HasPrefix(target, "lib/") || strings.HasPrefix(target, "tests/")
			}
			if !good {
				problems = append(problems, pkg+" must not import "+target)
			}
		case strings.Contains(first, "."):
			if !moduleAllowed(pkg, path, test) {
				problems = append(problems, pkg+" must not import "+path)
			}
		case path == "C":
			problems = append(problems, pkg+" must not use cgo")
		}
	}
	return problems
}

// moduleAllowed reports whether a package may import a package of others.
func moduleAllowed(pkg, path string, test bool) bool {
	for _, m := range modules {
		if path == m.path || strings.HasPrefix(path, m.path+"/") {
			return anyCovers(m.from, pkg) || test && anyCovers(m.test, pkg)
		}
	}
	return false
}

// TestRulesRefuse holds the rules against imports that they are there to refuse.
func TestRulesRefuse(t *testing.T) {
	for _, test := range []struct {
		pkg, path string
		test      bool
		want      bool
	}{
		{"", module + "/cmd", false, true},
		{"", module + "/lib/libvirt", false, false},
		{"cmd/domain", module + "/cmd/vsh", false, true},
		{"cmd/domain", module + "/cmd/network", false, false},
		{"cmd/domain", module + "/lib/driver", false, false},
		{"cmd/domain", "github.com/spf13/cobra", false, false},
		{"cmd/vsh", "github.com/spf13/cobra", false, true},
		{"lib/virt", module + "/lib/protocol", false, false},
		{"lib/driver", module + "/lib/driver/remote", false, false},
		{"lib/driver/remote", module + "/lib/rpc", false, true},
		{"lib/driver/test", module + "/lib/rpc", false, false},
		{"lib/rpc", module + "/format", true, false},
		{"lib/rpc", module + "/tests/testhost", true, true},
		{"lib/rpc", module + "/tests/testhost", false, false},
		{"shell", module + "/cmd/vsh", false, false},
		{"format", "github.com/olekukonko/tablewriter/tw", false, true},
		{"shell", "github.com/olekukonko/tablewriter", false, false},
		{"format", "gopkg.in/yaml.v3", false, false},
		{"format", "gopkg.in/yaml.v3", true, true},
		{"format", "example.com/unheard/of", false, false},
		{"format", "C", false, false},
		{"nowhere", "fmt", false, false},
		{"format", "encoding/json", false, true},
	} {
		if got := len(judge(test.pkg, []string{test.path}, test.test)) == 0; got != test.want {
			t.Errorf("%q imports %s (test: %v): allowed is %v, want %v", test.pkg, test.path, test.test, got, test.want)
		}
	}
}
