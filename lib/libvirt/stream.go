package libvirt

import "github.com/virgo-vm/virgo/lib/driver"

// Stream is the data of a console, a channel, an upload or a download, in one or
// both directions.
type Stream = driver.Stream
