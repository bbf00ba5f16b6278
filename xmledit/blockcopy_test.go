package xmledit

import "testing"

func TestCopyDest(t *testing.T) {
	want := "<disk type='file'>\n  <source file='/a&apos;&gt;'/>\n  <driver type='q&lt;'/>\n</disk>\n"
	if got := CopyDest("/a'>", "q<", false); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	want = "<disk type='block'>\n  <source dev='/dev/x'/>\n</disk>\n"
	if got := CopyDest("/dev/x", "", true); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}
