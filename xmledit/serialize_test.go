package xmledit

import "testing"

func TestSerializeProcInstAndComment(t *testing.T) {
	const doc = "<?xml version='1.0'?><!-- c --><?p?><a><?q r s?></a>"
	s, err := Select(doc, "/node()")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"<!-- c -->", "<?p?>", "<a>\n  <?q r s?>\n</a>"}
	got := s.Strings()
	if len(got) != len(want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("node %d: %q, want %q", i, got[i], want[i])
		}
	}
}
