package builtin

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func selfTestSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "self-test", Help: "check the descriptions of all commands",
		Description: "Check the descriptions of all commands against the rules of the grammar and of\n" +
			"style. The exit status is 1 if there is anything to tell.",
		Examples: []string{"self-test"},
		Opts: []vsh.Opt{
			vsh.BoolOpt("completers-missing", "list the options that cannot be completed"),
		},
		NoConnect: true,
		Hidden:    true,
		Run: func(_ context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			if a.Bool("completers-missing") {
				return missing{s.Catalog.CompletersMissing()}, nil
			}
			if problems := s.Catalog.Check(); len(problems) > 0 {
				return nil, &vsh.Error{Lines: problems}
			}
			return sound{Problems: []string{}}, nil
		},
	}
}

// sound is the result of a test that has found nothing.
type sound struct {
	Problems []string `json:"problems"`
}

// Text prints nothing.
func (sound) Text(*format.Printer) error { return nil }

type missing struct {
	Missing []string `json:"missing"` // "COMMAND: OPTION, OPTION"
}

// Text prints one command a line.
func (m missing) Text(p *format.Printer) error {
	for _, line := range m.Missing {
		p.Println(line)
	}
	return nil
}
