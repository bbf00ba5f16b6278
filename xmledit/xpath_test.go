package xmledit

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/tests/testhost"
)

// update rewrites the golden files. They are written by the real virsh, never by
// the code under test.
var update = flag.Bool("update", false, "write the golden files, by running virsh")

// fixtures are the directories of goldens below testdata. In each are
//   - node.xml, a host with one domain for libvirt's test driver,
//   - expressions.txt, one XPath expression a line,
//   - domain.xml, the domain as virsh prints it, and
//   - xpath.golden, what virsh prints for each expression, see [golden].
func fixtures() []string { return []string{"domain", "deep"} }

const (
	nodeFile       = "node.xml"
	expressionFile = "expressions.txt"
	domainFile     = "domain.xml"
	goldenFile     = "xpath.golden"
)

// failed stands for the output of an expression that virsh calls wrong.
const failed = "error\n"

// virsh runs dumpxml with more options. Its exit status is no help: it is 0 for
// a wrong expression, which shows on stderr only.
func virsh(t *testing.T, fixture string, args ...string) string {
	t.Helper()
	node, err := filepath.Abs(path(fixture, nodeFile))
	if err != nil {
		t.Fatal(err)
	}
	uri := "test://" + node
	c := exec.Command("virsh", append([]string{"-q", "-c", uri, "dumpxml", "test"}, args...)...)
	c.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	var stderr strings.Builder
	c.Stderr = &stderr
	out, _ := c.Output()
	if stderr.Len() > 0 {
		return failed
	}
	return string(out)
}

func path(fixture, name string) string { return filepath.Join("testdata", fixture, name) }

func readFile(t *testing.T, fixture, name string) string {
	t.Helper()
	b, err := os.ReadFile(path(fixture, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func expressions(t *testing.T, fixture string) []string {
	t.Helper()
	return strings.Split(strings.TrimSpace(readFile(t, fixture, expressionFile)), "\n")
}

// A golden is what virsh prints for one expression, without and with --wrap.
type golden struct{ plain, wrapped string }

const (
	expressionMark = "=== "
	wrapMark       = "--- wrap\n"
)

func goldens(t *testing.T, fixture string) map[string]golden {
	t.Helper()
	all := map[string]golden{}
	for _, part := range strings.Split("\n"+readFile(t, fixture, goldenFile), "\n"+expressionMark)[1:] {
		expr, outputs, _ := strings.Cut(part, "\n")
		plain, wrapped, ok := strings.Cut(strings.TrimSuffix(outputs, "\n")+"\n", wrapMark)
		if !ok {
			t.Fatalf("%s: nothing wrapped for %s", goldenFile, expr)
		}
		all[expr] = golden{plain, wrapped}
	}
	return all
}

// fromVirsh returns the golden files' contents as virsh makes them now.
func fromVirsh(t *testing.T, fixture string) (domain, golden string) {
	t.Helper()
	var b strings.Builder
	for _, expr := range expressions(t, fixture) {
		b.WriteString(expressionMark + expr + "\n" + virsh(t, fixture, "--xpath", expr))
		b.WriteString(wrapMark + virsh(t, fixture, "--xpath", expr, "--wrap"))
	}
	return virsh(t, fixture), b.String()
}

// TestGoldenIsVirsh proves that the goldens are what the real virsh prints.
func TestGoldenIsVirsh(t *testing.T) {
	testhost.NeedVirsh(t)
	for _, fixture := range fixtures() {
		domain, golden := fromVirsh(t, fixture)
		for name, content := range map[string]string{domainFile: domain, goldenFile: golden} {
			if *update {
				if err := os.WriteFile(path(fixture, name), []byte(content), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if readFile(t, fixture, name) != content {
				t.Errorf("%s is not what virsh prints", path(fixture, name))
			}
		}
	}
}

// knownDifferences are the expressions for which Select differs from virsh, and
// why.
func knownDifferences() map[string]string {
	const engine = "the engine counts positions among all matches, not per parent"
	return map[string]string{
		"app:nope":                           "differs from virsh: prefixes that the document declares are known",
		"//disk[3]/preceding::*[1]":          "the engine counts the axis preceding per ancestor",
		"//disk/@*[1]":                       "the engine counts no attributes",
		"//disk[1]/@*[last()]":               "the engine counts no attributes",
		"/descendant::target[last()]":        engine,
		"//*[.=''][1]":                       engine,
		"//source[@file][1]":                 engine,
		"(//interface | //disk)[1]":          "the engine does not order a union before it counts",
		"id('x')":                            "the engine has no function id",
		"//*[lang('en')]":                    "the engine has no function lang",
		"//disk[1]/ancestor-or-self::node()": "with --wrap, as for /",
		"/":                                  "differs from virsh: with --wrap the XML declaration is not repeated",
		"..":                                 "as for /",
	}
}

func TestSelect(t *testing.T) {
	known := knownDifferences()
	for _, fixture := range fixtures() {
		domain, want := readFile(t, fixture, domainFile), goldens(t, fixture)
		for _, expr := range expressions(t, fixture) {
			got := golden{failed, failed}
			if s, err := Select(domain, expr); err == nil {
				got = golden{strings.Join(append(s.Strings(), ""), "\n"), s.Wrap() + "\n"}
			}
			switch reason := known[expr]; {
			case got != want[expr] && reason == "":
				t.Errorf("%s:\n%s%s%swant:\n%s%s%s", expr,
					got.plain, wrapMark, got.wrapped, want[expr].plain, wrapMark, want[expr].wrapped)
			case got == want[expr] && reason != "":
				t.Errorf("%s: listed as different (%s), but it is not", expr, reason)
			}
			delete(known, expr)
		}
	}
	for expr := range known {
		t.Errorf("known difference %s is in no %s", expr, expressionFile)
	}
}

// TestSelectNamespaces holds what virsh has no golden for: it knows no prefixes.
func TestSelectNamespaces(t *testing.T) {
	const doc = `<d xmlns:q='urn:q'><q:c q:v='1'/><q:e/><x xmlns='urn:x'><c/></x><c/></d>`
	for expr, want := range map[string]string{
		"//q:c":                    `<q:c q:v="1"/>`,
		"//q:*":                    `<q:c q:v="1"/>|<q:e/>`,
		"//q:*[2]":                 `<q:e/>`,
		"//c":                      `<c/>`,
		"//q:c/@q:*":               ` q:v="1"`,
		"//q:c/@q:v":               ` q:v="1"`,
		"//q:c/@v":                 ``,
		"//*[local-name()='c'][1]": `<q:c q:v="1"/>`,
		"//x":                      ``,
		"//q:c/namespace-uri-not":  ``,
	} {
		s, err := Select(doc, expr)
		if err != nil {
			t.Errorf("%s: %v", expr, err)
		} else if got := strings.Join(s.Strings(), "|"); got != want {
			t.Errorf("%s: %s, want %s", expr, got, want)
		}
	}
}

func TestSelectErrors(t *testing.T) {
	for _, c := range []struct{ doc, expr, want string }{
		{"<a/>", "count(//*)", "XPath expression 'count(//*)' does not select nodes"},
		{"<a/>", "'s'", "XPath expression ''s'' does not select nodes"},
		{"<a/>", "//a[", "invalid XPath expression '//a['"},
		{"<a/>", "", "invalid XPath expression ''"},
		{"<a/>", "//p:a", "the document declares no namespace prefix 'p'"},
		{"<a/>", "//namespace::*", "the axis namespace is not supported"},
		{"<a/>", "//processing-instruction(", "missing )"},
		{"<a/>", "//processing-instruction(x)", "takes a literal"},
		{"<a>", "//a", "invalid XML document"},
		{"", "//a", "invalid XML document: no root element"},
		{"<a>\x01</a>", "//a", "invalid XML document"},
	} {
		if _, err := Select(c.doc, c.expr); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Select(%q, %q): error %v, want %s", c.doc, c.expr, err, c.want)
		}
	}
}

func TestSelectionLen(t *testing.T) {
	s, err := Select("<a><b/><b/></a>", "//b | //b[1] | /a/b")
	if err != nil {
		t.Fatal(err)
	}
	if s.Len() != 2 {
		t.Errorf("%d nodes, want each of the two once", s.Len())
	}
}

func TestRewriteKeepsTokens(t *testing.T) {
	space := scope{prefixes: map[string]string{"p": "urn:p"}}
	for _, expr := range []string{
		"//a[. div 2 = 1.5 and @b]", "div div div", "* * *", "//a/*[b or c]/@*", "child::a-b.c",
		`//a["p:*" = 'p:*']`, "$v", "a [ 1 ]", "p:a", "//a[position() mod 2]", "..//.", "a|b",
	} {
		if got, err := rewrite(expr, space); err != nil || got != expr {
			t.Errorf("rewrite(%q) = %q, %v", expr, got, err)
		}
	}
}

func FuzzSelect(f *testing.F) {
	domain, err := os.ReadFile(path("domain", domainFile))
	if err != nil {
		f.Fatal(err)
	}
	list, err := os.ReadFile(path("domain", expressionFile))
	if err != nil {
		f.Fatal(err)
	}
	for expr := range strings.Lines(string(list)) {
		f.Add("<a b='1'><!--c--><?p i?>x<b/></a>", strings.TrimSpace(expr))
	}
	f.Add(string(domain), "//disk/target/@dev")
	f.Add("<a b='\"&lt;&amp;&#9;&#10;&#13;é'>&lt;&amp;&gt;&#13;é<![CDATA[<]]></a>", "//@b | //text()")
	f.Fuzz(func(t *testing.T, doc, expr string) {
		s, err := Select(doc, expr)
		if err != nil {
			return
		}
		for i, n := range s.nodes {
			if i > 0 && n.order <= s.nodes[i-1].order {
				t.Fatalf("%q: not in document order", expr)
			}
		}
		// What is wrapped is well-formed and stays what it is.
		wrapped := s.Wrap()
		again, err := Select(wrapped, "/nodes")
		if err != nil {
			t.Fatalf("%q: %v in %q", expr, err, wrapped)
		}
		if got := again.Strings()[0]; got != wrapped {
			t.Fatalf("%q: wrapped %q, read again %q", expr, wrapped, got)
		}
	})
}
