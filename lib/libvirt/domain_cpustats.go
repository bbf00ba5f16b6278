package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// NumOfCPUs returns how many CPUs of the host CPUStats can tell of.
func (d *Domain) NumOfCPUs(ctx context.Context) (int, error) {
	r, err := d.cpuStats(ctx, 0, 0, 0)
	if err != nil {
		return 0, err
	}
	return int(r.NParams), nil
}

// CPUStats returns what the running domain took of each of n CPUs of the host,
// from the one numbered start on. An entry is nil for a CPU that is not there or
// that the host does not tell of; the result is nil where it tells of none at
// all. The host is asked in pieces of what it takes, which are in flight together.
func (d *Domain) CPUStats(ctx context.Context, start, n int) ([][]virt.TypedParam, error) {
	r, err := d.cpuStats(ctx, 0, 0, 1)
	if err != nil {
		return nil, err
	}
	if r.NParams <= 0 {
		return nil, nil
	}
	stats := make([][]virt.TypedParam, max(n, 0))
	var calls []func() error
	for at := 0; at < n; at += protocol.DomainGetCPUStatsNCPUsMax {
		piece := stats[at:min(n, at+protocol.DomainGetCPUStatsNCPUsMax)]
		calls = append(calls, func() error {
			r, err := d.cpuStats(ctx, r.NParams, int32(start+at), len(piece))
			if err != nil {
				return err
			}
			fillCPUStats(piece, r)
			return nil
		})
	}
	return stats, together(calls...)
}

// fillCPUStats shares the parameters of an answer out among its CPUs. The wire
// leaves out those that have no type, which are CPUs that the host does not
// tell of, but only after the last that it does.
func fillCPUStats(stats [][]virt.TypedParam, r *protocol.DomainGetCPUStatsReply) {
	each := int(r.NParams)
	if each <= 0 {
		return
	}
	for i := 0; i < len(stats) && (i+1)*each <= len(r.Params); i++ {
		if params := r.Params[i*each : (i+1)*each]; params[0].Value.Type() != 0 {
			stats[i] = params
		}
	}
}

// CPUStatsTotal returns what the running domain took of all CPUs of the host;
// nothing where the host does not tell.
func (d *Domain) CPUStatsTotal(ctx context.Context) ([]virt.TypedParam, error) {
	r, err := d.cpuStats(ctx, 0, -1, 1)
	if err != nil || r.NParams <= 0 {
		return nil, err
	}
	if r, err = d.cpuStats(ctx, r.NParams, -1, 1); err != nil {
		return nil, err
	}
	return r.Params, nil
}

func (d *Domain) cpuStats(ctx context.Context, nparams, start int32, n int) (*protocol.DomainGetCPUStatsReply, error) {
	return protocol.DomainGetCPUStats.Call(ctx, d.conn, &protocol.DomainGetCPUStatsArgs{
		Dom: d.wire(), NParams: uint32(nparams), StartCPU: start, NCPUs: uint32(n),
	})
}
