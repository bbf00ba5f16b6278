package libvirt_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"

	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// The host test:///default is made up and inside the program: it needs no
// daemon, and what is done to it is gone with the last session.
func ExampleOpen() {
	ctx := context.Background()
	conn, err := libvirt.Open(ctx, "test:///default", libvirt.ReadOnly())
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close(ctx)

	node, err := conn.NodeInfo(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s, %d CPUs, %d MiB\n", node.Model, node.CPUs, node.Memory>>10)
	// Output: i686, 16 CPUs, 3072 MiB
}

func ExampleConn_ListAllDomains() {
	ctx := context.Background()
	conn, err := libvirt.Open(ctx, "test:///default")
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close(ctx)

	doms, err := conn.ListAllDomains(ctx, virt.ConnectListDomainsActive)
	if err != nil {
		log.Fatal(err)
	}
	for _, d := range doms {
		info, err := d.Info(ctx)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(d.ID(), d.Name(), d.UUID(), info.State, info.Vcpus)
	}
	// Output: 1 test 6695eb01-f6a4-8304-79aa-97f2502e193f running 2
}

// DomainRows lists domains with their states, however many, in one round trip.
func ExampleConn_DomainRows() {
	ctx := context.Background()
	conn, err := libvirt.Open(ctx, "test:///default")
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close(ctx)

	rows, err := conn.DomainRows(ctx, 0, libvirt.ColumnState|libvirt.ColumnPersistent)
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range rows {
		fmt.Println(r.Name(), r.State, r.Persistent)
	}
	// Output: test running true
}

// A domain is edited by its XML: get it, change it, define it again.
func ExampleConn_DefineDomainXML() {
	ctx := context.Background()
	conn, err := libvirt.Open(ctx, "test:///default")
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close(ctx)

	dom, err := conn.LookupDomainByName(ctx, "test")
	if err != nil {
		log.Fatal(err)
	}
	xml, err := dom.XMLDesc(ctx, virt.DomainXMLInactive)
	if err != nil {
		log.Fatal(err)
	}
	xml = strings.Replace(xml, "2</vcpu>", "4</vcpu>", 1)
	if dom, err = conn.DefineDomainXML(ctx, xml); err != nil {
		log.Fatal(err)
	}
	n, err := dom.VcpusFlags(ctx, virt.DomainVcpuConfig)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(dom.Name(), "gets", n, "CPUs at its next start")
	// Output: test gets 4 CPUs at its next start
}

func ExampleConn_DomainEvents() {
	ctx, cancel := context.WithCancel(context.Background())
	conn, err := libvirt.Open(ctx, "test:///default")
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(ctx))

	events, err := conn.DomainEvents(ctx)
	if err != nil {
		log.Fatal(err)
	}
	dom, err := conn.LookupDomainByName(ctx, "test")
	if err != nil {
		log.Fatal(err)
	}
	for _, do := range []func(context.Context) error{dom.Suspend, dom.Resume} {
		if err := do(ctx); err != nil {
			log.Fatal(err)
		}
		ev := <-events
		fmt.Println(ev.Domain.Name(), ev.Type)
	}
	cancel() // the channel is closed
	for ev := range events {
		fmt.Println("another event:", ev.Type)
	}
	// Output:
	// test suspended
	// test resumed
}

// Errors are the host's, with all that they say.
func ExampleConn_LookupDomainByName() {
	ctx := context.Background()
	conn, err := libvirt.Open(ctx, "test:///default", libvirt.ErrorFunc(func(*virt.Error) {}))
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close(ctx)

	_, err = conn.LookupDomainByName(ctx, "nobody")
	var e *virt.Error
	if errors.Is(err, virt.ErrNoDomain) && errors.As(err, &e) {
		fmt.Println(e.Domain, "says:", e)
	}
	// Output: test says: Domain not found
}

// A guest's disk is looked at from outside: here at its boot sector. The host
// that is in the program has no disks to look at.
func ExampleDomain_BlockPeek() {
	ctx := context.Background()
	conn, err := libvirt.Open(ctx, "test:///default", libvirt.ErrorFunc(func(*virt.Error) {}))
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close(ctx)

	dom, err := conn.LookupDomainByName(ctx, "test")
	if err != nil {
		log.Fatal(err)
	}
	sector := make([]byte, 512)
	switch err := dom.BlockPeek(ctx, "vda", 0, sector); {
	case errors.Is(err, virt.ErrNoSupport):
		fmt.Println("this host cannot do that")
	case err != nil:
		log.Fatal(err)
	default:
		fmt.Printf("it ends in % x\n", sector[510:])
	}
	// Output: this host cannot do that
}

// A domain moves to another host while it runs. Both sessions are the program's;
// cancelling ctx would leave the domain where it is.
func ExampleDomain_Migrate() {
	ctx := context.Background()
	quiet := libvirt.ErrorFunc(func(*virt.Error) {})
	source, err := libvirt.Open(ctx, "test:///default", quiet)
	if err != nil {
		log.Fatal(err)
	}
	defer source.Close(ctx)
	destination, err := libvirt.Open(ctx, "test:///default", quiet)
	if err != nil {
		log.Fatal(err)
	}
	defer destination.Close(ctx)

	dom, err := source.LookupDomainByName(ctx, "test")
	if err != nil {
		log.Fatal(err)
	}
	moved, err := dom.Migrate(ctx, destination, virt.MigrateLive|virt.MigratePersistDest, "", "", 0)
	if errors.Is(err, virt.ErrNoSupport) {
		fmt.Println("these hosts cannot do that")
		return
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(moved.Name(), "runs there")
	// Output: these hosts cannot do that
}
