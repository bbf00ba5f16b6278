package host

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func domcapabilitiesSpec() *vsh.Spec {
	opts := []vsh.Opt{
		vsh.StringOpt("virttype", "how guests are run, as in /domain/@type", "virt-types").Loose(),
		vsh.StringOpt("emulatorbin", "path of the emulator, as in /domain/devices/emulator", "none").Loose(),
		vsh.StringOpt("arch", "architecture of the guest, as in /domain/os/type/@arch", "archs").Loose(),
		vsh.StringOpt("machine", "machine type, as in /domain/os/type/@machine", "none").Loose(),
	}
	opts = append(opts, vsh.XPathOpts()...)
	return &vsh.Spec{
		Name: "domcapabilities", Help: "print what a domain can have",
		Description: "Print what a domain with the given emulator, architecture and machine type can have on this host, as XML.",
		Examples: []string{
			"domcapabilities",
			"domcapabilities --machine q35 --arch x86_64",
		},
		Opts: append(opts,
			vsh.BoolOpt("disable-deprecated-features", "turn CPU features off that newer CPUs lack"),
			vsh.BoolOpt("expand-cpu-features", "list all features of the host model CPU"),
			vsh.BoolOpt("supported-cpu-features", "list all CPU features that the hypervisor supports"),
		),
		Run: runDomcapabilities,
	}
}

var domcapabilitiesFlags = vsh.FlagMap[virt.ConnectGetDomainCapabilitiesFlags]{
	"disable-deprecated-features": virt.ConnectGetDomainCapabilitiesDisableDeprecatedFeatures,
	"expand-cpu-features":         virt.ConnectGetDomainCapabilitiesExpandCPUFeatures,
	"supported-cpu-features":      virt.ConnectGetDomainCapabilitiesSupportedCPUFeatures,
}

func runDomcapabilities(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	var words [4]string
	for i, name := range []string{"virttype", "emulatorbin", "arch", "machine"} {
		var err error
		if words[i], err = a.String(name); err != nil {
			return nil, err
		}
	}
	virtType, emulator, arch, machine := words[0], words[1], words[2], words[3]
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return vsh.Document(a, func() (string, error) {
		doc, err := conn.DomainCapabilities(ctx, emulator, arch, machine, virtType, domcapabilitiesFlags.Of(a))
		if err != nil {
			return "", vsh.Wrapf(err, "failed to get emulator capabilities")
		}
		return doc + "\n", nil // virsh prints one more, whatever the document ends in
	})
}
