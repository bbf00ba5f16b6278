package test

import (
	"sync"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/model/dom"
	"github.com/virgo-vm/virgo/lib/virt"
)

// host is the state that the sessions share. All of it is guarded by mu; what
// leaves a handler is a copy.
type host struct {
	options model.Options
	events  driver.Feed[any] // published to under mu, so that events are in order

	machine model.Machine // never changes, like cells
	cells   []cell

	mu       sync.Mutex
	domains  []*domain // in the order in which they were made
	networks []*network
	pools    []*pool
	ifaces   []*iface
	devices  []*model.NodeDevice // their definitions are replaced, never changed
	change   *ifaceChange        // the transaction about ifaces, nil for none
	lastID   int32               // of a running domain
	callback int32               // the last callback id of an event registration
}

// emptyHost makes a host that has a machine and no objects.
func emptyHost(o model.Options) *host {
	if o.Arch == "" {
		o.Arch = nodeArch
	}
	o.Extra = func(x *dom.Node) error {
		_, err := model.DomainStateOf(x)
		return err
	}
	return &host{options: o, machine: defaultMachine()}
}

// newHost makes the host of test:///default.
func newHost(o model.Options) (*host, error) {
	h := emptyHost(o)
	h.cells = defaultCells()
	def, err := model.ParseDomain(defaultDomain, h.options)
	if err != nil {
		return nil, err
	}
	def.NameInterfaces(interfacePrefix)
	d := newDomain(def)
	d.persistent = true
	h.domains = append(h.domains, d)
	h.start(d, virt.DomainRunningUnknown, virt.DomainEventStartedBooted) // nobody saw it
	net, err := model.ParseNetwork(defaultNetwork, h.options)
	if err != nil {
		return nil, err
	}
	h.networks = append(h.networks, &network{def: net, active: true, persistent: true})
	p, err := model.ParsePool(defaultPool, h.options)
	if err != nil {
		return nil, err
	}
	h.pools = append(h.pools, newPool(p, true, true))
	i, err := model.ParseHostInterface(defaultInterface, h.options)
	if err != nil {
		return nil, err
	}
	h.ifaces = append(h.ifaces, &iface{def: i, active: true})
	for _, xml := range defaultDevices() {
		d, err := model.ParseNodeDevice(xml, h.options)
		if err != nil {
			return nil, err
		}
		h.devices = append(h.devices, d)
	}
	return h, nil
}

// session is one connection to a host.
type session struct {
	*host
	uri string
}

// mux registers everything that the driver answers.
func (s *session) mux() *driver.Mux {
	m := driver.NewMux()
	s.handleConnect(m)
	s.handleNode(m)
	s.handleNodeCPUs(m)
	s.handleDomainLists(m)
	s.handleDomainLifecycle(m)
	s.handleDomainDefinitions(m)
	s.handleDomainSave(m)
	s.handleDomainManagedSave(m)
	s.handleDomainDump(m)
	s.handleSnapshots(m)
	s.handleSnapshotLists(m)
	s.handleCheckpoints(m)
	s.handleDomainMetadata(m)
	s.handleDomainInfo(m)
	s.handleDomainCPUs(m)
	s.handleDomainPins(m)
	s.handleDomainTuning(m)
	s.handleDomainLimits(m)
	s.handleDomainBlockIO(m)
	s.handleDomainBandwidth(m)
	s.handleDomainIOTune(m)
	s.handleDomainIOThreads(m)
	s.handleDomainGuest(m)
	s.handleDomainFilesystems(m)
	s.handleDomainCounters(m)
	s.handleDomainPerf(m)
	s.handleDomainChanges(m)
	s.handleDomainSecurity(m)
	s.handleScreenshot(m)
	s.handleDomainStats(m)
	s.handleNetworks(m)
	s.handleNetworkLifecycle(m)
	s.handlePools(m)
	s.handlePoolLifecycle(m)
	s.handlePoolSources(m)
	s.handleVolumes(m)
	s.handleInterfaces(m)
	s.handleInterfaceLifecycle(m)
	s.handleNodeDevices(m)
	s.handleNodeDeviceCreation(m)
	s.handleEvents(m)
	return m
}
