package pool

import (
	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/xmledit"
)

// poolAsOpts is the options that stand for the XML of a pool.
func poolAsOpts() []vsh.Opt {
	opts := []vsh.Opt{
		vsh.StringArg("name", "name of the pool", "none"),
		vsh.StringArg("type", "type of the pool", "pool-types"),
		vsh.BoolOpt("print-xml", "print the XML and do nothing"),
	}
	for _, o := range [][2]string{
		{"source-host", "host that has the data"},
		{"source-path", "path of the data"},
		{"source-dev", "device with the data"},
		{"source-name", "name of the data"},
		{"target", "path on this host that shows the pool"},
		{"source-format", "format of the data"},
		{"auth-type", "how to authenticate at the source"},
		{"auth-username", "user that the source knows"},
		{"secret-usage", "usage of the secret for the source"},
		{"secret-uuid", "UUID of the secret for the source"},
		{"adapter-name", "name of the SCSI adapter"},
		{"adapter-wwnn", "WWNN of the FC adapter"},
		{"adapter-wwpn", "WWPN of the FC adapter"},
		{"adapter-parent", "name of the FC adapter's parent"},
		{"adapter-parent-wwnn", "WWNN of the FC adapter's parent"},
		{"adapter-parent-wwpn", "WWPN of the FC adapter's parent"},
		{"adapter-parent-fabric-wwn", "WWN of the fabric of the FC adapter's parent"},
		{"source-protocol-ver", "version of the NFS protocol"},
		{"source-initiator", "name of the iSCSI initiator"},
	} {
		opts = append(opts, vsh.StringOpt(o[0], o[1], "none").Loose())
	}
	return opts
}

// poolAs returns the pool that the options that poolAsOpts makes describe.
func poolAs(a *vsh.Args) (*xmledit.Pool, error) {
	if err := vsh.Exclusive(a, "secret-usage", "secret-uuid"); err != nil {
		return nil, err
	}
	var p xmledit.Pool
	src := &p.Source
	for _, o := range []struct { // in the order in which virsh complains
		name  string
		value *string
	}{
		{"name", &p.Name},
		{"type", &p.Type},
		{"source-host", &src.Host},
		{"source-path", &src.Path},
		{"source-dev", &src.Device},
		{"source-name", &src.Name},
		{"source-format", &src.Format},
		{"target", &p.TargetPath},
		{"auth-type", &src.AuthType},
		{"auth-username", &src.AuthUser},
		{"secret-usage", &src.SecretUsage},
		{"secret-uuid", &src.SecretUUID},
		{"adapter-name", &src.AdapterName},
		{"adapter-wwnn", &src.WWNN},
		{"adapter-wwpn", &src.WWPN},
		{"adapter-parent", &src.Parent},
		{"adapter-parent-wwnn", &src.ParentWWNN},
		{"adapter-parent-wwpn", &src.ParentWWPN},
		{"adapter-parent-fabric-wwn", &src.ParentFabricWWN},
		{"source-protocol-ver", &src.ProtocolVersion},
		{"source-initiator", &src.Initiator},
	} {
		var err error
		if *o.value, err = a.String(o.name); err != nil {
			return nil, err
		}
	}
	return &p, nil
}
