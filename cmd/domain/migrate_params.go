package domain

import (
	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/virt"
)

// migrateParams returns the parameters that the options of migrate ask for. Of
// several that are wrong the error is the one that virsh finds first.
func migrateParams(s *vsh.Session, a *vsh.Args) ([]virt.TypedParam, error) {
	p := migrateParamList{session: s, args: a}
	for _, o := range []struct {
		opt, param string
		add        func(opt, param string) error
	}{
		{"migrateuri", virt.MigrateParamURI, p.text},
		{"graphicsuri", virt.MigrateParamGraphicsURI, p.text},
		{"listen-address", virt.MigrateParamListenAddress, p.text},
		{"disks-port", virt.MigrateParamDisksPort, p.number},
		{"disks-uri", virt.MigrateParamDisksURI, p.text},
		{"dname", virt.MigrateParamDestName, p.text},
		{"migrate-disks", virt.MigrateParamMigrateDisks, p.list},
		{"comp-methods", virt.MigrateParamCompression, p.list},
		{"comp-mt-level", virt.MigrateParamCompressionMTLevel, p.number},
		{"comp-mt-threads", virt.MigrateParamCompressionMTThreads, p.number},
		{"comp-mt-dthreads", virt.MigrateParamCompressionMTDthreads, p.number},
		{"comp-xbzrle-cache", virt.MigrateParamCompressionXbzrleCache, p.size},
		{"xml", virt.MigrateParamDestXML, p.file},
		{"persistent-xml", virt.MigrateParamPersistXML, p.file},
		{"auto-converge-initial", virt.MigrateParamAutoConvergeInitial, p.number},
		{"auto-converge-increment", virt.MigrateParamAutoConvergeIncrement, p.number},
		{"postcopy-bandwidth", virt.MigrateParamBandwidthPostcopy, p.size},
		{"parallel-connections", virt.MigrateParamParallelConnections, p.number},
		{"bandwidth", virt.MigrateParamBandwidth, p.size},
		{"tls-destination", virt.MigrateParamTLSDestination, p.text},
	} {
		if !a.Has(o.opt) {
			continue
		}
		if err := o.add(o.opt, o.param); err != nil {
			return nil, err
		}
	}
	return p.params, nil
}

// migrateParamList is the parameters of a migration while they are gathered. Its
// methods add the value of an option, each as the type that the host wants.
type migrateParamList struct {
	session *vsh.Session
	args    *vsh.Args
	params  []virt.TypedParam
}

func (l *migrateParamList) add(param string, value virt.TypedValue) {
	l.params = append(l.params, virt.TypedParam{Name: param, Value: value})
}

func (l *migrateParamList) text(opt, param string) error {
	text, err := l.args.String(opt)
	if err == nil {
		l.add(param, virt.StringValue(text))
	}
	return err
}

// list adds a parameter for each word of a list.
func (l *migrateParamList) list(opt, param string) error {
	text, err := l.args.String(opt)
	if err != nil {
		return err
	}
	for _, word := range vsh.SplitList(text) {
		l.add(param, virt.StringValue(word))
	}
	return nil
}

// file adds the text of a file of XML.
func (l *migrateParamList) file(opt, param string) error {
	name, err := l.args.String(opt)
	if err != nil {
		return err
	}
	text, err := l.session.ReadXMLFile(name)
	if err != nil {
		return vsh.Wrapf(err, "cannot read file '%s'", name)
	}
	l.add(param, virt.StringValue(text))
	return nil
}

func (l *migrateParamList) number(opt, param string) error {
	n, err := l.args.Int32(opt)
	if err == nil {
		l.add(param, virt.IntValue(n))
	}
	return err
}

func (l *migrateParamList) size(opt, param string) error {
	n, err := l.args.Uint64(opt)
	if err == nil {
		l.add(param, virt.UllongValue(n))
	}
	return err
}
