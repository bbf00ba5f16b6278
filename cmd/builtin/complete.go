package builtin

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func completeSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "complete", Help: "print what the last word may become",
		Description: "Print the candidates for the last word, one a line, for the completion of shells.",
		Examples:    []string{"complete start w"},
		Opts: []vsh.Opt{
			vsh.StringOpt("shell", "answer as the script of this shell expects it", "shells"),
			vsh.ArgvOpt("string", "the words of a command line up to the cursor", "none").Empty(),
		},
		NoConnect: true,
		Hidden:    true,
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			words := a.Argv("string")
			if len(words) == 0 {
				return nil, vsh.ErrQuiet
			}
			var found []string
			if a.Has("shell") {
				found = s.Completer.Shell(ctx, a.Raw("shell"), words)
			} else {
				found = s.Completer.Virsh(ctx, words)
			}
			if len(found) == 0 {
				return nil, vsh.ErrQuiet
			}
			return candidates{found}, nil
		},
	}
}

type candidates struct {
	Candidates []string `json:"candidates"`
}

// Text prints one candidate a line.
func (c candidates) Text(p *format.Printer) error {
	for _, word := range c.Candidates {
		p.Println(word)
	}
	return nil
}
