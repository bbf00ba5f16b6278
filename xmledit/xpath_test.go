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
	return map[string]string{
		"app:nope":                           "differs from virsh: prefixes that the document declares are known",
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
		"//*[local-name()='c'][1]": `<q:c q:v="1"/>|<c/>`,
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
		{"<a/>", "//namespace::*", "there is no axis namespace"},
		{"<a/>", "//processing-instruction(", "missing )"},
		{"<a/>", "//processing-instruction(x)", "missing ) at character 26"},
		{"<a/>", "//a[@b = 'c]", "missing ' of the string that begins at character 10"},
		{"<a/>", "//a b", `unexpected "b" at character 5`},
		{"<a/>", "//a[]", `unexpected "]" at character 5`},
		{"<a/>", "//é[!]", `unexpected "!" at character 5`},
		{"<a/>", "//", "unexpected end"},
		{"<a/>", "$v", "there is no variable $v at character 1"},
		{"<a/>", "f(1)", "there is no function f at character 1"},
		{"<a/>", "//a[contains(.)]", "contains() has 1 arguments"},
		{"<a/>", "count(1)", "the argument of count() does not select nodes"},
		{"<a/>", "1 | //a", "an operand of | does not select nodes"},
		{"<a/>", "'a'/b", "what stands before / does not select nodes"},
		{"<a/>", strings.Repeat("(", 1e5), "nested deeper than 500"},
		{"<a/>", strings.Repeat("a[", 1e5), "nested deeper than 500"},
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

// TestCount covers what --xpath cannot show: the values of expressions, as the
// number of elements that a condition keeps.
func TestCount(t *testing.T) {
	const doc = `<d><a n="1">x</a><a n="2">y</a><b n="3"><a n="4"/><a n="5"> z  z </a></b></d>`
	for expr, want := range map[string]int{
		"//a[2]":               2, // the second of each parent
		"(//a)[2]":             1,
		"//a[@n][2]":           2,
		"//a[last()]":          2,
		"//@n[. > 2]":          3,
		"//a/@*[1]":            4,
		"//b/preceding::a[1]":  1,
		"//a[. div 2 = 1.5]":   0,
		"//a[@n div 2 = 0.5]":  1,
		"//a[@n mod 2 = 1]":    2,
		"//a[-@n < -3]":        2,
		"//a[@n = //b/@n - 1]": 1,
		"//a[@n != 2]":         3,
		"//a[not(@n = 2) and (@n = 1 or @n = 4)]":      2,
		"//a[normalize-space() = 'z z']":               1,
		"//a[translate(., 'xy', 'ab') = 'a']":          1,
		"//a[translate(., 'x', '') = '']":              2,
		"//a[substring('12345', 1.5, 2.6) = '234']":    4,
		"//a[substring('12345', 0 div 0, 3) = '']":     4,
		"//a[substring-before('1999/04', '/') = 1999]": 4,
		"//a[substring-after('1999/04', '/') = 4]":     4,
		"//a[string(1 div 0) = 'Infinity']":            4,
		"//a[string(-1 div 0) = '-Infinity']":          4,
		"//a[string(0 div 0) = 'NaN']":                 4,
		"//a[string(-0) = '0']":                        4,
		"//a[number('1e3') = 1000]":                    0, // XPath has no exponents
		"//a[number(' -1.5 ') = -1.5]":                 4,
		"//a[round(-2.5) = -2 and round(2.5) = 3]":     4,
		"//a[floor(1.9) = 1 and ceiling(1.1) = 2]":     4,
		"//a[true() = 'x' and false() = '']":           4,
		"//a[sum(//b/a/@n) = 9]":                       4,
		"//a[count(//a | //b) = 5]":                    4,
		"//a[concat(@n, '-', name()) = '1-a']":         1,
		"//*[self::b or self::d]":                      2,
		"//b/descendant-or-self::node()[@n]":           3,
		"//a[position() = last()]":                     2,
		"//a[string-length() = 1]":                     2,
		"//a[boolean(text())]":                         3,
		"//b/following::*":                             0,
		"//a[1]/following-sibling::a":                  2,
		"div":                                          0,
		"*[2]":                                         1,
		"* [ * ]":                                      1,
		"//*[* and @n*1]":                              1,
	} {
		s, err := Select(doc, expr)
		if err != nil {
			t.Errorf("%s: %v", expr, err)
		} else if s.Len() != want {
			t.Errorf("%s: %d nodes, want %d", expr, s.Len(), want)
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
