package format

import (
	"regexp"
	"strings"
	"testing"
)

func TestXMLTree(t *testing.T) {
	for doc, want := range map[string]string{
		`<a/>`: `{"name":"a"}`,
		"<?xml version='1.0'?><!-- c --><a x='1' q:y='&lt;'>t<b/>u <q:c> </q:c></a>\n": `{"name":"a","attributes":{"x":"1","q:y":"<"},"text":"tu ",` +
			`"children":[{"name":"b"},{"name":"q:c","text":" "}]}`,
		"<a>\n <b><![CDATA[<&]]></b>\n</a>": `{"name":"a","children":[{"name":"b","text":"<&"}]}`,
		"":                                  "", "text": "", "<a>": "", "<a></b>": "", "<a/><b/>": "", "</a>": "", "<a b></a>": "",
		strings.Repeat("<a>", maxTreeDepth+1) + strings.Repeat("</a>", maxTreeDepth+1): "",
	} {
		got := ""
		if n := xmlTree(doc); n != nil {
			got = string(appendJSON(nil, n, -1))
		}
		if got != want {
			t.Errorf("%s: %s, want %s", doc, got, want)
		}
	}
}

func TestColorXML(t *testing.T) {
	got := colorXML("<a b='1'>t</a>")
	want := tagColor + "<a" + reset + " " + attributeColor + "b" + reset + "=" + valueColor + "'1'" + reset + tagColor + ">" + reset +
		"t" + tagColor + "</a" + reset + tagColor + ">" + reset
	if got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// FuzzColorXML holds that colour is all that is added, whatever the text is.
func FuzzColorXML(f *testing.F) {
	for _, s := range []string{"", "<", "<a", "<a b='", "<!-- x", "<![CDATA[<a>]]>", "<?x?>", "<a b = \"<>\" c/>", "a<b>c", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "<<<", "<a ?!/='\"></a >"} {
		f.Add(s)
	}
	codes := regexp.MustCompile("\x1b\\[[0-9]+m")
	f.Fuzz(func(t *testing.T, s string) {
		if strings.Contains(s, "\x1b") {
			return
		}
		if got := codes.ReplaceAllString(colorXML(s), ""); got != s {
			t.Fatalf("%q becomes %q", s, got)
		}
	})
}
