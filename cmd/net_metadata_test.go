package cmd_test

import (
	"context"
	"fmt"
	"maps"
	"sync"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/driver/test"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// TestNetMetadata runs the commands for what a network's XML keeps for people and
// programs, which virsh 9.0 and its hosts do not have, on a host that has it.
func TestNetMetadata(t *testing.T) {
	for _, c := range []struct {
		line string
		want string
		kept map[string]string // then, by type, URI and flags
	}{
		{"net-desc default", "No description for network: default\n", nil},
		{"net-desc default two words", "Network description updated successfully\n", map[string]string{"0  0": "two words"}},
		{"net-desc default --title --config x; net-desc default --title --config; net-desc default --title",
			"Network title updated successfully\nx\nNo title for network: default\n", map[string]string{"1  2": "x"}},
		{"net-desc default refused", "\nerror: Failed to set new network description\nerror: Requested operation is not valid: refused\n", nil},
		{"net-desc default --live --current", "\nerror: Options --current and --live are mutually exclusive\n", nil},
		{"net-desc nobody x", "\nerror: failed to get network 'nobody'\nerror: Network not found: no network with matching name 'nobody'\n", nil},
		{"net-metadata default http://a", "\nerror: Requested metadata element is not present\n", nil},
		{"net-metadata default http://a k <a/>; net-metadata default http://a", "Metadata modified\n\n<a/>\n\n",
			map[string]string{"2 http://a 0": "<a/>"}},
		{"net-metadata default http://a k <a/>; net-metadata default http://a --remove", "Metadata modified\n\nMetadata removed\n\n", nil},
		{"net-metadata default http://a --set <a/>", "\nerror: namespace key is required when modifying metadata\n", nil},
		{"net-metadata default http://a --set <a/> --remove", "\nerror: Options --remove and --set are mutually exclusive\n", nil},
	} {
		t.Run(c.line, func(t *testing.T) {
			notes := &networkNotes{texts: map[string]string{}}
			s := serve(t, func(ctx context.Context, uri string, o driver.Options) (driver.Conn, error) {
				var d test.Driver
				conn, err := d.Open(ctx, builtinHost, o)
				return notedHost{conn, notes}, err
			})
			if got := run(t, s.uri, c.line); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
			notes.mu.Lock()
			defer notes.mu.Unlock()
			if !maps.Equal(notes.texts, c.kept) {
				t.Errorf("the host keeps %q, want %q", notes.texts, c.kept)
			}
		})
	}
}

// networkNotes is what a host keeps of its network, by type, URI and flags.
type networkNotes struct {
	mu    sync.Mutex
	texts map[string]string
}

// notedHost is a session with a host that keeps notes of its network.
type notedHost struct {
	driver.Conn
	notes *networkNotes
}

func (c notedHost) Invoke(ctx context.Context, r *protocol.Request) error {
	place := func(typ int32, uri *string, flags uint32) string {
		return fmt.Sprint(typ, " ", deref(uri), " ", flags)
	}
	c.notes.mu.Lock()
	defer c.notes.mu.Unlock()
	switch a := r.Args.(type) {
	case *protocol.NetworkGetMetadataArgs:
		text, ok := c.notes.texts[place(a.Type, a.URI, a.Flags)]
		if !ok {
			return virt.Errorf(virt.FromNetwork, virt.ErrNoNetworkMetadata, "Requested metadata element is not present")
		}
		r.Reply.(*protocol.NetworkGetMetadataReply).Metadata = text
		return nil
	case *protocol.NetworkSetMetadataArgs:
		switch {
		case a.Metadata == nil:
			delete(c.notes.texts, place(a.Type, a.URI, a.Flags))
		case *a.Metadata == "refused":
			return virt.Errorf(virt.FromNetwork, virt.ErrOperationInvalid, "refused")
		default:
			c.notes.texts[place(a.Type, a.URI, a.Flags)] = *a.Metadata
		}
		return nil
	}
	return c.Conn.Invoke(ctx, r)
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
