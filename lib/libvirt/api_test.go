package libvirt_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/virgo-vm/virgo/lib/libvirt/apimap"
)

var update = flag.Bool("update", false, "rewrite API.md from the map")

// TestAPI holds the map against the functions that the library is to have, and
// against what the library has.
func TestAPI(t *testing.T) {
	seeds := seedFunctions(t)
	want(t, "functions", len(seeds), 138)
	symbols := exported(t, ".", "")
	for s := range exported(t, "../virt", "virt.") {
		symbols[s] = true
	}
	seen := map[string]bool{}
	for _, g := range apimap.Groups() {
		for _, r := range g.Rows {
			if seen[r.Function] {
				t.Errorf("%s: two rows", r.Function)
			}
			seen[r.Function] = true
			if macro := g.Title == "Macros"; macro == seeds[r.Function] {
				t.Errorf("%s: a function of the core API: %v, in the group %s", r.Function, seeds[r.Function], g.Title)
			}
			switch {
			case (r.Symbol == "") == (r.Note == ""):
				t.Errorf("%s: symbol %q, note %q: one of the two", r.Function, r.Symbol, r.Note)
			case r.Symbol != "" && !symbols[r.Symbol]:
				t.Errorf("%s: there is no %s", r.Function, r.Symbol)
			case (len(r.Drivers) == 0) != (r.Case == ""):
				t.Errorf("%s: drivers %v, case %q: both or none", r.Function, r.Drivers, r.Case)
			}
		}
	}
	for f := range seeds {
		if !seen[f] {
			t.Errorf("%s: no row", f)
		}
	}
}

// seedFunctions returns the functions of the core API.
func seedFunctions(t *testing.T) map[string]bool {
	t.Helper()
	data, err := os.ReadFile("../protocol/spec/api.json")
	if err != nil {
		t.Fatal(err)
	}
	var spec struct {
		Functions []struct {
			Name string
			Seed bool
		}
	}
	if err := json.Unmarshal(data, &spec); err != nil {
		t.Fatal(err)
	}
	seeds := map[string]bool{}
	for _, f := range spec.Functions {
		if f.Seed {
			seeds[f.Name] = true
		}
	}
	return seeds
}

// exported returns the exported functions, types, constants and methods of a
// package, with a prefix.
func exported(t *testing.T, dir, prefix string) map[string]bool {
	t.Helper()
	symbols := map[string]bool{}
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			for _, s := range declared(d) {
				symbols[prefix+s] = true
			}
		}
	}
	// A handle has the methods of the object that it embeds.
	for _, handle := range []string{"Domain", "Network", "StoragePool"} {
		for s := range symbols {
			if method, ok := strings.CutPrefix(s, "object."); ok {
				symbols[handle+"."+method] = true
			}
		}
	}
	return symbols
}

func declared(d ast.Decl) []string {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			return []string{d.Name.Name}
		}
		typ := d.Recv.List[0].Type
		if star, ok := typ.(*ast.StarExpr); ok {
			typ = star.X
		}
		if id, ok := typ.(*ast.Ident); ok {
			return []string{id.Name + "." + d.Name.Name}
		}
	case *ast.GenDecl:
		var names []string
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				names = append(names, s.Name.Name)
			case *ast.ValueSpec:
				for _, n := range s.Names {
					names = append(names, n.Name)
				}
			}
		}
		return names
	}
	return nil
}

// TestAPIDocument compares API.md with the map that it is made of.
func TestAPIDocument(t *testing.T) {
	const file = "API.md"
	doc := apiDocument()
	if *update {
		if err := os.WriteFile(file, []byte(doc), fs.FileMode(0o644)); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(have), doc); d != "" {
		t.Errorf("%s is not what the map says; run the test with -update (-file +map):\n%s", file, d)
	}
}

// apiDocument returns the map as a page.
func apiDocument() string {
	var b strings.Builder
	b.WriteString("# The core API\n\n" +
		"<!-- Made from package apimap by go test ./lib/libvirt -run TestAPIDocument -update. -->\n\n" +
		"Each function of libvirt's core API, the symbol of package libvirt (or of package virt, where it says so) " +
		"that stands for it, the commands that reach it, and the drivers that have it. " +
		"What makes no call has no drivers.\n\n")
	calls := 0
	count := map[apimap.Driver]int{}
	for _, r := range apimap.Rows() {
		if len(r.Drivers) > 0 {
			calls++
		}
		for _, d := range r.Drivers {
			count[d]++
		}
	}
	fmt.Fprintf(&b, "| driver | functions of %d |\n| --- | --- |\n", calls)
	for _, d := range apimap.Drivers() {
		fmt.Fprintf(&b, "| %s | %d |\n", d, count[d])
	}
	for _, g := range apimap.Groups() {
		fmt.Fprintf(&b, "\n## %s\n\n| function | symbol | commands | drivers | conformance case |\n| --- | --- | --- | --- | --- |\n", g.Title)
		for _, r := range g.Rows {
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", r.Function, symbolCell(r), code(r.Commands), driverCell(r), r.Case)
		}
	}
	return b.String()
}

func symbolCell(r apimap.Row) string {
	if r.Symbol == "" {
		return r.Note
	}
	return code([]string{r.Symbol})
}

func code(words []string) string {
	quoted := slices.Clone(words)
	for i := range quoted {
		quoted[i] = "`" + quoted[i] + "`"
	}
	return strings.Join(quoted, ", ")
}

func driverCell(r apimap.Row) string {
	var names []string
	for _, d := range r.Drivers {
		names = append(names, string(d))
	}
	return strings.Join(names, ", ")
}
