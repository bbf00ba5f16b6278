package monitor

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func domifstatSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domifstat", Help: "show what went through an interface",
		Description: "Show what went through a domain's network interface.",
		Examples:    []string{"domifstat web web0"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, id or UUID of the running domain", "domains-active"),
			vsh.StringArg("interface", "name on the host or MAC address of the interface", "domain-interfaces"),
		},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			dom, err := s.Domain(ctx, a, vsh.ByAny)
			if err != nil {
				return nil, err
			}
			device, err := a.String("interface")
			if err != nil {
				return nil, err
			}
			st, err := dom.InterfaceStats(ctx, device)
			if err != nil {
				return nil, vsh.Wrapf(err, "Failed to get interface stats %s %s", a.Raw("domain"), device)
			}
			return &interfaceStats{
				Interface: device,
				RxBytes:   countOf(st.RxBytes), RxPackets: countOf(st.RxPackets), RxErrors: countOf(st.RxErrs), RxDropped: countOf(st.RxDrop),
				TxBytes: countOf(st.TxBytes), TxPackets: countOf(st.TxPackets), TxErrors: countOf(st.TxErrs), TxDropped: countOf(st.TxDrop),
			}, nil
		},
	}
}

// countOf returns n, or nil for -1, which is a number that the host cannot tell.
func countOf(n int64) *int64 {
	if n < 0 {
		return nil
	}
	return &n
}

// interfaceStats is what went through an interface, as the host counts it: rx is
// what the guest received. What the host cannot tell is nil.
type interfaceStats struct {
	Interface string `json:"interface"` // as the user called it
	RxBytes   *int64 `json:"rxBytes,omitempty"`
	RxPackets *int64 `json:"rxPackets,omitempty"`
	RxErrors  *int64 `json:"rxErrors,omitempty"`
	RxDropped *int64 `json:"rxDropped,omitempty"`
	TxBytes   *int64 `json:"txBytes,omitempty"`
	TxPackets *int64 `json:"txPackets,omitempty"`
	TxErrors  *int64 `json:"txErrors,omitempty"`
	TxDropped *int64 `json:"txDropped,omitempty"`
}

// Text prints one line for each number.
func (s *interfaceStats) Text(p *format.Printer) error {
	for _, line := range []struct {
		label string
		count *int64
	}{
		{"rx_bytes", s.RxBytes}, {"rx_packets", s.RxPackets}, {"rx_errs", s.RxErrors}, {"rx_drop", s.RxDropped},
		{"tx_bytes", s.TxBytes}, {"tx_packets", s.TxPackets}, {"tx_errs", s.TxErrors}, {"tx_drop", s.TxDropped},
	} {
		if line.count != nil {
			p.Printf("%s %s %d\n", s.Interface, line.label, *line.count)
		}
	}
	return nil
}
