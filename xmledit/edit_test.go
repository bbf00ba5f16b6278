package xmledit_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/xmledit"
)

const guest = `<?xml version="1.0"?>
<!-- made by hand -->
<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>a &amp; b</name>
  <title/>
  <memory unit="KiB"  dumpCore='on'>1024</memory>
  <description><![CDATA[<raw> & text]]></description>
  <os><type arch='x86_64'>hvm</type></os>
  <devices>
    <disk type='file' device='disk'>
      <source file='/a=b'/>
      <target dev='vda'/>
    </disk>
    <disk type='file' device='cdrom'>
      <target dev='sda'/>
    </disk>
	<!-- tab -->
	<input type="tablet"/>
  </devices>
  <empty></empty>
  <qemu:commandline>
    <qemu:arg value='-S'/>
  </qemu:commandline>
</domain>
`

func TestApply(t *testing.T) {
	tests := []struct {
		op, arg  string
		old, new string // what changes in guest
	}{
		{"set", `/domain/name=x<y>`, `a &amp; b`, `x&lt;y&gt;`},
		{"set", `name/text()="q'`, `a &amp; b`, `"q'`},
		{"set", `title=T`, `<title/>`, `<title>T</title>`},
		{"set", `empty=T`, `<empty></empty>`, `<empty>T</empty>`},
		{"set", `memory/@unit=M"i'B`, `unit="KiB"`, `unit="M&quot;i'B"`},
		{"set", `memory/@dumpCore=o"f'f`, `'on'`, `'o"f&apos;f'`},
		{"set", "memory/@dumpCore=a\tb\nc", `'on'`, `'a&#9;b&#10;c'`},
		{"set", `memory/@unit=`, `"KiB"`, `""`},
		{"set", `description=plain ]]> &`, `<![CDATA[<raw> & text]]>`, `plain ]]&gt; &amp;`},
		{"set", `description/text()=a]]>b`, `<![CDATA[<raw> & text]]>`, `<![CDATA[a]]]]><![CDATA[>b]]>`},
		{"set", `//source[@file='/a=b']/@file=/c=d`, `/a=b`, `/c=d`},
		{"set", `//disk[target/@dev="sda"]/@type=block`, "type='file' device='cdrom'", "type='block' device='cdrom'"},
		{"set", `//input/@bus=usb`, `<input type="tablet"/>`, `<input type="tablet" bus='usb'/>`},
		{"set", `//memory/@new=1`, `dumpCore='on'>`, `dumpCore='on' new='1'>`},
		{"set", `//qemu:arg/@value=-s`, `'-S'`, `'-s'`},
		{"add", `//devices=<rng/>`, "<input type=\"tablet\"/>\n", "<input type=\"tablet\"/>\n\t<rng/>\n"},
		{"add", `title=<x/>`, `<title/>`, "<title>\n    <x/>\n  </title>"},
		{"add", `empty= <x a='='/><y/> `, `<empty></empty>`, "<empty>\n    <x a='='/><y/>\n  </empty>"},
		{"add", `os=<boot dev='hd'/>`, `hvm</type></os>`, `hvm</type><boot dev='hd'/></os>`},
		{"add", `//disk[2]=<readonly/>`, "<target dev='sda'/>\n", "<target dev='sda'/>\n      <readonly/>\n"},
		{"add", `qemu:commandline=<qemu:env name='A'/>`, "value='-S'/>\n", "value='-S'/>\n    <qemu:env name='A'/>\n"},
		{"add", `//input=<driver/>`, `<input type="tablet"/>`, "<input type=\"tablet\">\n\t  <driver/>\n\t</input>"},
		{"add", `//source=<a/>`, `<source file='/a=b'/>`, "<source file='/a=b'>\n        <a/>\n      </source>"},
		{"add", `//type=<a/>`, `hvm</type>`, `hvm<a/></type>`},
		{"delete", `//disk[2]`, "    <disk type='file' device='cdrom'>\n      <target dev='sda'/>\n    </disk>\n", ""},
		{"delete", `//comment()[. = ' tab ']`, "\t<!-- tab -->\n", ""},
		{"delete", `os/type`, "<type arch='x86_64'>hvm</type>", ""},
		{"delete", `memory/@dumpCore`, "  dumpCore='on'", ""},
		{"delete", `name/text()`, "a &amp; b", ""},
		{"delete", `//qemu:commandline`, "  <qemu:commandline>\n    <qemu:arg value='-S'/>\n  </qemu:commandline>\n", ""},
		{"delete", `/comment()`, "<!-- made by hand -->\n", ""},
	}
	for _, tt := range tests {
		if strings.Count(guest, tt.old) != 1 {
			t.Fatalf("%q stands %d times", tt.old, strings.Count(guest, tt.old))
		}
		want := strings.Replace(guest, tt.old, tt.new, 1)
		for name, ends := range map[string]func(string) string{
			"lf": func(s string) string { return s }, "crlf": func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		} {
			if name == "crlf" && (tt.op == "add" || strings.Contains(tt.arg, "\n")) {
				continue // what is added has plain newlines
			}
			e, err := xmledit.ParseEdit(xmledit.Op(tt.op), tt.arg)
			if err != nil {
				t.Fatal(err)
			}
			got, err := xmledit.Apply(ends(guest), []xmledit.Edit{e}, false)
			if err != nil || got != ends(want) {
				t.Errorf("--%s %s, %s: %v\n%s", tt.op, tt.arg, name, err, got)
			}
		}
	}
}

func TestApplyInOrder(t *testing.T) {
	var edits []xmledit.Edit
	for _, e := range [][2]string{
		{"add", `/a=<b x='1'/>`}, {"set", `/a/b/@x=2`}, {"add", `/a=<b x='3'/>`}, {"delete", `/a/b[@x='2']`}, {"set", `/a/b=t`},
	} {
		edit, err := xmledit.ParseEdit(xmledit.Op(e[0]), e[1])
		if err != nil {
			t.Fatal(err)
		}
		edits = append(edits, edit)
	}
	got, err := xmledit.Apply("<a/>", edits, false)
	if want := "<a>\n  <b x='3'>t</b>\n</a>"; err != nil || got != want {
		t.Errorf("%q, %v", got, err)
	}
}

func TestApplyAll(t *testing.T) {
	tests := []struct{ op, arg, doc, want string }{
		{"set", "//@x=2", "<a x='1'><b x='1'/></a>", "<a x='2'><b x='2'/></a>"},
		{"delete", "//b", "<a>\n <b><b/></b>\n <b/>\n</a>", "<a>\n</a>"},
		{"delete", "/a/b|/a/b/@x", "<a><b x='1'/>t</a>", "<a>t</a>"},
		{"add", "//b=<c/>", "<a>\n  <b/>\n  <b/>\n</a>", "<a>\n  <b>\n    <c/>\n  </b>\n  <b>\n    <c/>\n  </b>\n</a>"},
		{"set", "//b/@y=1", "<a><b/><b></b></a>", "<a><b y='1'/><b y='1'></b></a>"},
	}
	for _, tt := range tests {
		e, err := xmledit.ParseEdit(xmledit.Op(tt.op), tt.arg)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := xmledit.Apply(tt.doc, []xmledit.Edit{e}, true); err != nil || got != tt.want {
			t.Errorf("--%s %s: %q, %v; want %q", tt.op, tt.arg, got, err, tt.want)
		}
		if _, err := xmledit.Apply(tt.doc, []xmledit.Edit{e}, false); err == nil || !strings.Contains(err.Error(), "--all-matches") {
			t.Errorf("--%s %s alone: %v", tt.op, tt.arg, err)
		}
	}
}

func TestApplyErrors(t *testing.T) {
	tests := []struct{ op, arg, want string }{
		{"set", `/domain/devices/dsk/@type=x`, `nothing matches: there is no 'dsk' in '/domain/devices'`},
		{"set", `//disk[target/@dev='vdb']/source/@file=x`, `nothing matches: there is no 'disk[target/@dev='vdb']' in the document`},
		{"delete", `/domain/name/@x`, `nothing matches: there is no '@x' in '/domain/name'`},
		{"delete", `(//nosuch)[1]`, `nothing matches`},
		{"delete", `//disk`, `2 nodes match (/domain/devices/disk[1], /domain/devices/disk[2]): select one of them, or say --all-matches`},
		{"set", `//disk/@x=1`, `2 nodes match`},
		{"set", `//devices=text`, `/domain/devices has more than text`},
		{"set", `/comment()=x`, `/comment() is neither an element nor an attribute nor text`},
		{"set", `//input/@nosuch:a=1`, `the document declares no namespace prefix 'nosuch'`},
		{"set", "name=a\x00b", `characters that XML cannot have`},
		{"set", "name=a\xffb", `characters that XML cannot have`},
		{"set", `name[=x`, `needs XPATH=VALUE`},
		{"set", `name`, `needs XPATH=VALUE`},
		{"set", `name]=x`, `needs XPATH=VALUE`},
		{"set", `count(//disk)=3`, `does not select nodes`},
		{"add", `//input=text`, `'text' is no XML element`},
		{"add", `//input=<a>`, `is not well-formed XML`},
		{"add", `//input=</x><x>`, `is no`},
		{"add", `//input=<p:a/>`, `the prefix p is not declared`},
		{"add", `name/text()=<a/>`, `/domain/name/text() is no element`},
		{"add", `//input/@type=<a/>`, `/domain/devices/input/@type is no element`},
		{"delete", `/domain`, `/domain is the whole document`},
		{"delete", `/`, `is the whole document`},
		{"delete", `//disk[`, `invalid XPath expression`},
	}
	for _, tt := range tests {
		e, err := xmledit.ParseEdit(xmledit.Op(tt.op), tt.arg)
		if err == nil {
			_, err = xmledit.Apply(guest, []xmledit.Edit{e}, false)
		}
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("--%s %s: %v, want %q", tt.op, tt.arg, err, tt.want)
		}
	}
	for _, doc := range []string{"", "<a", "<a b='1' b='2'/>", "<a/><b/>"} {
		if _, err := xmledit.Apply(doc, []xmledit.Edit{{Op: xmledit.Set, Path: "/a", Value: "x"}}, false); err == nil && doc != "<a/><b/>" {
			t.Errorf("%q is no document, but taken", doc)
		}
	}
}

// FuzzApply: in whatever document, setting all attributes or all texts changes
// nothing between them.
func FuzzApply(f *testing.F) {
	f.Add(guest)
	f.Add("<!DOCTYPE a [<!ENTITY b 'c>'> <!-- > ' --> ]><a x = \"1\"\n/>")
	f.Add("<a>&#65;&amp;<![CDATA[]]>b<?p q?></a>")
	f.Fuzz(func(t *testing.T, doc string) {
		const mark = "\u2603"
		if strings.Contains(doc, mark) {
			return
		}
		for _, path := range []string{"//@*", "//text()"} {
			got, err := xmledit.Apply(doc, []xmledit.Edit{{Op: xmledit.Set, Path: path, Value: mark}}, true)
			if err != nil {
				continue
			}
			rest := doc
			parts := strings.Split(got, mark)
			for i, part := range parts {
				at := strings.Index(rest, part)
				if at < 0 || i == 0 && at > 0 || i == len(parts)-1 && !strings.HasSuffix(rest, part) {
					t.Fatalf("%s: %q became %q", path, doc, got)
				}
				rest = rest[at+len(part):]
			}
		}
	})
}

func ExampleApply() {
	edit, err := xmledit.ParseEdit(xmledit.Set, "//disk[target/@dev='vda']/source/@file=/images/new.qcow2")
	if err != nil {
		fmt.Println(err)
		return
	}
	doc, err := xmledit.Apply(`<disk type="file"><source file="/old"/><target dev='vda'/></disk>`, []xmledit.Edit{edit}, false)
	fmt.Println(doc, err)
	// Output: <disk type="file"><source file="/images/new.qcow2"/><target dev='vda'/></disk> <nil>
}
