package model_test

import (
	"testing"
	"unicode/utf8"
)

// fuzzKind feeds anything to a reader: it must not panic, and what it accepts
// must be accepted again when it is dumped, and be at rest after one more turn.
func fuzzKind(f *testing.F, name string, more ...string) {
	var k kind
	for _, x := range kinds() {
		if x.name == name {
			k = x
		}
	}
	for _, dir := range append(more, name) {
		for _, file := range files(f, dir) {
			f.Add(read(f, file))
		}
	}
	f.Fuzz(func(t *testing.T, xml string) {
		first, err := k.dump(xml)
		if err != nil {
			if err.Error() == "" {
				t.Fatal("an error without a text")
			}
			return
		}
		if !utf8.ValidString(first) {
			t.Fatalf("the dump is not UTF-8: %q", first)
		}
		second, err := k.dump(first)
		if err != nil {
			t.Fatalf("the dump is refused: %v\n%s", err, first)
		}
		third, err := k.dump(second)
		if err != nil {
			t.Fatalf("the second dump is refused: %v\n%s", err, second)
		}
		if third != second {
			t.Fatalf("does not settle:\n%s\nbecomes\n%s", second, third)
		}
	})
}

func FuzzDomain(f *testing.F)    { fuzzKind(f, "domain", "syntax") }
func FuzzNetwork(f *testing.F)   { fuzzKind(f, "network") }
func FuzzInterface(f *testing.F) { fuzzKind(f, "interface") }
func FuzzPool(f *testing.F)      { fuzzKind(f, "pool") }
func FuzzVolume(f *testing.F)    { fuzzKind(f, "volume") }
