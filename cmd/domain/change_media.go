package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/xmledit"
)

func changeMediaSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "change-media", Help: "change what is in a CD-ROM or floppy drive",
		Description: "Eject, insert or replace the media of one of a domain's CD-ROM or floppy drives. Without\n" +
			"--eject and --insert it is replaced; without a source, ejected.",
		Examples: []string{
			"change-media web sda /images/install.iso --update",
			"change-media web sda --eject",
		},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			vsh.StringArg("path", "target or source of the drive", "domain-disks"),
			vsh.StringOpt("source", "file or block device to insert", "files").Pos(),
			vsh.BoolOpt("eject", "take the media out"),
			vsh.BoolOpt("insert", "put media into an empty drive"),
			vsh.BoolOpt("update", "replace the media, or put some in"),
			vsh.BoolOpt("current", "affect the domain as it is now: running, else the next boot"),
			vsh.BoolOpt("live", "affect the running domain"),
			vsh.BoolOpt("config", "affect the next boot"),
			vsh.BoolOpt("force", "change it even if the guest has the drive locked"),
			vsh.BoolOpt("print-xml", "show the changed drive as XML and change nothing"),
			vsh.BoolOpt("block", "the source is a block device"),
		},
		Run: runChangeMedia,
	}
}

func runChangeMedia(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	change, err := readMediaChange(a)
	if err != nil {
		return nil, err
	}
	impact, err := a.ConfigLiveCurrent()
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	path, err := a.String("path")
	if err != nil {
		return nil, err
	}
	var view virt.DomainXMLFlags
	if a.Bool("config") {
		view = virt.DomainXMLInactive
	}
	doc, err := domainXML(ctx, dom, view)
	if err != nil {
		return nil, err
	}
	drive, err := change.apply(doc, path)
	if err != nil {
		return nil, err
	}
	if a.Bool("print-xml") {
		return format.XML(drive.XML), nil
	}
	flags := virt.DomainDeviceModifyFlags(impact)
	if a.Bool("force") {
		flags |= virt.DomainDeviceModifyForce
	}
	if err := dom.UpdateDeviceFlags(ctx, drive.XML, flags); err != nil {
		return nil, vsh.Wrapf(err, "Failed to complete action %s on media", change.action)
	}
	return &changedMedia{deviceDone(change.verb(), dom, drive, "")}, nil
}

// changedMedia is a drive whose media was changed.
type changedMedia struct{ *deviceChange }

// Text prints the confirmation, which --quiet does not drop here.
func (m *changedMedia) Text(p *format.Printer) error {
	p.Printf("Successfully %s media.", m.Verb)
	return nil
}

// mediaChange is what change-media does to a drive.
type mediaChange struct {
	action string // eject, insert or update
	source string // empty for eject
	block  bool
}

func readMediaChange(a *vsh.Args) (mediaChange, error) {
	for _, pair := range [...][2]string{{"eject", "insert"}, {"insert", "update"}, {"eject", "update"}, {"eject", "block"}} {
		if err := vsh.Exclusive(a, pair[0], pair[1]); err != nil {
			return mediaChange{}, err
		}
	}
	source, err := a.String("source")
	if err != nil {
		return mediaChange{}, err
	}
	c := mediaChange{action: "update", source: source, block: a.Bool("block")}
	switch {
	case a.Bool("insert"):
		c.action = "insert"
	case a.Bool("eject"), a.Bool("update") && source == "":
		c.action, c.source = "eject", ""
	}
	return c, nil
}

// verb returns the action's past participle.
func (c mediaChange) verb() string {
	switch c.action {
	case "insert":
		return "inserted"
	case "eject":
		return "ejected"
	}
	return "updated"
}

// apply returns the drive called path of the domain in doc, changed.
func (c mediaChange) apply(doc, path string) (xmledit.Device, error) {
	media, err := xmledit.FindMedia(doc, path)
	switch {
	case err != nil:
		return xmledit.Device{}, vsh.Wrapf(err, "Failed to get disk information")
	case media == nil:
		return xmledit.Device{}, vsh.Failf("No disk found whose source path or target is %s", path)
	case c.action == "eject":
		if !media.Eject() {
			return xmledit.Device{}, vsh.Failf("The disk device '%s' doesn't have media", path)
		}
	case c.source == "":
		return xmledit.Device{}, vsh.Failf("New disk media source was not specified")
	case c.action == "insert" && media.Loaded():
		return xmledit.Device{}, vsh.Failf("The disk device '%s' already has media", path)
	default:
		media.Insert(c.source, c.block)
	}
	return media.Device(), nil
}
