package secret

import "testing"

// TestDecode: what g_base64_decode of GLib, which virsh uses, makes of a text.
func TestDecode(t *testing.T) {
	for text, want := range map[string]string{
		"":         "",
		"YWJj":     "abc",
		"YWI=":     "ab",
		"YQ==":     "a",
		"YW\n J j": "abc",
		"YQ":       "",
		"YWJ":      "",
		"!!":       "",
		"YWI=YWI=": "abab",
		"//++":     "\xff\xff\xbe",
	} {
		if got := string(decode([]byte(text))); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
