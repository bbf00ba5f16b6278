package test

import (
	"context"
	"slices"
	"strings"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func (s *session) handleNodeCPUs(m *driver.Mux) {
	driver.Handle(m, &protocol.ConnectGetCPUModelNames, s.connectGetCPUModelNames)
}

// The models of CPUs that libvirt 9.0 knows of the x86 and POWER architectures.
const (
	x86Models = "486 pentium pentium2 pentium3 pentiumpro coreduo n270 core2duo qemu32 kvm32 cpu64-rhel5 cpu64-rhel6 qemu64 " +
		"kvm64 Conroe Penryn Nehalem Nehalem-IBRS Westmere Westmere-IBRS SandyBridge SandyBridge-IBRS IvyBridge " +
		"IvyBridge-IBRS Haswell-noTSX Haswell-noTSX-IBRS Haswell Haswell-IBRS Broadwell-noTSX Broadwell-noTSX-IBRS " +
		"Broadwell Broadwell-IBRS Skylake-Client Skylake-Client-IBRS Skylake-Client-noTSX-IBRS Skylake-Server " +
		"Skylake-Server-IBRS Skylake-Server-noTSX-IBRS Cascadelake-Server Cascadelake-Server-noTSX Icelake-Client " +
		"Icelake-Client-noTSX Icelake-Server Icelake-Server-noTSX Cooperlake Snowridge athlon phenom Opteron_G1 " +
		"Opteron_G2 Opteron_G3 Opteron_G4 Opteron_G5 EPYC EPYC-IBPB EPYC-Rome EPYC-Milan Dhyana"
	powerModels = "POWER6 POWER7 POWER8 POWER9 POWER10 POWERPC_e5500 POWERPC_e6500"
)

// otherArchs are the architectures of which libvirt knows nothing but the names.
const otherArchs = "alpha cris ia64 lm32 m68k microblaze microblazeel mips mipsel mips64 mips64el openrisc " +
	"parisc parisc64 ppc ppcle ppcemb riscv32 riscv64 sh4 sh4eb sparc sparc64 unicore32 xtensa xtensaeb"

// cpuModels returns the models of an architecture. Of some any model is accepted,
// and there are none.
func cpuModels(arch string) ([]string, error) {
	switch arch {
	case "x86_64", "i686":
		return strings.Fields(x86Models), nil
	case "ppc64", "ppc64le":
		return strings.Fields(powerModels), nil
	case "armv6l", "armv7l", "armv7b", "aarch64", "s390", "s390x":
		return nil, nil
	}
	if slices.Contains(strings.Fields(otherArchs), arch) {
		return nil, virt.Errorf(virt.FromCPU, virt.ErrNoSupport, "'%s' architecture is not supported by CPU driver", arch)
	}
	return nil, errorf(virt.ErrInvalidArg, "cannot find architecture %s", arch)
}

func (s *session) connectGetCPUModelNames(_ context.Context, a *protocol.ConnectGetCPUModelNamesArgs) (*protocol.ConnectGetCPUModelNamesReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testConnectGetCPUModelNames"); err != nil {
		return nil, err
	}
	models, err := cpuModels(a.Arch)
	if err != nil {
		return nil, err
	}
	r := &protocol.ConnectGetCPUModelNamesReply{Ret: int32(len(models))}
	if a.NeedResults != 0 {
		r.Models = models
	}
	return r, nil
}
