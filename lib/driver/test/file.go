package test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/model/dom"
	"github.com/virgo-vm/virgo/lib/virt"
)

// A description is a file with a host: its machine, its objects, and who may use
// it. An element of it may be in a file of its own, which its attribute file names.
type description struct {
	*host
	path string
	read func(path string) (*dom.Node, error) // reads a file for as long as the client waits
}

// fileHost makes the host that a file describes, for a client that the description
// lets in.
func fileHost(ctx context.Context, path string, auth driver.Authenticator) (*host, error) {
	read := func(path string) (*dom.Node, error) { return readFile(ctx, path) }
	root, err := read(path)
	if err != nil {
		return nil, err
	}
	if root.Name != "node" {
		return nil, wrongRoot("node", root)
	}
	if root.Space != "" { // an element of that name, but nobody's
		root = &dom.Node{Name: root.Name}
	}
	d := &description{host: emptyHost(model.Options{}), path: path, read: read}
	d.options.Lines = true
	if err := d.machine.Describe(root); err != nil {
		return nil, err
	}
	for _, k := range []struct {
		name string
		load func(*dom.Node) error
	}{
		{"domain", d.loadDomain},
		{"network", d.loadNetwork},
		{"interface", d.loadInterface},
		{"pool", d.loadPool},
		{"device", d.loadDevice},
	} {
		if err := d.each(root, k.name, k.load); err != nil {
			return nil, err
		}
	}
	d.options.Lines = false
	users, err := usersOf(root)
	if err != nil {
		return nil, err
	}
	if err := users.admit(ctx, auth); err != nil {
		return nil, err
	}
	return d.host, nil
}

// readFile reads a file as far as a document may be long. A pipe that nobody
// writes to is empty, and the end of ctx ends the wait for one that somebody has
// open.
func readFile(ctx context.Context, path string) (*dom.Node, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, virt.Errorf(virt.FromXML, virt.ErrXMLError, "failed to parse xml document '%s'", path)
	}
	defer f.Close()
	stop := context.AfterFunc(ctx, func() { _ = f.SetReadDeadline(time.Now()) }) // regular files have none, and do not wait
	defer stop()
	contents, err := io.ReadAll(io.LimitReader(f, dom.MaxSize+1))
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		contents = nil // a directory, say: a document without anything in it
	}
	return model.ParseFile(path, contents)
}

func wrongRoot(want string, root *dom.Node) error {
	return virt.Errorf(virt.FromXML, virt.ErrXMLError, "expecting root element of '%s', not '%s'", want, root.Name)
}

// each loads the elements of that name in x.
func (d *description) each(x *dom.Node, name string, load func(*dom.Node) error) error {
	for _, k := range x.Kids {
		if !k.Is(name) {
			continue
		}
		k, err := d.include(k)
		if err == nil {
			err = load(k)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// include returns the root of the file that an element names, relative to the
// place of the description, or the element itself where it names none.
func (d *description) include(x *dom.Node) (*dom.Node, error) {
	file, ok := x.Attr("file")
	if !ok {
		return x, nil
	}
	if !filepath.IsAbs(file) {
		file = filepath.Dir(d.path) + "/" + file // not cleaned: errors show it
	}
	root, err := d.read(file)
	if err == nil && root.Name != x.Name {
		err = wrongRoot(x.Name, root)
	}
	return root, err
}

func (d *description) loadDomain(x *dom.Node) error {
	def, err := model.DomainFrom(x, d.options)
	if err != nil {
		return err
	}
	state, err := model.DomainStateOf(x)
	if err != nil {
		return err
	}
	def.NameInterfaces(interfacePrefix)
	v, err := d.assign(def)
	switch {
	case err != nil:
		return err
	case v == nil:
		v = newDomain(def)
		d.domains = append(d.domains, v)
	default:
		v.def, v.id = def, -1
	}
	if err := d.loadSnapshots(v, state.Snapshots); err != nil {
		return err
	}
	v.persistent, v.saved = !state.Transient, state.Saved
	if state.State != virt.DomainShutoff {
		d.start(v, virt.DomainRunningUnknown, virt.DomainEventStartedBooted)
	}
	v.setState(state.State, 0) // of an unknown reason
	return nil
}

func (d *description) loadNetwork(x *dom.Node) error {
	def, err := model.NetworkFrom(x, d.options)
	if err != nil {
		return err
	}
	n, err := d.assignNetwork(def)
	if err == nil && n == nil {
		d.networks = append(d.networks, &network{def: def, active: true, persistent: true})
	}
	return err
}

func (d *description) loadInterface(x *dom.Node) error {
	def, err := model.HostInterfaceFrom(x, d.options)
	if err != nil {
		return err
	}
	if i, err := d.ifaceByName(def.Name()); err == nil {
		i.def = def
		return nil
	}
	d.ifaces = append(d.ifaces, &iface{def: def, active: true})
	return nil
}

func (d *description) loadPool(x *dom.Node) error {
	def, err := model.PoolFrom(x, d.options)
	if err != nil {
		return err
	}
	p, err := d.assignPool(def)
	if err != nil {
		return err
	}
	if p == nil {
		p = newPool(def, true, true)
		d.pools = append(d.pools, p)
	}
	return d.each(x, "volume", func(v *dom.Node) error { return loadVolume(p, v, d.options) })
}

// loadVolume adds a volume, which may be anywhere, whatever the size of its pool.
func loadVolume(p *pool, x *dom.Node, o model.Options) error {
	v, err := model.VolumeFrom(x, p.def.Type(), o)
	if err != nil {
		return err
	}
	path, key := v.Path(), v.Key()
	if path == "" {
		path = p.volumePath(v.Name())
	}
	if key == "" {
		key = path
	}
	same := func(o *model.Volume) bool { return o.Name() == v.Name() || o.Path() == path || o.Key() == key }
	if slices.ContainsFunc(p.volumes, same) {
		return errUnknown()
	}
	v.Place(path, key)
	p.volumes = append(p.volumes, v)
	return nil
}

func (d *description) loadDevice(x *dom.Node) error {
	def, err := model.NodeDeviceFrom(x, d.options)
	if err != nil {
		return err
	}
	d.putNodeDevice(def)
	return nil
}

// users are who may use a host; none for everybody.
type users []user

type user struct {
	name     string
	password string // empty for none
}

// usersOf reads who may use a host.
func usersOf(root *dom.Node) (users, error) {
	var us users
	for _, auth := range root.Kids {
		if !auth.Is("auth") {
			continue
		}
		for _, k := range auth.Kids {
			if !k.Is("user") {
				continue
			}
			u := user{name: k.Text()}
			if u.name == "" {
				return nil, errorf(virt.ErrXMLError, "missing username in /node/auth/user field")
			}
			u.password, _ = k.Attr("password")
			us = append(us, u)
		}
	}
	return us, nil
}

// admit finds out whether a client may use the host. Whoever names himself wrongly
// is asked for a password all the same, so as not to learn which names there are.
func (us users) admit(ctx context.Context, auth driver.Authenticator) error {
	if len(us) == 0 {
		return nil
	}
	refused := errorf(virt.ErrAuthFailed, "authentication failed, see test XML for the correct username/password")
	if auth == nil {
		return refused
	}
	name, err := ask(ctx, auth, virt.CredAuthname, "Enter username for localhost")
	if err != nil {
		return err
	}
	i := slices.IndexFunc(us, func(u user) bool { return u.name == name })
	if i >= 0 && us[i].password == "" {
		return nil
	}
	password, err := ask(ctx, auth, virt.CredPassphrase, "Enter "+name+"'s password for localhost")
	if err != nil {
		return err
	}
	if i < 0 || us[i].password != password {
		return refused
	}
	return nil
}

func ask(ctx context.Context, auth driver.Authenticator, typ virt.ConnectCredentialType, prompt string) (string, error) {
	answers, err := auth(ctx, []driver.Credential{{Type: typ, Prompt: prompt}})
	if err != nil || len(answers) == 0 {
		return "", err
	}
	return answers[0], nil
}
