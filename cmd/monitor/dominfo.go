package monitor

import (
	"context"
	"math"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

func dominfoSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "dominfo", Help: "show what a domain is, and its state",
		Examples: []string{"dominfo web"},
		Opts:     []vsh.Opt{vsh.DomainArg("name, id or UUID of the domain", "domains")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			dom, err := s.Domain(ctx, a, vsh.ByAny)
			if err != nil {
				return nil, err
			}
			o, err := dom.Overview(ctx)
			if err != nil {
				return nil, err
			}
			d := newDomainInfo(dom, o)
			if o.SecurityErr != nil {
				d.Messages = nil // virsh gives up before them
				return d, o.SecurityErr
			}
			return d, o.InfoErr
		},
	}
}

// domainInfo is what is known of a domain. What the host did not tell is nil.
type domainInfo struct {
	ID     *int32  `json:"id,omitempty"` // running domains only
	Name   string  `json:"name"`
	UUID   string  `json:"uuid"`
	OSType *string `json:"osType,omitempty"`
	*domainSize
	Persistent    *bool          `json:"persistent,omitempty"`
	Autostart     *bool          `json:"autostart,omitempty"`
	ManagedSave   *bool          `json:"managedSave,omitempty"`
	SecurityModel *securityModel `json:"securityModel,omitempty"`
	SecurityLabel *securityLabel `json:"securityLabel,omitempty"`
	Messages      []string       `json:"messages"`
}

type domainSize struct {
	State        string  `json:"state"`
	Vcpus        uint    `json:"vcpus"`
	CPUTimeNs    uint64  `json:"cpuTimeNs"`
	MaxMemoryKiB *uint64 `json:"maxMemoryKiB,omitempty"` // absent for no limit
	MemoryKiB    uint64  `json:"memoryKiB"`
}

type securityModel struct {
	Model string `json:"model"`
	DOI   string `json:"doi"` // domain of interpretation
}

type securityLabel struct {
	Label     string `json:"label"`
	Enforcing bool   `json:"enforcing"`
}

func newDomainInfo(dom *libvirt.Domain, o *libvirt.DomainOverview) *domainInfo {
	ref := dom.Ref()
	d := &domainInfo{
		ID: ref.ID, Name: ref.Name, UUID: ref.UUID, OSType: o.OSType,
		Persistent: o.Persistent, Autostart: o.Autostart, ManagedSave: o.ManagedSave,
		Messages: o.Messages,
	}
	if i := o.Info; i != nil {
		d.domainSize = &domainSize{
			State: vsh.DomainStateWord(i.State), Vcpus: i.Vcpus, CPUTimeNs: i.CPUTime, MemoryKiB: i.Memory,
		}
		if i.MaxMemory != math.MaxUint32 {
			d.MaxMemoryKiB = &i.MaxMemory
		}
	}
	if o.Model != nil {
		d.SecurityModel = &securityModel{o.Model.Model, o.Model.DOI}
	}
	if o.Label != nil && o.Label.Label != "" {
		d.SecurityLabel = &securityLabel{o.Label.Label, o.Label.Enforcing}
	}
	return d
}

// Text prints one line for each thing that is known.
func (d *domainInfo) Text(p *format.Printer) error {
	line := func(key, text string, args ...any) { p.KeyValue(15, key, text, args...) }
	if d.ID != nil {
		line("Id:", "%d", *d.ID)
	} else {
		line("Id:", "-")
	}
	line("Name:", "%s", d.Name)
	line("UUID:", "%s", d.UUID)
	if d.OSType != nil {
		line("OS Type:", "%s", *d.OSType)
	}
	if d.domainSize != nil {
		d.size(line)
	}
	line("Persistent:", "%s", yesNoUnknown(d.Persistent))
	if d.Autostart != nil {
		line("Autostart:", "%s", map[bool]string{true: "enable", false: "disable"}[*d.Autostart])
	}
	line("Managed save:", "%s", yesNoUnknown(d.ManagedSave))
	if d.SecurityModel != nil {
		line("Security model:", "%s", d.SecurityModel.Model)
		line("Security DOI:", "%s", d.SecurityModel.DOI)
	}
	if l := d.SecurityLabel; l != nil {
		line("Security label:", "%s (%s)", l.Label, map[bool]string{true: "enforcing", false: "permissive"}[l.Enforcing])
	}
	key := "Messages:"
	for _, m := range d.Messages {
		line(key, "%s", m)
		key = ""
	}
	return nil
}

// size prints the lines of a domain's state and size. A time of 0 has none.
func (d *domainSize) size(line func(key, text string, args ...any)) {
	line("State:", "%s", d.State)
	line("CPU(s):", "%d", d.Vcpus)
	if d.CPUTimeNs != 0 {
		line("CPU time:", "%.1fs", float64(d.CPUTimeNs)/1e9)
	}
	if d.MaxMemoryKiB != nil {
		line("Max memory:", "%d KiB", *d.MaxMemoryKiB)
	} else {
		line("Max memory:", "no limit")
	}
	line("Used memory:", "%d KiB", d.MemoryKiB)
}

// yesNoUnknown returns the word for a boolean that the host may not tell.
func yesNoUnknown(b *bool) string {
	if b == nil {
		return unknown
	}
	return vsh.YesNo(*b)
}
