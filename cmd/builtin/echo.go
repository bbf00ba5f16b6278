package builtin

import (
	"context"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func echoSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "echo", Help: "print the arguments as they were understood",
		Description: "Print the arguments with a blank between them, and quoted if asked for. It\n" +
			"shows what the quoting of a command line comes to.",
		Examples: []string{"echo --shell a 'b c'"},
		Opts: []vsh.Opt{
			vsh.BoolOpt("shell", "quote them for a shell"),
			vsh.BoolOpt("xml", "quote them for XML"),
			vsh.BoolOpt("split", "cut each at its commas, one part a line; ',,' is a comma"),
			vsh.BoolOpt("err", "print them as an error"),
			vsh.AliasOpt("str", "string"),
			vsh.AliasValueOpt("hi", "string", "hello"),
			vsh.ArgvOpt("string", "what to print", "none"),
		},
		NoConnect: true,
		Run:       echo,
	}
}

func echo(_ context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	for _, pair := range [][2]string{{"shell", "xml"}, {"shell", "split"}, {"xml", "split"}} {
		if err := vsh.Exclusive(a, pair[0], pair[1]); err != nil {
			return nil, err
		}
	}
	var b strings.Builder
	for i, arg := range a.Argv("string") {
		if i > 0 {
			b.WriteByte(' ')
		}
		switch {
		case a.Bool("shell"):
			b.WriteString(quoteShell(arg))
		case a.Bool("xml"):
			b.WriteString(quoteXML(arg))
		case a.Bool("split"):
			for _, part := range vsh.SplitList(arg) {
				b.WriteString(part + "\n")
			}
		default:
			b.WriteString(arg)
		}
	}
	if a.Bool("err") {
		if b.Len() > 0 {
			s.Errorf("%s", b.String())
		}
		return nil, nil
	}
	return format.ValueText("text", b.String(), b.String()), nil
}

// quoteShell quotes s for a POSIX shell where that is needed.
func quoteShell(s string) string {
	if s != "" && !strings.ContainsAny(s, shellSpecial) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// shellSpecial are the characters that a shell may give a meaning to.
const shellSpecial = "\t\n\r !\"#$&'()*;<>?[\\]^`{|}~"

// quoteXML replaces what has a meaning in XML and leaves out the control
// characters that XML cannot carry.
//
// differs from virsh: it leaves out those below 26 only.
func quoteXML(s string) string {
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; c {
		case '<':
			b.WriteString("&lt;")
		case '>':
			b.WriteString("&gt;")
		case '&':
			b.WriteString("&amp;")
		case '"':
			b.WriteString("&quot;")
		case '\'':
			b.WriteString("&apos;")
		default:
			if c >= ' ' || c == '\t' || c == '\n' || c == '\r' {
				b.WriteByte(c)
			}
		}
	}
	return b.String()
}
