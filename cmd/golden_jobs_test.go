package cmd_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/driver/test"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// TestGoldenJobs is TestGolden on hosts whose domains have a job, and that do as
// they are told with whatever ends, saves or dumps one. The lines of the comment
// after the first are the job: its type, and its parameters as NAME TYPE VALUE.
func TestGoldenJobs(t *testing.T) {
	eachGolden(t, "testdata/jobs", func(t *testing.T, file string, golden *txtar.Archive) {
		line, rest, _ := strings.Cut(strings.TrimSpace(string(golden.Comment)), "\n")
		stats := parseJob(t, rest)
		s := serve(t, func(ctx context.Context, uri string, o driver.Options) (driver.Conn, error) {
			var d test.Driver
			c, err := d.Open(ctx, builtinHost, o)
			return jobHost{c, stats}, err
		})
		checkGolden(t, file, golden, s.uri, line)
	})
}

// parseJob reads what a golden file says of the job. Without anything there is none.
func parseJob(t *testing.T, text string) (stats protocol.DomainGetJobStatsReply) {
	t.Helper()
	for line := range strings.Lines(text) {
		words := strings.SplitN(strings.TrimSpace(line), " ", 3)
		if len(words) == 2 && words[0] == "type" {
			n, err := strconv.ParseInt(words[1], 10, 32)
			if err != nil {
				t.Fatal(err)
			}
			stats.Type = int32(n)
			continue
		}
		if len(words) != 3 {
			t.Fatalf("comment: %q, want \"type NUMBER\" or \"NAME TYPE VALUE\"", line)
		}
		p := virt.TypedParam{Name: words[0]}
		n, err := strconv.ParseUint(words[2], 10, 64)
		switch words[1] {
		case "int":
			p.Value = virt.IntValue(int32(n))
		case "ullong":
			p.Value = virt.UllongValue(n)
		case "boolean":
			p.Value = virt.BooleanValue(n != 0)
		case "string":
			p.Value, err = virt.StringValue(words[2]), nil
		default:
			err = fmt.Errorf("unknown type %s", words[1])
		}
		if err != nil {
			t.Fatalf("comment: %q: %v", line, err)
		}
		stats.Params = append(stats.Params, p)
	}
	return stats
}

// jobHost is a session with a host whose domains have a job.
type jobHost struct {
	driver.Conn
	stats protocol.DomainGetJobStatsReply
}

func (c jobHost) Invoke(ctx context.Context, r *protocol.Request) error {
	switch reply := r.Reply.(type) {
	case *protocol.DomainGetJobStatsReply:
		*reply = c.stats
		return nil
	case *protocol.DomainSaveImageGetXMLDescReply:
		reply.XML = "<domain><name>saved</name></domain>\n"
		return nil
	case *protocol.DomainManagedSaveGetXMLDescReply:
		reply.XML = "<domain><name>saved</name></domain>\n"
		return nil
	case *protocol.DomainHasManagedSaveImageReply:
		reply.Result = 1
		return nil
	case *protocol.DomainRenameReply:
		return nil
	case *protocol.ConnectDomainXMLToNativeReply:
		reply.NativeConfig = "emulator -name test\n"
		return nil
	case *protocol.ConnectDomainXMLFromNativeReply:
		reply.DomainXML = "<domain><name>native</name></domain>\n"
		return nil
	}
	if slices.Contains([]*protocol.Proc{
		&protocol.DomainSave.Proc, &protocol.DomainSaveFlags.Proc, &protocol.DomainManagedSave.Proc,
		&protocol.DomainRestore.Proc, &protocol.DomainRestoreFlags.Proc,
		&protocol.DomainSaveImageDefineXML.Proc, &protocol.DomainManagedSaveDefineXML.Proc, &protocol.DomainManagedSaveRemove.Proc,
		&protocol.DomainCoreDump.Proc, &protocol.DomainCoreDumpWithFormat.Proc,
		&protocol.DomainAbortJob.Proc, &protocol.DomainAbortJobFlags.Proc,
	}, r.Proc) {
		return nil
	}
	return c.Conn.Invoke(ctx, r)
}
