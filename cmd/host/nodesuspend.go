package host

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func nodesuspendSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nodesuspend", Help: "make the host sleep for a while",
		Examples: []string{"nodesuspend mem 60"},
		Opts: []vsh.Opt{
			vsh.StringArg("target", "where its state is kept: mem, disk or hybrid (both)", "suspend-targets"),
			vsh.IntArg("duration", "seconds after which it wakes up, 60 at least", "int64"),
		},
		Run: runNodesuspend,
	}
}

func runNodesuspend(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	word, err := a.String("target")
	if err != nil {
		return nil, err
	}
	duration, err := a.Int64("duration")
	if err != nil {
		return nil, err
	}
	target := virt.NodeSuspendTargetMem
	for target.String() != word {
		if target++; target > virt.NodeSuspendTargetHybrid {
			return nil, vsh.Failf("Invalid target")
		}
	}
	if duration < 0 {
		return nil, vsh.Failf("Invalid duration")
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if err := conn.NodeSuspendForDuration(ctx, target, uint64(duration), 0); err != nil {
		return nil, vsh.Wrapf(err, "The host was not suspended")
	}
	return &suspended{Target: word, Seconds: duration}, nil
}

// suspended is a host that is going to sleep.
type suspended struct {
	Target  string `json:"target"`
	Seconds int64  `json:"seconds"`
}

// Text prints nothing, as virsh does.
func (*suspended) Text(*format.Printer) error { return nil }
