package secret

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func secretSetValueSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "secret-set-value", Help: "set the value of a secret",
		Description: "Set the value of a secret to that of a file or to what is typed. A value on the command line is seen by others.",
		Examples:    []string{"secret-set-value 6f1c2a40-52d1-4c0e-9d33-0b8c1f7a00ee --file passphrase.txt --plain"},
		Opts: []vsh.Opt{
			secretArg(),
			vsh.StringOpt("file", "file with the value in base64, or - for standard input", "files"),
			vsh.BoolOpt("plain", "the file has the value as it is"),
			vsh.BoolOpt("interactive", "ask for the value"),
			vsh.StringOpt("base64", "the value in base64", "none").Loose().Hidden(),
		},
		Run: runSecretSetValue,
	}
}

func runSecretSetValue(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	for _, pair := range [][2]string{ // in the order in which virsh complains
		{"file", "base64"}, {"plain", "base64"}, {"interactive", "base64"}, {"interactive", "plain"}, {"interactive", "file"},
	} {
		if err := vsh.Exclusive(a, pair[0], pair[1]); err != nil {
			return nil, err
		}
	}
	secret, err := lookup(ctx, s, a)
	if err != nil {
		return nil, err
	}
	value, err := newValue(ctx, s, a)
	if err != nil {
		return nil, err
	}
	if err := secret.SetValue(ctx, value, 0); err != nil {
		return nil, vsh.Wrapf(err, "Failed to set secret value")
	}
	return format.Done("set", format.Ref(secret.Ref()), "Secret value set\n"), nil
}

// maxFile is the size in bytes that a file with a value may have at most, as for
// virsh.
const maxFile = 1024

// newValue returns the value that the options give.
func newValue(ctx context.Context, s *vsh.Session, a *vsh.Args) ([]byte, error) {
	word, err := a.String("base64")
	if err != nil {
		return nil, err
	}
	file, err := a.String("file")
	switch {
	case err != nil:
		return nil, err
	case word != "":
		s.Errorf("Passing secret value as command-line argument is insecure!")
		return decode([]byte(word)), nil
	case file != "":
		data, err := s.ReadFile(file, maxFile)
		if err == nil && !a.Bool("plain") {
			data = decode(data)
		}
		return data, err
	case a.Bool("interactive"):
		text, err := s.AskHidden(ctx, "Enter new value for secret:")
		return []byte(text), err
	}
	return nil, vsh.Failf("Input secret value is missing")
}

// decode decodes base64 the way GLib does: it passes over bytes that are none,
// drops a last group that is not whole, and goes on after a group with padding.
func decode(text []byte) []byte {
	var out []byte
	var group [4]byte
	var bits uint32
	n := 0
	for _, c := range text {
		v, ok := digit(c)
		if !ok {
			continue
		}
		bits, group[n] = bits<<6|v, c
		if n++; n < len(group) {
			continue
		}
		out = append(out, byte(bits>>16))
		if group[2] != '=' {
			out = append(out, byte(bits>>8))
		}
		if group[3] != '=' {
			out = append(out, byte(bits))
		}
		n = 0
	}
	return out
}

// digit returns the bits that a character of base64 stands for.
func digit(c byte) (uint32, bool) {
	switch {
	case 'A' <= c && c <= 'Z':
		return uint32(c - 'A'), true
	case 'a' <= c && c <= 'z':
		return uint32(c-'a') + 26, true
	case '0' <= c && c <= '9':
		return uint32(c-'0') + 52, true
	case c == '+':
		return 62, true
	case c == '/':
		return 63, true
	}
	return 0, c == '='
}
