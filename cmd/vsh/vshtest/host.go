package vshtest

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// A Host is a made-up host that commands run on: the handlers on its Mux, which
// a test registers with driver.Handle.
type Host struct {
	Mux      *driver.Mux
	commands []vsh.Command
}

// NewHost returns a host without handlers for these commands.
func NewHost(commands []vsh.Command) *Host {
	return &Host{Mux: driver.NewMux(), commands: commands}
}

// Text runs one command, each word taken as it is, in a session of its own. It
// returns what the command prints, followed by a line "error: …" for each line
// of its error.
func (h *Host) Text(t testing.TB, words ...string) string {
	t.Helper()
	return h.run(t, format.FormatText, words)
}

// JSON is Text for the JSON format.
func (h *Host) JSON(t testing.TB, words ...string) string {
	t.Helper()
	return h.run(t, format.FormatJSON, words)
}

func (h *Host) run(t testing.TB, f format.Format, words []string) string {
	t.Helper()
	call, err := vsh.ParseWords(vsh.Catalog{{Commands: h.commands}}.Lookup, words)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	report := func(err error) {
		for _, line := range vsh.ErrorLines(err) {
			out.WriteString("error: " + line + "\n")
		}
	}
	s := &vsh.Session{
		Report: report,
		Now:    time.Now,
		Open: func(context.Context, string, ...libvirt.Option) (*libvirt.Conn, error) {
			return libvirt.New(driver.NewSession(h.Mux, nil), libvirt.ErrorFunc(func(*virt.Error) {})), nil
		},
	}
	result, err := call.Spec.Run(t.Context(), s, call.Args)
	if result != nil {
		o := format.PrinterOptions{}
		if _, streams := result.(format.Stream); streams { // it may end with an error of the command
			err = vsh.Both(format.Write(t.Context(), &out, f, result, o), err)
		} else if err := format.Encode(&out, f, result, o); err != nil {
			t.Fatal(err)
		}
	}
	report(err)
	return out.String()
}
