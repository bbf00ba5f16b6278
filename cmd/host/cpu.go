package host

import (
	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/xmledit"
)

const cpuFileHelp = "XML of CPUs, domains or capabilities: a file, or - for standard input"

// readCPUs returns the CPUs that the file of the option file describes.
func readCPUs(s *vsh.Session, a *vsh.Args) ([]string, error) {
	file, err := a.String("file")
	if err != nil {
		return nil, err
	}
	text, err := s.ReadXMLFile(file)
	if err != nil {
		return nil, err
	}
	cpus, err := xmledit.CPUs(text)
	if err != nil {
		return nil, vsh.Failf("%s: %v", file, err)
	}
	if len(cpus) == 0 {
		return nil, vsh.Failf("File '%s' does not contain any <cpu> element or valid domain XML, "+
			"host capabilities XML, or domain capabilities XML", file)
	}
	return cpus, nil
}

// emulationOpts is the options that tell what guests run on.
func emulationOpts() []vsh.Opt {
	return []vsh.Opt{
		vsh.StringOpt("virttype", "how guests are run, as in /domain/@type", "virt-types").Loose(),
		vsh.StringOpt("emulator", "path of the emulator, as in /domain/devices/emulator", "none").Loose(),
		vsh.StringOpt("arch", "architecture of the guest, as in /domain/os/type/@arch", "archs").Loose(),
		vsh.StringOpt("machine", "machine type, as in /domain/os/type/@machine", "none").Loose(),
	}
}

// emulation returns what the options that emulationOpts makes say.
func emulation(a *vsh.Args) (e libvirt.Emulation, err error) {
	for _, o := range []struct {
		name  string
		value *string
	}{{"virttype", &e.VirtType}, {"emulator", &e.Emulator}, {"arch", &e.Arch}, {"machine", &e.Machine}} {
		if *o.value, err = a.String(o.name); err != nil {
			return e, err
		}
	}
	return e, nil
}

// compareOpts is the options that tell how CPUs are compared.
func compareOpts() []vsh.Opt {
	return []vsh.Opt{
		vsh.BoolOpt("error", "say why CPUs are incompatible"),
		vsh.BoolOpt("validate", "check the XML against the schema"),
	}
}

func compareFlags(a *vsh.Args) virt.ConnectCompareCPUFlags {
	return vsh.FlagMap[virt.ConnectCompareCPUFlags]{
		"error":    virt.ConnectCompareCPUFailIncompatible,
		"validate": virt.ConnectCompareCPUValidateXML,
	}.Of(a)
}

// baselineOpts is the options that tell what the CPU that others have in common
// is like.
func baselineOpts() []vsh.Opt {
	return []vsh.Opt{
		vsh.BoolOpt("features", "list the features that are part of the model too"),
		vsh.BoolOpt("migratable", "leave out features that bar migration"),
	}
}

func baselineFlags(a *vsh.Args) virt.ConnectBaselineCPUFlags {
	return vsh.FlagMap[virt.ConnectBaselineCPUFlags]{
		"features":   virt.ConnectBaselineCPUExpandFeatures,
		"migratable": virt.ConnectBaselineCPUMigratable,
	}.Of(a)
}
