package completion

import (
	"context"
	"encoding/xml"
	"strconv"

	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// deviceSources are what the domain that was given has.
func deviceSources() map[string]source {
	return map[string]source{
		"checkpoints":            checkpoints,
		"domain-aliases":         ofDomain((*domainXML).aliases),
		"domain-consoles":        ofDomain((*domainXML).consoles),
		"domain-disks":           ofDomain((*domainXML).disks),
		"domain-disk-chains":     diskChains,
		"domain-filesystems":     filesystems,
		"domain-guest-vcpus":     guestVcpus,
		"domain-interface-macs":  ofDomain((*domainXML).macs),
		"domain-interfaces":      ofDomain((*domainXML).interfaces),
		"domain-iothreads":       ioThreads,
		"domain-link-states":     linkStates,
		"domain-throttle-groups": ofDomain(func(d *domainXML) []string { return d.ThrottleGroups }),
		"domain-vcpus":           ofDomain(func(d *domainXML) []string { return numbers(d.Vcpus) }),
		"scheduler-parameters":   schedulerParameters,
		"snapshots":              snapshots,
	}
}

// domainXML is what completion needs of a domain.
type domainXML struct {
	Vcpus          int      `xml:"vcpu"`
	ThrottleGroups []string `xml:"throttlegroups>throttlegroup>group_name"`
	Devices        struct {
		All []device `xml:",any"`
	} `xml:"devices"`
}

type device struct {
	XMLName xml.Name
	Type    string `xml:"type,attr"`
	Target  struct {
		Dev string `xml:"dev,attr"`
	} `xml:"target"`
	MAC struct {
		Address string `xml:"address,attr"`
	} `xml:"mac"`
	Link struct {
		State string `xml:"state,attr"`
	} `xml:"link"`
	Alias struct {
		Name string `xml:"name,attr"`
	} `xml:"alias"`
	image // of a disk
}

// image is a file of a disk and those that it stands on.
type image struct {
	Source struct {
		Index string `xml:"index,attr"`
	} `xml:"source"`
	Index   string `xml:"index,attr"` // of a backing store
	Backing *image `xml:"backingStore"`
}

// ofDomain is the source of words that the XML of the domain tells.
func ofDomain(find func(*domainXML) []string) source {
	return func(ctx context.Context, q *query) ([]string, error) {
		d, err := q.domainXML(ctx)
		if err != nil {
			return nil, err
		}
		return find(d), nil
	}
}

// domainXML reads the domain that was given: as it will boot next if that is
// what the command is about.
func (q *query) domainXML(ctx context.Context) (*domainXML, error) {
	dom, err := q.domain(ctx)
	if err != nil {
		return nil, err
	}
	var flags virt.DomainXMLFlags
	if q.has("config") {
		flags = virt.DomainXMLInactive
	}
	doc, err := dom.XMLDesc(ctx, flags)
	if err != nil {
		return nil, err
	}
	var d domainXML
	return &d, xml.Unmarshal([]byte(doc), &d)
}

// each returns a word for each device of a kind, "" for none.
func (d *domainXML) each(kind string, word func(*device) string) []string {
	var found []string
	for i := range d.Devices.All {
		if dev := &d.Devices.All[i]; kind == "" || dev.XMLName.Local == kind {
			found = append(found, word(dev))
		}
	}
	return found
}

func (d *domainXML) aliases() []string {
	return d.each("", func(dev *device) string { return dev.Alias.Name })
}

// consoles are the ports that have a terminal on the host.
func (d *domainXML) consoles() []string {
	return d.each("", func(dev *device) string {
		port := dev.XMLName.Local == "serial" || dev.XMLName.Local == "parallel"
		if !port || dev.Type != "pty" {
			return ""
		}
		return dev.Alias.Name
	})
}

func (d *domainXML) disks() []string {
	return d.each("disk", func(dev *device) string { return dev.Target.Dev })
}

func (d *domainXML) macs() []string {
	return d.each("interface", func(dev *device) string { return dev.MAC.Address })
}

func (d *domainXML) interfaces() []string { return d.each("interface", (*device).name) }

// name is how commands call an interface: by what it is on the host, else by its
// address.
func (dev *device) name() string {
	if dev.Target.Dev != "" {
		return dev.Target.Dev
	}
	return dev.MAC.Address
}

// linkStates is the state that the link of the interface does not have.
func linkStates(ctx context.Context, q *query) ([]string, error) {
	name := q.given("interface")
	if name == "" {
		return nil, errNobody
	}
	d, err := q.domainXML(ctx)
	if err != nil {
		return nil, err
	}
	return d.linkStates(name), nil
}

func (d *domainXML) linkStates(name string) []string {
	return d.each("interface", func(dev *device) string {
		switch {
		case name != dev.Target.Dev && name != dev.MAC.Address:
			return ""
		case dev.Link.State == "down":
			return "up"
		}
		return "down"
	})
}

// diskChains are the images of the disk that was given, or of all disks: as
// DISK and DISK[INDEX].
func diskChains(ctx context.Context, q *query) ([]string, error) {
	d, err := q.domainXML(ctx)
	if err != nil {
		return nil, err
	}
	return d.chains(q.given("path")), nil
}

// chains returns the images of the disk with the given target, or of all disks
// if it is empty.
func (d *domainXML) chains(target string) []string {
	var found []string
	for i := range d.Devices.All {
		dev := &d.Devices.All[i]
		disk := dev.Target.Dev
		if dev.XMLName.Local != "disk" || target != "" && target != disk {
			continue
		}
		found = append(found, disk)
		for image := &dev.image; image != nil; image = image.Backing {
			index := image.Index
			if image == &dev.image {
				index = image.Source.Index
			}
			if index != "" {
				found = append(found, disk+"["+index+"]")
			}
		}
	}
	return found
}

func ioThreads(ctx context.Context, q *query) ([]string, error) {
	dom, err := q.domain(ctx)
	if err != nil {
		return nil, err
	}
	threads, err := dom.IOThreads(ctx, 0)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, t := range threads {
		found = append(found, strconv.FormatUint(uint64(t.ID), 10))
	}
	return found, nil
}

// guestVcpus are the numbers of the CPUs that the guest's agent tells of.
func guestVcpus(ctx context.Context, q *query) ([]string, error) {
	dom, err := q.domain(ctx)
	if err != nil {
		return nil, err
	}
	n, err := dom.VcpusFlags(ctx, virt.DomainVcpuGuest)
	return numbers(n), err
}

// schedulerParameters are the names of what schedinfo sets, each with its =.
func schedulerParameters(ctx context.Context, q *query) ([]string, error) {
	dom, err := q.domain(ctx)
	if err != nil {
		return nil, err
	}
	params, err := dom.SchedulerParameters(ctx)
	return words(params, func(p virt.TypedParam) string { return p.Name + "=" }), err
}

func snapshots(ctx context.Context, q *query) ([]string, error) {
	dom, err := q.domain(ctx)
	if err != nil {
		return nil, err
	}
	all, err := dom.ListAllSnapshots(ctx, 0)
	return words(all, (*libvirt.DomainSnapshot).Name), err
}

func checkpoints(ctx context.Context, q *query) ([]string, error) {
	dom, err := q.domain(ctx)
	if err != nil {
		return nil, err
	}
	all, err := dom.ListAllCheckpoints(ctx, 0)
	return words(all, (*libvirt.DomainCheckpoint).Name), err
}

// filesystems are the mount points that the guest's agent tells of.
func filesystems(ctx context.Context, q *query) ([]string, error) {
	dom, err := q.domain(ctx)
	if err != nil {
		return nil, err
	}
	mounted, err := dom.FSInfo(ctx, 0)
	return words(mounted, func(f libvirt.DomainFSInfo) string { return f.Mountpoint }), err
}
