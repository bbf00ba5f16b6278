//go:build unix

package integration

import (
	"flag"
	"testing"

	"github.com/virgo-vm/virgo/tests/testhost"
)

var storage = flag.Bool("storage", false, "run the tests of storage that takes servers and tools beyond CI's")

// storagePreScript gives a private host its own copies of what the storage
// servers and tools keep outside libvirt's directories.
const storagePreScript = `
for dir in /run/lvm /run/gluster /run/tgtd /var/lib/glusterd /var/log/glusterfs /var/log/gluster; do
	mkdir -p $dir
	mount -t tmpfs own $dir
done
cp -a /etc/lvm /run/lvm/etc
mount --bind /run/lvm/etc /etc/lvm
`

// TestStorage runs the scripts in testdata/storage: pools on a partition table, a
// volume group, a target of iSCSI, and a file system of gluster's.
func TestStorage(t *testing.T) {
	testhost.OnDemand(t, *storage, "-storage")
	testhost.NeedQEMU(t)
	testhost.NeedVirsh(t)
	testhost.NeedTools(t, "losetup", "parted", "vgcreate", "tgtd", "tgtadm", "glusterd", "gluster", "mount.glusterfs")
	lives(t, "testdata/storage/*.txtar", testhost.Options{PreScript: storagePreScript})
}
