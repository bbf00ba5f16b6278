// Package libvirt is the library for Go programs: hosts, domains, networks,
// storage pools and volumes, and their events, over any driver.
//
//	conn, err := libvirt.Open(ctx, "qemu:///system")
//	if err != nil {
//		return err
//	}
//	defer conn.Close(context.WithoutCancel(ctx))
//	doms, err := conn.ListAllDomains(ctx, virt.ConnectListDomainsActive)
//
// A [Conn] is a session with one host. [Domain], [Network], [StoragePool] and
// [StorageVol] are handles: the name and UUID (or key) of an object as last
// seen, good for as long as the session lives. Making one costs nothing and
// there is nothing to free. All are safe for concurrent use.
//
// Names are those of libvirt's C API without "vir", "Get" and the object's
// name: virDomainGetXMLDesc is [Domain.XMLDesc], and the documentation of the
// one holds for the other. A method that waits for the host takes a context
// first; its end ends the wait, not what the host was asked to do. Flags have
// the types of package virt; unknown ones are refused by the host.
//
// Errors of a host and of its driver are *[virt.Error], as they came:
// errors.Is(err, virt.ErrNoDomain) tells them apart. Methods make no more calls
// than their documentation says, and calls that need no answer of one another
// are in flight together.
package libvirt
