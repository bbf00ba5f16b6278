package monitor_test

import (
	"context"
	"math"
	"testing"

	"github.com/virgo-vm/virgo/cmd/vsh/vshtest"
	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// overview is the answers of a host to dominfo.
type overview struct {
	info        protocol.DomainGetInfoReply
	model       string // empty: not supported
	modelErr    error
	label       string
	labelErr    error
	handleState bool // the host tells whether the domain is persistent and so on
}

func (o overview) host() *vshtest.Host {
	h := newHost()
	driver.Handle(h.Mux, &protocol.DomainGetInfo, func(context.Context, *protocol.DomainGetInfoArgs) (*protocol.DomainGetInfoReply, error) {
		return &o.info, nil
	})
	driver.Handle(h.Mux, &protocol.DomainGetMessages, func(context.Context, *protocol.DomainGetMessagesArgs) (*protocol.DomainGetMessagesReply, error) {
		return &protocol.DomainGetMessagesReply{Msgs: []string{"tainted: one", "deprecated: two"}}, nil
	})
	if o.model != "" || o.modelErr != nil {
		driver.Handle(h.Mux, &protocol.NodeGetSecurityModel, func(context.Context) (*protocol.NodeGetSecurityModelReply, error) {
			return &protocol.NodeGetSecurityModelReply{Model: []byte(o.model + "\x00"), DOI: []byte("7\x00")}, o.modelErr
		})
	}
	driver.Handle(h.Mux, &protocol.DomainGetSecurityLabel, func(context.Context, *protocol.DomainGetSecurityLabelArgs) (*protocol.DomainGetSecurityLabelReply, error) {
		return &protocol.DomainGetSecurityLabelReply{Label: []byte(o.label + "\x00")}, o.labelErr
	})
	if o.handleState {
		driver.Handle(h.Mux, &protocol.DomainGetOSType, func(context.Context, *protocol.DomainGetOSTypeArgs) (*protocol.DomainGetOSTypeReply, error) {
			return &protocol.DomainGetOSTypeReply{Type: "hvm"}, nil
		})
		driver.Handle(h.Mux, &protocol.DomainIsPersistent, func(context.Context, *protocol.DomainIsPersistentArgs) (*protocol.DomainIsPersistentReply, error) {
			return &protocol.DomainIsPersistentReply{Persistent: 1}, nil
		})
		driver.Handle(h.Mux, &protocol.DomainGetAutostart, func(context.Context, *protocol.DomainGetAutostartArgs) (*protocol.DomainGetAutostartReply, error) {
			return &protocol.DomainGetAutostartReply{Autostart: 1}, nil
		})
		driver.Handle(h.Mux, &protocol.DomainHasManagedSaveImage, func(context.Context, *protocol.DomainHasManagedSaveImageArgs) (*protocol.DomainHasManagedSaveImageReply, error) {
			return &protocol.DomainHasManagedSaveImageReply{}, nil
		})
	}
	return h
}

func TestDominfo(t *testing.T) {
	o := overview{
		info:  protocol.DomainGetInfoReply{State: 1, MaxMem: 1 << 33, Memory: 5, NrVirtCPU: 3, CPUTime: 1250000000},
		model: "selinux", label: "sys:x", handleState: true,
	}
	equal(t, o.host().Text(t, "dominfo", "vm"), `Id:             3
Name:           vm
UUID:           00000000-0000-0000-0000-000000000001
OS Type:        hvm
State:          running
CPU(s):         3
CPU time:       1.2s
Max memory:     8589934592 KiB
Used memory:    5 KiB
Persistent:     yes
Autostart:      enable
Managed save:   no
Security model: selinux
Security DOI:   7
Security label: sys:x (permissive)
Messages:       tainted: one
                deprecated: two
`)
	equal(t, o.host().JSON(t, "dominfo", "vm"), `{
  "id": 3,
  "name": "vm",
  "uuid": "00000000-0000-0000-0000-000000000001",
  "osType": "hvm",
  "state": "running",
  "vcpus": 3,
  "cpuTimeNs": 1250000000,
  "maxMemoryKiB": 8589934592,
  "memoryKiB": 5,
  "persistent": true,
  "autostart": true,
  "managedSave": false,
  "securityModel": {
    "model": "selinux",
    "doi": "7"
  },
  "securityLabel": {
    "label": "sys:x",
    "enforcing": false
  },
  "messages": [
    "tainted: one",
    "deprecated: two"
  ]
}
`)
}

func TestDominfoOfAHostThatTellsLittle(t *testing.T) {
	const start = `Id:             3
Name:           vm
UUID:           00000000-0000-0000-0000-000000000001
State:          no state
CPU(s):         0
Max memory:     no limit
Used memory:    0 KiB
Persistent:     unknown
Managed save:   unknown
`
	const messages = "Messages:       tainted: one\n                deprecated: two\n"
	noLimit := protocol.DomainGetInfoReply{State: 77, MaxMem: math.MaxUint32}
	refused := virt.Errorf(virt.FromTest, virt.ErrInternalError, "refused")
	for _, c := range []struct {
		name string
		o    overview
		want string
	}{
		{"no security model", overview{labelErr: refused}, start + messages},
		{"an empty label", overview{model: "m"}, start + "Security model: m\nSecurity DOI:   7\n" + messages},
		{"no label", overview{model: "m", labelErr: refused}, start + "Security model: m\nSecurity DOI:   7\nerror: internal error: refused\n"},
		{"a model that fails", overview{modelErr: refused}, start + "error: internal error: refused\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.o.info = noLimit
			equal(t, c.o.host().Text(t, "dominfo", "vm"), c.want)
		})
	}
}
