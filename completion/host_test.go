package completion_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/completion"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// awkward are names that some grammar has a meaning for.
var awkward = []string{"a b", `d"q`, "q'x", `back\s`, "日本 語", "semi;c", "do$lar", "x:y"}

// host returns the built-in host with domains of awkward names, and the session
// of an engine on it.
func host(t *testing.T) func() *vsh.Session {
	t.Helper()
	conn, err := libvirt.Open(t.Context(), "test:///default", libvirt.ErrorFunc(func(*virt.Error) {}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	for _, name := range awkward {
		dom, err := conn.DefineDomainXML(t.Context(), `<domain type='test'><name>`+name+`</name><memory>8192</memory><vcpu>2</vcpu>`+
			`<os><type>hvm</type></os><devices><disk type='file' device='cdrom'><target dev='sda' bus='sata'/></disk>`+
			`<interface type='user'><mac address='52:54:00:11:22:33'/><link state='down'/></interface></devices></domain>`)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = dom.Undefine(context.Background()) })
	}
	pool, err := conn.LookupStoragePoolByName(t.Context(), "default-pool")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"v 1", "v2"} {
		vol, err := pool.CreateVolXML(t.Context(), `<volume><name>`+name+`</name><capacity>1024</capacity></volume>`, 0)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = vol.Delete(context.Background(), 0) })
	}
	return func() *vsh.Session {
		return &vsh.Session{Open: func(context.Context, string, ...libvirt.Option) (*libvirt.Conn, error) { return conn, nil }}
	}
}

// catalog returns a command for each source: its options have the values, and
// the objects that these are of.
func catalog() vsh.Catalog {
	var commands []vsh.Command
	for _, name := range completion.Sources() {
		for _, list := range []string{"", ","} {
			commands = append(commands, vsh.Command{Name: name + list, Spec: func() *vsh.Spec {
				return &vsh.Spec{Name: name + list, Help: "try a source", Opts: []vsh.Opt{
					vsh.StringArg("value", "a value", name+list),
					vsh.StringOpt("domain", "a domain", "domains"),
					vsh.StringOpt("pool", "a pool", "pools"),
					vsh.StringOpt("network", "a network", "networks"),
					vsh.StringOpt("interface", "an interface", "domain-interfaces"),
					vsh.BoolOpt("config", "the next boot"),
				}}
			}})
		}
	}
	return vsh.Catalog{{Key: "try", Title: "Try", Commands: commands}}
}

// TestSources asks the built-in host.
func TestSources(t *testing.T) {
	e := completion.Engine{Catalog: catalog(), Session: host(t), Files: files}
	offline := "a b|back\\s|d\"q|do$lar|q'x|semi;c|x:y|日本 語"
	tests := []struct{ words, want string }{ // parted by |
		{"domains|", "a b|back\\s|d\"q|do$lar|q'x|semi;c|test|x:y|日本 語"},
		{"domains|a ", "a b"},
		{"domains|日本", "日本 語"},
		{"domains-shutoff|", offline},
		{"domains-inactive|", offline},
		{"domains-running|", "test"},
		{"domains-paused|", "--value|--domain|--pool|--network|--interface|--config"},
		{"domains|--value=te", "--value=test"},
		{"domains|--value|t", "test"},
		{"domains|--config|--", "--value|--domain|--pool|--network|--interface"},
		{"domains|--|--", ""},
		{"domain-disks|--domain|a b|", "sda"},
		{"domain-disks|--domain|nosuch|", "--value|--pool|--network|--interface|--config"},
		{"domain-interface-macs|--domain|a b|", "52:54:00:11:22:33"},
		{"domain-link-states|--domain|a b|--interface|52:54:00:11:22:33|", "up"},
		{"domain-link-states|--domain|a b|--interface|nosuch|x", ""},
		{"domain-filesystems|--domain|test|", "/|/boot"},
		{"domain-vcpus,|--domain|a b|", "0|1"},
		{"keycodes|KEY_LEFTM", "KEY_LEFTMETA"},
		{"domain-vcpus,|--domain|a b|1,", "1,0"},
		{"volumes|--pool|default-pool|", "v 1|v2"},
		{"volumes|v", ""}, // of no pool
		{"volume-keys|/default-pool/v ", "/default-pool/v 1"},
		{"networks-active|", "default"},
		{"network-uuids|dd", "dd8fe884-6c02-601e-7551-cca97df1c5df"},
		{"interfaces|", "eth1"},
		{"interface-macs|", "aa:bb:cc:dd:ee:ff"},
		{"nodedevs|c", "computer"},
		{"cells|", "0|1"},
		{"host-cpus|", "0|1|2|3|4|5|6|7"},
		{"page-sizes|2", "2MiB"},
		{"pool-types,|dir,l", "dir,logical"},
		{"pool-types,|dir,fs,f", ""},
		{"commands|try", "try"},
		{"files|", "dir/|one file"},
		{"files|.h", ".hidden"},
		{"files|dir/", "dir/inner"},
		{"files|nosuch/", ""},
		{"directories|", "dir/"},
		{"none|x", ""},
	}
	for _, tt := range tests {
		var got []string
		for _, c := range e.Complete(t.Context(), strings.Split(tt.words, "|")) {
			got = append(got, c.Word)
		}
		if got := strings.Join(got, "|"); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.words, got, tt.want)
		}
	}
}

func files(dir string) ([]completion.Entry, error) {
	switch dir {
	case ".":
		return []completion.Entry{{Name: "one file"}, {Name: ".hidden"}, {Name: "dir", Dir: true}}, nil
	case "dir/":
		return []completion.Entry{{Name: "inner"}}, nil
	}
	return nil, os.ErrNotExist
}

// TestEverySourceAsks: no source fails where there is a host, and none offers
// anything where there is nobody to ask but words.
func TestEverySourceAsks(t *testing.T) {
	all := catalog()
	with := completion.Engine{Catalog: all, Session: host(t)}
	without := completion.Engine{Catalog: all}
	for _, name := range completion.Sources() {
		words := []string{name, "--domain", "test", "--network", "default", "--pool", "default-pool", "--value", ""}
		found, offline := with.Complete(t.Context(), words), without.Complete(t.Context(), words)
		if len(offline) > len(found) {
			t.Errorf("%s: %v with a host, %v without", name, found, offline)
		}
		for _, c := range found {
			if c.Word == "" || strings.ContainsAny(c.Word, "\n\t") {
				t.Errorf("%s offers %q", name, c.Word)
			}
		}
	}
}

// TestSilentHost: a host that does not answer is given up after a second, and
// one that cannot be reached at once; neither is heard of.
func TestSilentHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := completion.Engine{Catalog: catalog(), Session: func() *vsh.Session {
			return &vsh.Session{Open: func(ctx context.Context, _ string, _ ...libvirt.Option) (*libvirt.Conn, error) {
				<-ctx.Done()
				return nil, ctx.Err()
			}}
		}}
		start := time.Now()
		if found := e.Complete(t.Context(), []string{"domains", "x"}); found != nil {
			t.Errorf("found %v", found)
		}
		if took := time.Since(start); took != time.Second {
			t.Errorf("gave up after %v", took)
		}
	})
	e := completion.Engine{Catalog: catalog(), Session: func() *vsh.Session {
		return &vsh.Session{Open: func(context.Context, string, ...libvirt.Option) (*libvirt.Conn, error) {
			return nil, errors.New("nobody there")
		}}
	}}
	if found := e.Complete(t.Context(), []string{"domains", "x"}); found != nil {
		t.Errorf("found %v", found)
	}
}

// TestLazy: what needs no host opens no connection.
func TestLazy(t *testing.T) {
	e := completion.Engine{Catalog: catalog(), Session: func() *vsh.Session {
		t.Error("the host was asked")
		return nil
	}}
	for _, words := range [][]string{{"dom"}, {"domains", "--"}, {"archs", "x"}, {"none", "x"}, {"domain-disks", "x"}} {
		e.Complete(t.Context(), words)
	}
}

func TestHint(t *testing.T) {
	c := vsh.Catalog{{Commands: []vsh.Command{{Name: "x", Spec: func() *vsh.Spec {
		return &vsh.Spec{Name: "x", Opts: []vsh.Opt{
			vsh.StringArg("domain", "a domain", "domains"), vsh.IntOpt("size", "a size", "int32").Pos(),
			vsh.StringOpt("name", "a name", "none"), vsh.ArgvOpt("word", "words", "none"),
		}}
	}}}}}
	for words, want := range map[string]string{
		"": "", "nosuch": "", "x": "<domain>", "x a": "[<size>]", "x --size": "<number>", "x --name": "<string>",
		"x a 1": "[<word>]...", "x a 1 b": "[<word>]...", "a ; x": "<domain>",
	} {
		if got := completion.Hint(c, strings.Fields(words)); got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
}

func TestSourcesHaveNames(t *testing.T) {
	names := completion.Sources()
	if !slices.Contains(names, completion.None) || !slices.Contains(names, "domains") || !slices.IsSorted(names) {
		t.Errorf("%v", names)
	}
}
