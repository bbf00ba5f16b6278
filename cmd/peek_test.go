package cmd_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/tests/testhost"
)

// TestPeek looks at the boot sector of a guest on its disk and in its memory.
func TestPeek(t *testing.T) {
	testhost.NeedQEMU(t)
	h := testhost.Start(t, testhost.Options{})
	h.DefineBootGuest(t, "peeked")
	uri := h.URI("qemu")
	on := func(words ...string) result { return virgo("", nil, append([]string{"-c", uri}, words...)...) }
	if r := on("start", "peeked"); r.status != 0 {
		t.Fatal(r)
	}
	sector := string(testhost.BootImage()[:512])

	if r := on("blockpeek", "peeked", "vda", "0", "512"); r != (result{0, sector, ""}) {
		t.Errorf("as it is: %+v", r)
	}
	if r := on("blockpeek", "peeked", "vda", "1", "0"); r != (result{0, "", ""}) {
		t.Errorf("a test: %+v", r)
	}
	const end = "000001fe  55 aa                                             |U.|\n\n"
	if r := on("blockpeek", "peeked", "vda", "510", "2", "--hex"); r != (result{0, end, ""}) {
		t.Errorf("a hex dump: %+v", r)
	}
	const json = "{\n  \"offsetBytes\": 510,\n  \"dataBase64\": \"Vao=\"\n}\n"
	if r := on("blockpeek", "peeked", "vda", "510", "2", "-o", "json"); r != (result{0, json, ""}) {
		t.Errorf("JSON: %+v", r)
	}
	file := filepath.Join(t.TempDir(), "sector")
	if r := on("blockpeek", "peeked", "vda", "0b", "512b", file); r != (result{0, "512 bytes from 0 on are in file '" + file + "'\n\n", ""}) {
		t.Errorf("to a file: %+v", r)
	}
	if got, err := os.ReadFile(file); err != nil || string(got) != sector {
		t.Errorf("the file: %q, %v", got, err)
	}
	if r := on("blockpeek", "peeked", "vda", "1p", "16", file); r.status != 1 || r.stdout != "" && r.stdout != "\n" ||
		!strings.HasPrefix(r.stderr, "error: Failed to read disk 'vda' of domain 'peeked' at 1125899906842624\nerror: ") {
		t.Errorf("beyond the end: %+v", r)
	}
	if got, err := os.ReadFile(file); err != nil || string(got) != sector {
		t.Errorf("the file, after an error: %q, %v", got, err)
	}
	if r := on("blockpeek", "peeked", "vdb", "0", "16"); r.status != 1 || !strings.Contains(r.stderr, "vdb") {
		t.Errorf("no such disk: %+v", r)
	}

	// The BIOS puts the boot sector at 0x7c00, when it gets there.
	for range 100 {
		if r := on("-q", "mempeek", "peeked", "0x7dfe", "2", "--physical"); r.status != 0 || r.stdout == "\x55\xaa" {
			break
		}
	}
	if r := on("mempeek", "peeked", "0x7dfe", "2", "--physical"); r != (result{0, "\x55\xaa", ""}) {
		t.Errorf("memory: %+v", r)
	}
	if r := on("mempeek", "peeked", "32254", "2"); r != (result{0, "\x55\xaa", ""}) {
		t.Errorf("memory of the task: %+v", r)
	}
}
