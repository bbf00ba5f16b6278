package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const lib = "../.."

// made generates all files in memory.
func made(t *testing.T) fileSet {
	t.Helper()
	s, err := readSpec(os.DirFS(lib))
	if err != nil {
		t.Fatal(err)
	}
	files, err := generate(s)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestCurrent fails when the committed files are not what the tables and the
// generator make, or when one is left that they no longer make.
func TestCurrent(t *testing.T) {
	files := made(t)
	for path, want := range files {
		got, err := os.ReadFile(filepath.Join(lib, path))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not current (%v): run go generate in lib/protocol", path, err)
		}
	}
	old, err := existing(lib)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range old {
		if files[path] == nil {
			t.Errorf("%s is no longer generated: run go generate in lib/protocol", path)
		}
	}
}

// TestStable fails when the output depends on the order of a map.
func TestStable(t *testing.T) {
	first, second := made(t), made(t)
	if len(first) != len(second) {
		t.Fatalf("%d files, then %d", len(first), len(second))
	}
	for path := range first {
		if !bytes.Equal(first[path], second[path]) {
			t.Errorf("%s differs between two runs", path)
		}
	}
}

// TestReplace checks that a run writes what is made, and removes generated
// files that are not, and no others.
func TestReplace(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{"protocol/z_stale.go", "protocol/hand.go", "virt/z_kept.go"} {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(path)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, path), []byte("old"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := (fileSet{"virt/z_kept.go": []byte("new")}).replace(dir); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, glob := range []string{"protocol/*", "virt/*"} {
		paths, err := filepath.Glob(filepath.Join(dir, glob))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range paths {
			b, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, filepath.Base(p)+"="+string(b))
		}
	}
	if want := []string{"hand.go=old", "z_kept.go=new"}; !slices.Equal(got, want) {
		t.Errorf("files are %q, want %q", got, want)
	}
}

func TestCamel(t *testing.T) {
	for c, want := range map[string]string{
		"DOMAIN_GET_XML_DESC": "DomainGetXMLDesc",
		"callbackID":          "CallbackID",
		"xmlCPUs":             "XMLCPUs",
		"nrVirtCpu":           "NrVirtCPU",
		"iothread_id":         "IOThreadID",
		"MAX_VCPUS":           "MaxVcpus",
		"BLOCK_JOB_2":         "BlockJob2",
		"oldMAC":              "OldMAC",
	} {
		if got := camel(c); got != want {
			t.Errorf("camel(%q) = %q, want %q", c, got, want)
		}
	}
}

func TestClash(t *testing.T) {
	s := nameSet{}
	if err := s.add("Domain", "remote_nonnull_domain"); err != nil {
		t.Fatal(err)
	}
	err := s.add("Domain", "virDomain")
	if err == nil || !strings.Contains(err.Error(), "remote_nonnull_domain and virDomain") {
		t.Errorf("two names for Domain: %v", err)
	}
}

// TestBadTables checks that a table that the generator does not understand is an
// error, and not wrong code.
func TestBadTables(t *testing.T) {
	for name, change := range map[string]func(*spec){
		"unknown kind":    func(s *spec) { s.remote.Structs[0].Fields[0].Kind = "quad"; s.remote.Structs[0].Fields[0].Type = "" },
		"unknown type":    func(s *spec) { s.remote.Structs[0].Fields[0].Type = "remote_no_such" },
		"gap in numbers":  func(s *spec) { s.remote.Procedures[7].Number = 1000 },
		"name used twice": func(s *spec) { s.qemu.Structs[0].Name = "remote_domain_create_args" },
	} {
		s, err := readSpec(os.DirFS(lib))
		if err != nil {
			t.Fatal(err)
		}
		change(s)
		if _, err := generate(s); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
