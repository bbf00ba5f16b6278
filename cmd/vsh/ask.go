package vsh

import (
	"context"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/virt"
)

// AskHidden asks the user a question whose answer is not shown while it is typed.
// Without a terminal nobody is asked, which is an error.
func (s *Session) AskHidden(ctx context.Context, question string) (string, error) {
	if s.Ask == nil {
		return "", Failf("there is no terminal to ask at: %s", question)
	}
	answers, err := s.Ask(ctx, []driver.Credential{{Type: virt.CredNoechoprompt, Prompt: question}})
	if err != nil {
		return "", err
	}
	return answers[0], nil
}
