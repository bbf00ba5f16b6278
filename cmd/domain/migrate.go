package domain

import (
	"context"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func migrateSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "migrate", Help: "move a domain to another host",
		Description: "Move a domain to another host, which this program leads through it; with --p2p the source\n" +
			"does that, and with --direct the hypervisor. With --live it runs meanwhile. Ctrl-C\n" +
			"aborts, and the domain goes on where it was.",
		Examples: []string{"migrate web qemu+tcp://other/system --live --persistent --verbose"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			vsh.StringArg("desturi", "URI of the destination, as this program reaches it, or with --p2p the source", "uris"),
			vsh.BoolOpt("live", "let the domain run meanwhile"),
			vsh.BoolOpt("offline", "move the definition of a domain that does not run"),
			vsh.BoolOpt("p2p", "let the source connect to the destination by itself"),
			vsh.BoolOpt("direct", "let the hypervisor do all of it"),
			vsh.AliasOpt("tunneled", "tunnelled"),
			vsh.BoolOpt("tunnelled", "send the data over the connection of the daemons; takes --p2p"),
			vsh.BoolOpt("persistent", "define the domain on the destination"),
			vsh.BoolOpt("undefinesource", "undefine it on the source"),
			vsh.BoolOpt("suspend", "leave its CPUs stopped on the destination"),
			vsh.BoolOpt("copy-storage-all", "copy its disks, whole"),
			vsh.BoolOpt("copy-storage-inc", "copy what its disks have over images that both hosts have"),
			vsh.BoolOpt("copy-storage-synchronous-writes", "send what the guest writes before the write is done"),
			vsh.BoolOpt("change-protection", "let nobody change the domain meanwhile"),
			vsh.BoolOpt("unsafe", "move it even where its disks may suffer"),
			vsh.BoolOpt("verbose", "show the progress"),
			vsh.BoolOpt("compressed", "compress memory that is sent again"),
			vsh.BoolOpt("auto-converge", "slow the guest down until it comes to an end"),
			vsh.BoolOpt("rdma-pin-all", "pin all memory before a migration over RDMA"),
			vsh.BoolOpt("abort-on-error", "abort on errors of the disks too"),
			vsh.BoolOpt("postcopy", "allow post-copy, to which migrate-postcopy switches"),
			vsh.BoolOpt("postcopy-after-precopy", "switch to post-copy after one pass over the memory"),
			vsh.BoolOpt("postcopy-resume", "go on with a post-copy migration that broke off"),
			vsh.BoolOpt("zerocopy", "send memory without copying it on the source"),
			vsh.StringOpt("migrateuri", "where the data is sent (default: as the destination says)", "none").Loose(),
			vsh.StringOpt("graphicsuri", "where the viewers of the display go on", "none").Loose(),
			vsh.StringOpt("listen-address", "address at which the destination listens", "none").Loose(),
			vsh.StringOpt("dname", "name of the domain on the destination", "none").Loose(),
			vsh.IntOpt("timeout", "after how many seconds a live migration is forced to an end", "uint32").Loose(),
			vsh.BoolOpt("timeout-suspend", "force it by suspending the domain; the default"),
			vsh.BoolOpt("timeout-postcopy", "force it by switching to post-copy"),
			vsh.StringOpt("xml", "file with XML for the domain on the destination", "files").Loose(),
			vsh.StringOpt("migrate-disks", "targets of the disks to copy, with commas between", "domain-disks,").Loose(),
			vsh.IntOpt("disks-port", "port at which the destination takes the disks", "int32").Loose(),
			vsh.StringOpt("disks-uri", "where the disks are sent, in place of --disks-port", "none").Loose(),
			vsh.StringOpt("comp-methods", "ways to compress, such as mt or xbzrle, with commas between", "compression-methods,").Loose(),
			vsh.IntOpt("comp-mt-level", "level of the compression by threads", "int32").Loose(),
			vsh.IntOpt("comp-mt-threads", "how many threads compress", "int32").Loose(),
			vsh.IntOpt("comp-mt-dthreads", "how many threads decompress", "int32").Loose(),
			vsh.IntOpt("comp-xbzrle-cache", "bytes of the cache of the compression xbzrle", "uint64").Loose(),
			vsh.IntOpt("auto-converge-initial", "percentage by which --auto-converge begins to slow down", "int32").Loose(),
			vsh.IntOpt("auto-converge-increment", "percentage by which --auto-converge goes on", "int32").Loose(),
			vsh.StringOpt("persistent-xml", "file with XML for the definition on the destination", "files").Loose(),
			vsh.BoolOpt("tls", "encrypt the data"),
			vsh.IntOpt("postcopy-bandwidth", "how many MiB/s post-copy may send", "uint64").Loose(),
			vsh.BoolOpt("parallel", "send over several connections"),
			vsh.IntOpt("parallel-connections", "how many", "int32").Loose(),
			vsh.IntOpt("bandwidth", "how many MiB/s may be sent", "uint64").Loose(),
			vsh.StringOpt("tls-destination", "name in the certificate of the destination", "none").Loose(),
		},
		Run: runMigrate,
	}
}

func runMigrate(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if err := checkMigrate(a); err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	m := &migration{
		job:  job{session: s, dom: dom, label: "Migration", verbose: a.Bool("verbose")},
		args: a,
	}
	if err := m.setTimeout(); err != nil {
		return nil, err
	}
	if a.Bool("postcopy-after-precopy") {
		stop, err := m.postCopyAfterPreCopy(ctx)
		if err != nil {
			return nil, err
		}
		defer stop()
	}
	return m.migrate(ctx)
}

// checkMigrate refuses options that do not go together.
func checkMigrate(a *vsh.Args) error {
	for _, pair := range [][2]string{{"live", "offline"}, {"timeout-suspend", "timeout-postcopy"}} {
		if err := vsh.Exclusive(a, pair[0], pair[1]); err != nil {
			return err
		}
	}
	for _, pair := range [][2]string{
		{"postcopy-after-precopy", "postcopy"},
		{"postcopy-resume", "postcopy"},
		{"timeout-postcopy", "postcopy"},
		{"persistent-xml", "persistent"},
		{"tls-destination", "tls"},
	} {
		if err := vsh.Requires(a, pair[0], pair[1]); err != nil {
			return err
		}
	}
	return nil
}

// A migration is the job of one call of migrate.
type migration struct {
	job
	args *vsh.Args

	limit   time.Duration // after which overdue is called, once; 0 for never
	overdue func(context.Context)
}

// setTimeout sets what is done when the migration takes too long.
func (m *migration) setTimeout() error {
	seconds, err := m.args.Uint32("timeout")
	switch {
	case err != nil:
		return err
	case seconds > 0 && !m.args.Bool("live"):
		return vsh.Failf("migrate: Unexpected timeout for offline migration")
	case seconds == 0 && vsh.Count(m.args, "timeout-suspend", "timeout-postcopy") > 0:
		return vsh.Failf("migrate: Unexpected --timeout-* option without --timeout")
	}
	m.limit = time.Duration(seconds) * time.Second
	m.overdue = func(ctx context.Context) { m.try(ctx, "suspending domain", m.dom.Suspend) }
	if m.args.Bool("timeout-postcopy") {
		m.overdue = m.startPostCopy
	}
	return nil
}

// watchTimeout begins to wait for the time after which the migration is forced to
// an end. stop ends that.
func (m *migration) watchTimeout(ctx context.Context) (stop func()) {
	if m.limit == 0 {
		return func() {}
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	timer := time.AfterFunc(m.limit, func() {
		defer close(ended)
		m.overdue(ctx)
	})
	return func() {
		cancel()
		if !timer.Stop() {
			<-ended
		}
	}
}

// try does what the migration can also do without; its failure is for the log.
func (m *migration) try(ctx context.Context, what string, do func(context.Context) error) {
	m.session.Debugf(vsh.LevelDebug, "migration: %s", what)
	if err := do(ctx); err != nil {
		m.session.Debugf(vsh.LevelInfo, "migration: %s failed: %v", what, err)
	}
}

func (m *migration) startPostCopy(ctx context.Context) {
	m.try(ctx, "switching to post-copy", m.dom.MigrateStartPostCopy)
}

// postCopyAfterPreCopy switches to post-copy when the second pass over the memory
// begins. stop ends that.
func (m *migration) postCopyAfterPreCopy(ctx context.Context) (stop func(), err error) {
	conn, err := m.session.Conn(ctx)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	events, err := conn.MigrationIterationEvents(ctx)
	if err != nil {
		cancel()
		return nil, err
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for ev := range events {
			if ev.Domain.UUID() == m.dom.UUID() && ev.Iteration > 1 {
				m.startPostCopy(ctx)
				return
			}
		}
	}()
	return func() { cancel(); <-ended }, nil
}

var migrateFlags = vsh.FlagMap[virt.DomainMigrateFlags]{
	"live":                            virt.MigrateLive,
	"offline":                         virt.MigrateOffline,
	"p2p":                             virt.MigratePeer2peer,
	"tunnelled":                       virt.MigrateTunnelled,
	"persistent":                      virt.MigratePersistDest,
	"undefinesource":                  virt.MigrateUndefineSource,
	"suspend":                         virt.MigratePaused,
	"copy-storage-all":                virt.MigrateNonSharedDisk,
	"copy-storage-inc":                virt.MigrateNonSharedInc,
	"copy-storage-synchronous-writes": virt.MigrateNonSharedSynchronousWrites,
	"change-protection":               virt.MigrateChangeProtection,
	"unsafe":                          virt.MigrateUnsafe,
	"compressed":                      virt.MigrateCompressed,
	"auto-converge":                   virt.MigrateAutoConverge,
	"rdma-pin-all":                    virt.MigrateRDMAPinAll,
	"abort-on-error":                  virt.MigrateAbortOnError,
	"postcopy":                        virt.MigratePostcopy,
	"postcopy-resume":                 virt.MigratePostcopyResume,
	"zerocopy":                        virt.MigrateZerocopy,
	"tls":                             virt.MigrateTLS,
	"parallel":                        virt.MigrateParallel,
}

// migrate moves the domain.
func (m *migration) migrate(ctx context.Context) (format.Result, error) {
	var dconn *libvirt.Conn
	unmanaged := vsh.Count(m.args, "p2p", "direct") > 0
	dest, err := m.args.String("desturi")
	if err != nil {
		return nil, err
	}
	if !unmanaged {
		if dconn, err = m.session.OpenOther(ctx, dest); err != nil {
			return nil, err
		}
		defer dconn.Close(context.WithoutCancel(ctx)) // all that was to be done on it is done
	}
	params, err := migrateParams(m.session, m.args)
	if err != nil {
		return nil, err
	}
	flags := migrateFlags.Of(m.args)
	if flags&virt.MigrateNonSharedSynchronousWrites != 0 && flags&(virt.MigrateNonSharedDisk|virt.MigrateNonSharedInc) == 0 {
		return nil, vsh.Failf("'--copy-storage-synchronous-writes' requires one of '--copy-storage-all', 'copy-storage-inc'")
	}
	moved := format.Ref{Kind: ref(m.dom).Kind, Name: m.dom.Name(), UUID: ref(m.dom).UUID}
	if dname := m.args.Raw("dname"); dname != "" {
		moved.Name = dname
	}
	defer m.watchTimeout(ctx)()
	// The end of ctx is the library's business: it aborts what has begun, on both
	// hosts.
	err = m.run(context.WithoutCancel(ctx), func(context.Context) error {
		if unmanaged {
			return m.dom.MigrateToURI(ctx, dest, params, flags)
		}
		dom, err := m.dom.MigrateParams(ctx, dconn, params, flags)
		if err == nil {
			moved = ref(dom)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return migrated{format.Done("migrated", moved, ""), dest}, nil
}

// migrated is a domain on its new host.
type migrated struct {
	format.Action
	Destination string `json:"destinationUri"`
}
