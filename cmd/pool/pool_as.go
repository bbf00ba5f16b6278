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
	for _, o := range [][3]string{
		{"source-host", "host that has the data", "none"},
		{"source-path", "path of the data", "files"},
		{"source-dev", "device with the data", "files"},
		{"source-name", "name of the data", "none"},
		{"target", "path on this host that shows the pool", "directories"},
		{"source-format", "format of the data", "none"},
		{"auth-type", "how to authenticate at the source", "auth-types"},
		{"auth-username", "user that the source knows", "none"},
		{"secret-usage", "usage of the secret for the source", "none"},
		{"secret-uuid", "UUID of the secret for the source", "secrets"},
		{"adapter-name", "name of the SCSI adapter", "none"},
		{"adapter-wwnn", "WWNN of the FC adapter", "none"},
		{"adapter-wwpn", "WWPN of the FC adapter", "none"},
		{"adapter-parent", "name of the FC adapter's parent", "nodedevs"},
		{"adapter-parent-wwnn", "WWNN of the FC adapter's parent", "none"},
		{"adapter-parent-wwpn", "WWPN of the FC adapter's parent", "none"},
		{"adapter-parent-fabric-wwn", "WWN of the fabric of the FC adapter's parent", "none"},
		{"source-protocol-ver", "version of the NFS protocol", "none"},
		{"source-initiator", "name of the iSCSI initiator", "none"},
	} {
		opts = append(opts, vsh.StringOpt(o[0], o[1], o[2]).Loose())
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
