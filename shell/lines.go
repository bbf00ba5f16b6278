package shell

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"
)

// Lines executes each line of r, without a prompt or an echo. A last line
// without a newline counts. It returns what was wrong with r; the end is
// nothing wrong.
func Lines(ctx context.Context, r io.Reader, execute Execute) error {
	in := bufio.NewReader(r)
	for {
		line, err := in.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return err // half a line is not what anybody meant
		}
		if line != "" && !execute(ctx, strings.TrimSuffix(line, "\n")) {
			return nil
		}
		if err != nil {
			return nil
		}
	}
}
