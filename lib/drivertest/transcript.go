package drivertest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// transcript writes down every call of a session and its outcome. What differs
// from run to run is masked: UUIDs that were made up are numbered, MAC addresses
// and what is read off the clock are crossed out.
type transcript struct {
	driver.Conn

	mu   sync.Mutex
	text strings.Builder
	uuid []virt.UUID // made up, in the order of their appearance
	dir  string      // where the files of the scenario are
}

// volatile are the fields that are read off the clock, or off the machine.
var volatile = []string{
	"CPUTime", "RdReq", "RdBytes", "WrReq", "WrBytes", "Errs",
	"RxBytes", "RxPackets", "RxErrs", "RxDrop", "TxBytes", "TxPackets", "TxErrs", "TxDrop",
	"Hostname", "LibVer", "CallbackID",
}

// wellKnown are the UUIDs that are not made up.
var wellKnown = []string{
	"6695eb01-f6a4-8304-79aa-97f2502e193f", // domain test
	"dd8fe884-6c02-601e-7551-cca97df1c5df", // network default
	"dfe224cb-28fb-8dd0-c4b2-64eb3f0f4566", // pool default-pool
	"00000000-0000-0000-0000-000000000000",
}

// Invoke implements driver.Conn.
func (c *transcript) Invoke(ctx context.Context, r *protocol.Request) error {
	c.mu.Lock()
	fmt.Fprintf(&c.text, "%s %s\n", r.Proc.Name, c.show(r.Args))
	c.mu.Unlock()
	err := c.Conn.Invoke(ctx, r)
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case err != nil:
		c.text.WriteString("  " + c.showError(err) + "\n")
	case r.Reply != nil:
		c.text.WriteString("  " + c.show(r.Reply) + "\n")
	}
	return err
}

// Subscribe implements driver.Conn. Events are not written down as they come,
// but by events, so that their place does not depend on the weather.
func (c *transcript) Subscribe(ctx context.Context, r *protocol.Request, sink func(protocol.Event)) (driver.Stop, error) {
	c.line(r.Proc.Name + " " + c.show(r.Args))
	stop, err := c.Conn.Subscribe(ctx, r, sink)
	if err != nil {
		c.line("  " + c.showError(err))
	}
	return stop, err
}

func (c *transcript) line(s string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.text.WriteString(s + "\n")
}

// showError leaves out the extra texts and numbers of an error: libvirt puts
// there the parts of the message, and -1.
func (c *transcript) showError(err error) string {
	var e *virt.Error
	if !errors.As(err, &e) {
		return "error that is not the host's: " + err.Error()
	}
	text := c.mask(e.Message)
	if e.Code == virt.ErrXMLInvalidSchema { // what the schema found is up to who looks
		text, _, _ = strings.Cut(text, ": ")
	}
	return fmt.Sprintf("error %d from %d: %s", e.Code, e.Domain, text)
}

// show returns a message on one line, but for its texts of several lines.
func (c *transcript) show(m protocol.Message) string {
	if m == nil {
		return ""
	}
	return c.value(reflect.ValueOf(m).Elem())
}

func (c *transcript) value(v reflect.Value) string {
	switch x := v.Interface().(type) {
	case virt.UUID:
		return c.knownUUID(x)
	case virt.TypedValue:
		return fmt.Sprintf("%s %s", x.Type(), x)
	case []byte:
		return fmt.Sprintf("%x", x)
	case string:
		if strings.Contains(x, "\n") {
			return "\n" + strings.TrimRight(c.mask(x), "\n") + "\n "
		}
		return fmt.Sprintf("%q", c.mask(x))
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return "nil"
		}
		return c.value(v.Elem())
	case reflect.Struct:
		var parts []string
		for i := range v.NumField() {
			name := v.Type().Field(i).Name
			text := c.value(v.Field(i))
			if slices.Contains(volatile, name) {
				text = "*"
			}
			parts = append(parts, name+":"+text)
		}
		return "{" + strings.Join(parts, " ") + "}"
	case reflect.Slice:
		var parts []string
		for i := range v.Len() {
			parts = append(parts, c.value(v.Index(i)))
		}
		switch v.Interface().(type) {
		case []string, []protocol.Domain, []protocol.Network, []protocol.StoragePool, []protocol.StorageVol, []protocol.Interface, []protocol.NodeDevice, []protocol.DomainSnapshot, []protocol.DomainCheckpoint, []protocol.DomainStatsRecord:
			slices.Sort(parts) // a host lists its objects in any order
		}
		return "[" + strings.Join(parts, " ") + "]"
	case reflect.Array:
		return fmt.Sprintf("%q", strings.TrimRight(string(v.Slice(0, v.Len()).Bytes()), "\x00"))
	}
	return fmt.Sprint(v.Interface())
}

func (c *transcript) knownUUID(u virt.UUID) string {
	if slices.Contains(wellKnown, u.String()) {
		return u.String()
	}
	i := slices.Index(c.uuid, u)
	if i < 0 {
		i = len(c.uuid)
		c.uuid = append(c.uuid, u)
	}
	return fmt.Sprintf("uuid-%d", i+1)
}

// hide makes the transcript say /dir for a directory.
func (c *transcript) hide(dir string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.dir = dir
}

// mask replaces what was made up in a text.
func (c *transcript) mask(s string) string {
	if c.dir != "" {
		s = strings.ReplaceAll(s, c.dir, "/dir")
	}
	s = uuidPattern.ReplaceAllStringFunc(s, func(text string) string {
		u, err := virt.ParseUUID(text)
		if err != nil {
			return text
		}
		return c.knownUUID(u)
	})
	s = clockPattern.ReplaceAllString(s, "TIME")
	s = staleErrno.ReplaceAllString(s, "$1: *")
	return macPattern.ReplaceAllString(s, "52:54:00:*")
}
