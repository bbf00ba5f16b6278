package xmledit

import "github.com/beevik/etree"

// Pool is what pool-define-as and pool-create-as know of a storage pool. What is
// empty is left out.
type Pool struct {
	Name, Type string
	Source     PoolSource
	TargetPath string
}

// PoolSource is where the data of a storage pool is.
type PoolSource struct {
	Host, Path, Device, Name, Format string

	// Of the secret for the source one of the last two names it. Without it, or
	// without type and user, there is none.
	AuthType, AuthUser      string
	SecretUsage, SecretUUID string

	// An adapter is one of FC, by WWNN and WWPN, or else one of SCSI, by name. The
	// parent of the former is named in one of three ways, the first in this order
	// that is there: Parent, the pair of WWNs, the WWN of the fabric.
	AdapterName                string
	WWNN, WWPN                 string
	Parent                     string
	ParentWWNN, ParentWWPN     string
	ParentFabricWWN            string
	ProtocolVersion, Initiator string
}

// XML returns the pool as virsh would write it.
func (p *Pool) XML() string {
	root := etree.NewElement("pool")
	root.CreateAttr("type", p.Type)
	addText(root, "name", p.Name)
	if s := &p.Source; s.any() {
		s.fill(root.CreateElement("source"))
	}
	if p.TargetPath != "" {
		addText(root.CreateElement("target"), "path", p.TargetPath)
	}
	return compose(root)
}

// any reports whether the source is worth an element. Authentication and the
// version of the protocol alone are not.
func (s *PoolSource) any() bool {
	for _, value := range []string{s.Host, s.Path, s.Device, s.Name, s.Format, s.Initiator, s.AdapterName} {
		if value != "" {
			return true
		}
	}
	return s.fibreChannel()
}

func (s *PoolSource) fibreChannel() bool { return s.WWNN != "" && s.WWPN != "" }

func (s *PoolSource) fill(e *etree.Element) {
	if s.Host != "" {
		add(e, "host", "name", s.Host)
	}
	if s.Path != "" {
		add(e, "dir", "path", s.Path)
	}
	if s.Device != "" {
		add(e, "device", "path", s.Device)
	}
	if s.Initiator != "" {
		add(add(e, "initiator"), "iqn", "name", s.Initiator)
	}
	s.adapter(e)
	if s.AuthType != "" && s.AuthUser != "" && (s.SecretUUID != "" || s.SecretUsage != "") {
		add(add(e, "auth", "type", s.AuthType, "username", s.AuthUser), "secret", "uuid", s.SecretUUID, "usage", s.SecretUsage)
	}
	if s.Format != "" {
		add(e, "format", "type", s.Format)
	}
	addText(e, "name", s.Name)
	if s.ProtocolVersion != "" {
		add(e, "protocol", "ver", s.ProtocolVersion)
	}
}

// adapter adds the adapter to the source, if there is one.
func (s *PoolSource) adapter(e *etree.Element) {
	switch {
	case s.fibreChannel() && s.Parent != "":
		add(e, "adapter", "type", "fc_host", "parent", s.Parent, "wwnn", s.WWNN, "wwpn", s.WWPN)
	case s.fibreChannel() && s.ParentWWNN != "" && s.ParentWWPN != "":
		add(e, "adapter", "type", "fc_host", "parent_wwnn", s.ParentWWNN, "parent_wwpn", s.ParentWWPN, "wwnn", s.WWNN, "wwpn", s.WWPN)
	case s.fibreChannel():
		add(e, "adapter", "type", "fc_host", "parent_fabric_wwn", s.ParentFabricWWN, "wwnn", s.WWNN, "wwpn", s.WWPN)
	case s.AdapterName != "":
		add(e, "adapter", "type", "scsi_host", "name", s.AdapterName)
	}
}

// PoolSourceSpec returns where to look for what pools could be made of: a host,
// with a port and the name of an initiator where they are not empty.
func PoolSourceSpec(host, port, initiator string) string {
	root := etree.NewElement("source")
	add(root, "host", "name", host, "port", port)
	if initiator != "" {
		add(add(root, "initiator"), "iqn", "name", initiator)
	}
	return compose(root)
}
