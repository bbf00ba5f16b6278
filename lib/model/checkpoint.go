package model

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/virgo-vm/virgo/lib/model/dom"
	"github.com/virgo-vm/virgo/lib/virt"
)

// How a checkpoint keeps track of what is written to a disk: by a bitmap of the
// image, or not at all.
const (
	trackNo     = "no"
	trackBitmap = "bitmap"
)

var checkpointObject = sync.OnceValue(func() *object {
	return &object{doc: "domain_checkpoint", root: checkpointTable(), from: virt.FromDomainCheckpoint}
})

// checkpointTable is the table of <domaincheckpoint>, whose documents libvirt
// always holds against its schema. The definition of the domain is not read by it:
// that takes buildDomain.
func checkpointTable() *row {
	name := regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9_.-]*$`)
	disk := regexp.MustCompile(`^(/.+|(ioemu:)?(fd|hd|sd|vd|xvd|ubd)[A-Za-z0-9_]+)$`)
	return el("domaincheckpoint",
		el("name", text(matching(name), bySchema)),
		el("description", text(str)),
		el("parent", el("name", text(matching(name), bySchema), option(func(r *row) { r.missing = againstSchema }))),
		el("creationTime", text(uint64s, bySchema)),
		el("disks",
			el("disk", many,
				at("name", matching(disk), bySchema),
				at("checkpoint", word(trackNo, trackBitmap), bySchema),
				at("bitmap", str),
				at("size", uint64s, bySchema),
				check(checkpointDisk)),
			check(func(n *node) error {
				if len(n.children("disk")) == 0 {
					return againstSchema(n)
				}
				return nil
			})),
		domainObject().root,
	)
}

// matching takes texts that match a pattern.
func matching(re *regexp.Regexp) kind {
	return func(v string) (string, string) {
		if !re.MatchString(v) {
			return "", "pattern"
		}
		return v, ""
	}
}

// bySchema makes a value required, and its errors those of the schema.
func bySchema(a *attr) {
	a.bad = func(n *node, _ string) error { return againstSchema(n) }
	if a.name == "" || a.name == "name" {
		a.missing = againstSchema
	}
}

// againstSchema is the error of an element that is not as the schema wants it.
func againstSchema(n *node) error {
	return virt.Errorf(virt.FromXML, virt.ErrXMLInvalidSchema, "Element %s failed to validate content", n.row.name)
}

// checkpointDisk checks what a checkpoint says of one disk. The size is told by the
// host, not to it.
func checkpointDisk(n *node) error {
	if n.get("checkpoint") == trackNo && (n.has("bitmap") || n.has("size")) {
		return againstSchema(n)
	}
	n.unset("size")
	if !n.has("checkpoint") {
		n.set("checkpoint", trackBitmap)
	}
	return nil
}

// Checkpoint is the description of a checkpoint of a domain: a moment from which
// on what is written to its disks is kept track of.
type Checkpoint struct{ n *node }

// ParseCheckpoint reads the description of a checkpoint that is to be made, or that
// was made elsewhere: only the latter brings its time, its parent and the definition
// of the domain. Errors are *virt.Error, as libvirt words them.
func ParseCheckpoint(xml string, o Options, made bool) (*Checkpoint, error) {
	object := checkpointObject()
	doc, err := object.parse(xml)
	if err != nil {
		return nil, err
	}
	if err := object.accept(doc, true); err != nil {
		return nil, err
	}
	domain := takeChild(doc, "domain")
	n, err := object.build(doc)
	if err != nil {
		return nil, err
	}
	if domain != nil && (attrText(domain, "type") == "" || domain.Child("name") == nil) {
		return nil, againstSchema(n)
	}
	c := &Checkpoint{n}
	if !made {
		newMoment(n)
		return c, nil
	}
	if err := c.checkMade(domain, o); err != nil {
		return nil, object.own(err)
	}
	return c, nil
}

// checkMade checks the description of a checkpoint that was made elsewhere.
func (c *Checkpoint) checkMade(domain *dom.Node, o Options) error {
	if err := checkMoment(c.n, "checkpoint"); err != nil || domain == nil {
		return err
	}
	def, err := buildDomain(domain, o)
	if err != nil {
		return err
	}
	c.SetDomain(def)
	return nil
}

// Name returns the checkpoint's name.
func (c *Checkpoint) Name() string { return bodyOf(c.n.child("name")) }

// Parent returns the name of the checkpoint that this one is based on, empty for
// none.
func (c *Checkpoint) Parent() string { return bodyOf(c.n.child("parent", "name")) }

// SetParent sets or, empty, removes the name of the parent.
func (c *Checkpoint) SetParent(name string) { setParent(c.n, name) }

// Domain returns a copy of the definition that the domain had, nil for none.
func (c *Checkpoint) Domain() *Domain { return definitionIn(c.n) }

// SetDomain sets the definition that the domain has, which is copied.
func (c *Checkpoint) SetDomain(d *Domain) { setDefinition(c.n, "domain", d) }

// AlignDisks makes the checkpoint tell of all disks of its domain, in their order.
// Where it tells of none it keeps track of all that can be written to.
func (c *Checkpoint) AlignDisks() error { return checkpointObject().own(c.alignDisks()) }

func (c *Checkpoint) alignDisks() error {
	disks := c.n.child("domain", "devices").children("disk")
	if len(disks) == 0 {
		return unsupported("domain must have at least one disk to perform checkpoints")
	}
	told := c.n.ensure("disks")
	list := slices.Clone(told.children("disk"))
	if len(list) > len(disks) {
		return unsupported("too many disk checkpoint requests for domain")
	}
	all := len(list) == 0
	places, err := placeDisks(list, disks)
	if err != nil {
		return err
	}
	for _, d := range list {
		disk := disks[places[d]]
		if d.get("checkpoint") == trackBitmap && unwritten(disk) {
			return unsupported("disk '%s' is empty or readonly", d.get("name"))
		}
		d.set("name", disk.child("target").get("dev"))
	}
	for i, disk := range disks {
		if slices.ContainsFunc(list, func(d *node) bool { return places[d] == i }) {
			continue
		}
		d := told.add("disk")
		d.set("name", disk.child("target").get("dev"))
		d.set("checkpoint", trackNo)
		if all && !unwritten(disk) {
			d.set("checkpoint", trackBitmap)
		}
		places[d] = i
		list = append(list, d)
	}
	slices.SortFunc(list, func(a, b *node) int { return cmp.Compare(places[a], places[b]) })
	told.kids[told.kidSlot("disk")] = list
	for _, d := range list {
		if d.get("checkpoint") == trackBitmap && !d.has("bitmap") {
			d.set("bitmap", c.Name())
		}
	}
	return nil
}

// unwritten reports whether nothing is ever written to a disk.
func unwritten(disk *node) bool {
	return disk.child("readonly") != nil || emptySource(disk, disk.child("source"))
}

// placeDisks finds the disks that a description tells of by their names among those
// of the domain. None may be there twice.
func placeDisks(list, disks []*node) (map[*node]int, error) {
	places := map[*node]int{}
	for _, d := range list {
		name := d.get("name")
		i := slices.IndexFunc(disks, func(disk *node) bool {
			if strings.HasPrefix(name, "/") {
				return sourceText(disk.child("source")) == name
			}
			return disk.child("target").get("dev") == name
		})
		if i < 0 {
			return nil, unsupported("no disk named '%s'", name)
		}
		for _, other := range places {
			if other == i {
				return nil, unsupported("disk '%s' specified twice", name)
			}
		}
		places[d] = i
	}
	return places, nil
}

// XML writes the description, without the definition of the domain if that is to
// be left out.
func (c *Checkpoint) XML(secure, domain bool) string {
	n := c.n
	if !domain {
		without := *n
		without.kids = slices.Clone(n.kids)
		without.kids[n.kidSlot("domain")] = nil
		n = &without
	}
	return n.text(Form{Inactive: true, Secure: secure})
}
