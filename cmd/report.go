package cmd

import (
	"errors"
	"io"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/completion"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

// A reporter shows errors. It is the only place where an error becomes text.
type reporter struct {
	w       io.Writer
	log     *vsh.Log
	options *vsh.Options
	getenv  func(string) string

	// terminal tells that a person reads along, and not a script that expects
	// virsh's lines.
	terminal bool
	// color tells that the errors may be coloured.
	color bool
	// about tells what an error is about; nil before there is a session.
	about   func() (object *format.Ref, uri string)
	catalog vsh.Catalog // where misspelled commands are looked up; nil: nowhere
}

// report shows err: as one line for each sentence, or as a document when the
// results are documents. A hint may follow.
func (r *reporter) report(err error) {
	lines := vsh.ErrorLines(err)
	if len(lines) == 0 {
		return
	}
	for _, line := range lines {
		r.log.Failure(line)
	}
	if r.options.Format.Document() {
		// That the error cannot be shown is nothing that could be shown either.
		_ = format.EncodeError(r.w, r.options.Format, r.errorInfo(err, strings.TrimRight(strings.Join(lines, "\n"), "\n")))
		return
	}
	p := format.NewPrinter(r.w, format.PrinterOptions{Color: r.options.Color.Colored(r.color)})
	for _, line := range lines {
		p.Print(p.Warning("error:"), " ", line, "\n")
	}
	if hint := r.hint(err); hint != "" {
		p.Print("hint: ", hint, "\n")
	}
	_ = p.Flush() // as above
}

// errorInfo returns err as the machine formats carry it.
func (r *reporter) errorInfo(err error, message string) format.ErrorInfo {
	info := format.ErrorInfo{Message: message}
	if r.about != nil {
		info.Object, info.URI = r.about()
	}
	var c *vsh.ConnectError
	if errors.As(err, &c) {
		info.URI = c.URI
	}
	var e *virt.Error
	if !errors.As(err, &e) {
		return info
	}
	info.Code = int(e.Code)
	info.Name = strings.ToUpper(strings.ReplaceAll(e.Code.String(), "-", "_"))
	info.Domain = strings.ToUpper(strings.ReplaceAll(e.Domain.String(), "-", "_"))
	info.Level = e.Level.String()
	switch {
	case e.Dom != nil:
		info.Object = &format.Ref{Kind: "domain", Name: e.Dom.Name, UUID: e.Dom.UUID.String()}
	case e.Net != nil:
		info.Object = &format.Ref{Kind: "network", Name: e.Net.Name, UUID: e.Net.UUID.String()}
	}
	return info
}

// hint returns what the user can do about err, where that is known.
func (r *reporter) hint(err error) string {
	var u *vsh.UnknownError
	if r.terminal && errors.As(err, &u) {
		if words := completion.Similar(r.catalog, u); words != nil {
			return "did you mean '" + strings.Join(words, "' or '") + "'?"
		}
		return ""
	}
	var c *vsh.ConnectError
	if !errors.As(err, &c) {
		return ""
	}
	text := err.Error()
	switch {
	case strings.Contains(text, "no polkit agent"):
		return "run it in a session with a polkit agent, or as a user who needs no permission"
	case strings.Contains(text, "Permission denied"):
		return "the socket is for other users: members of the group libvirt may use it on most systems"
	case c.URI == "" && r.getenv("LIBVIRT_DEFAULT_URI") == "":
		return "no host was named; '" + programName + " -c test:///default' reaches the built-in host"
	}
	return ""
}
