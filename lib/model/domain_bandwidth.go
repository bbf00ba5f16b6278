package model

// Bandwidth is the limits of one direction of an interface's traffic. 0 is none.
type Bandwidth struct {
	Average uint64 // KiB in a second
	Peak    uint64 // KiB in a second, for a while
	Burst   uint64 // KiB that may go out at the peak
	Floor   uint64 // KiB in a second that are guaranteed
}

// Bandwidth returns the limits of what the i-th interface gets and of what it
// sends.
func (d *Domain) Bandwidth(i int) (in, out Bandwidth) {
	n := d.n.child("devices").children("interface")[i].child("bandwidth")
	return bandwidthOf(n.child("inbound")), bandwidthOf(n.child("outbound"))
}

func bandwidthOf(n *node) Bandwidth {
	return Bandwidth{n.num("average"), n.num("peak"), n.num("burst"), n.num("floor")}
}

// SetBandwidth sets the limits of what the i-th interface gets and of what it
// sends. Without an average and a floor there are none.
func (d *Domain) SetBandwidth(i int, in, out Bandwidth) {
	iface := d.n.child("devices").children("interface")[i]
	if old := iface.child("bandwidth"); old != nil {
		iface.remove(old)
	}
	n := iface.add("bandwidth")
	for name, b := range map[string]Bandwidth{"inbound": in, "outbound": out} {
		if b.Average == 0 && b.Floor == 0 {
			continue
		}
		limits := n.add(name)
		for name, v := range map[string]uint64{"average": b.Average, "peak": b.Peak, "burst": b.Burst, "floor": b.Floor} {
			if v != 0 {
				limits.set(name, utoa(v))
			}
		}
	}
}
