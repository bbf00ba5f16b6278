package virt

import (
	"encoding/json"
	"strings"
	"testing"
)

const testUUID = "6695eb01-f6a4-8304-79aa-97f2502e193f"

func TestParseUUID(t *testing.T) {
	// What libvirt 9.0.0 makes of the same texts in <uuid>.
	for _, s := range []string{
		testUUID,
		strings.ToUpper(testUUID),
		"6695eb01f6a4830479aa97f2502e193f",
		" \t6695eb01f6a4830479aa97f2502e193f\r\n\f ",
		"-6695eb01f6a4830479aa97f2502e193f",
		"6695eb01 f6a4 830479aa97f2502e193f",
		"66--95eb01f6a4830479aa97f2502e193f",
		"66 - 95eb01f6a4830479aa97f2502e193f",
	} {
		u, err := ParseUUID(s)
		if err != nil || u.String() != testUUID {
			t.Errorf("ParseUUID(%q) = %s, %v; want %s", s, u, err, testUUID)
		}
	}
	for _, s := range []string{
		"", " ", "6695eb01f6a4830479aa97f2502e193", "6695eb01f6a4830479aa97f2502e193f0",
		"6695eb01f6a4830479aa97f2502e193f-", "6695eb01f6a4830479aa97f2502e193f- ",
		"6-695eb01f6a4830479aa97f2502e193f", "6695eb01 f6a4\t830479aa97f2502e193f",
		"g695eb01f6a4830479aa97f2502e193f", "6695eb01f6a4830479aa97f2502e193\u0130",
	} {
		if u, err := ParseUUID(s); err == nil || !u.IsZero() {
			t.Errorf("ParseUUID(%q) = %s, want an error", s, u)
		}
	}
}

func TestUUIDText(t *testing.T) {
	u, err := ParseUUID(testUUID)
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(map[UUID]UUID{u: u})
	if want := `{"` + testUUID + `":"` + testUUID + `"}`; err != nil || string(b) != want {
		t.Fatalf("as JSON: %s, %v; want %s", b, err, want)
	}
	var back map[UUID]UUID
	if err := json.Unmarshal(b, &back); err != nil || back[u] != u {
		t.Errorf("from JSON: %v, %v", back, err)
	}
	if err := json.Unmarshal([]byte(`["x"]`), &[]UUID{}); err == nil {
		t.Error("a wrong UUID was taken from JSON")
	}
	if len(testUUID) != UUIDStringLen-1 || u.IsZero() || !(UUID{}).IsZero() {
		t.Error("lengths or IsZero are wrong")
	}
}

func FuzzParseUUID(f *testing.F) {
	for _, s := range []string{testUUID, " 6695eb01 f6a4-830479aa97f2502e193f\n", "6695eb01", "", strings.Repeat("-", 99)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		u, err := ParseUUID(s)
		if err != nil {
			return
		}
		if again, err := ParseUUID(u.String()); err != nil || again != u {
			t.Fatalf("ParseUUID(%q) = %s, which reads as %s, %v", s, u, again, err)
		}
		digits := strings.NewReplacer("-", "", " ", "").Replace(strings.TrimSpace(s))
		if flat := strings.ReplaceAll(u.String(), "-", ""); !strings.EqualFold(flat, digits) {
			t.Fatalf("ParseUUID(%q) = %s: not its digits", s, u)
		}
	})
}
