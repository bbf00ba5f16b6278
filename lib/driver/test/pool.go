package test

import (
	"context"
	"slices"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// poolCapacity is the size of every pool in bytes.
const poolCapacity = 100 << 30

// pool is one storage pool of the host. Its volumes stay while it is stopped.
type pool struct {
	def        *model.Pool
	active     bool
	persistent bool
	autostart  bool
	volumes    []*model.Volume
}

func newPool(def *model.Pool, active, persistent bool) *pool {
	return &pool{def: def, active: active, persistent: persistent}
}

func (p *pool) ref() protocol.StoragePool {
	return protocol.StoragePool{Name: p.def.Name(), UUID: p.def.UUID()}
}

// allocated returns the bytes that the volumes take.
func (p *pool) allocated() uint64 {
	var sum uint64
	for _, v := range p.volumes {
		sum += v.Allocation()
	}
	return sum
}

func (h *host) findPool(match func(*pool) bool) *pool {
	if i := slices.IndexFunc(h.pools, match); i >= 0 {
		return h.pools[i]
	}
	return nil
}

func (h *host) poolByName(name string) *pool {
	return h.findPool(func(p *pool) bool { return p.def.Name() == name })
}

func (h *host) poolByUUID(u virt.UUID) *pool {
	return h.findPool(func(p *pool) bool { return p.def.UUID() == u })
}

// pool finds the pool that a client means. Its name is what counts.
func (h *host) pool(ref protocol.StoragePool) (*pool, error) {
	return h.poolNamed(ref.Name)
}

func (h *host) poolNamed(name string) (*pool, error) {
	if p := h.poolByName(name); p != nil {
		return p, nil
	}
	return nil, errorf(virt.ErrNoStoragePool, "no storage pool with matching name '%s'", name)
}

// poolWithUUID finds the pool that a client asks about by its UUID.
func (h *host) poolWithUUID(u virt.UUID) (*pool, error) {
	if p := h.poolByUUID(u); p != nil {
		return p, nil
	}
	return nil, errorf(virt.ErrNoStoragePool, "no storage pool with matching uuid '%s'", u)
}

// activePool finds a pool that must be active.
func (h *host) activePool(name string) (*pool, error) {
	p, err := h.poolNamed(name)
	if err == nil && !p.active {
		err = errorf(virt.ErrOperationInvalid, "storage pool '%s' is not active", name)
	}
	return p, err
}

// inactivePool finds a pool that must not be active.
func (h *host) inactivePool(name string) (*pool, error) {
	p, err := h.poolNamed(name)
	if err == nil && p.active {
		err = errorf(virt.ErrOperationInvalid, "storage pool '%s' is active", name)
	}
	return p, err
}

func (h *host) removePool(p *pool) {
	h.pools = slices.DeleteFunc(h.pools, func(x *pool) bool { return x == p })
}

func poolFilters() [][]filter[pool] {
	active := func(p *pool) bool { return p.active }
	persistent := func(p *pool) bool { return p.persistent }
	autostart := func(p *pool) bool { return p.autostart }
	not := func(f func(*pool) bool) func(*pool) bool { return func(p *pool) bool { return !f(p) } }
	typ := func(t string) func(*pool) bool { return func(p *pool) bool { return p.def.Type() == t } }
	return [][]filter[pool]{
		{{uint32(virt.ConnectListStoragePoolsActive), active}, {uint32(virt.ConnectListStoragePoolsInactive), not(active)}},
		{{uint32(virt.ConnectListStoragePoolsPersistent), persistent}, {uint32(virt.ConnectListStoragePoolsTransient), not(persistent)}},
		{{uint32(virt.ConnectListStoragePoolsAutostart), autostart}, {uint32(virt.ConnectListStoragePoolsNoAutostart), not(autostart)}},
		{
			{uint32(virt.ConnectListStoragePoolsDir), typ("dir")}, {uint32(virt.ConnectListStoragePoolsFS), typ("fs")},
			{uint32(virt.ConnectListStoragePoolsNetFS), typ("netfs")}, {uint32(virt.ConnectListStoragePoolsLogical), typ("logical")},
			{uint32(virt.ConnectListStoragePoolsDisk), typ("disk")}, {uint32(virt.ConnectListStoragePoolsISCSI), typ("iscsi")},
			{uint32(virt.ConnectListStoragePoolsSCSI), typ("scsi")}, {uint32(virt.ConnectListStoragePoolsMpath), typ("mpath")},
			{uint32(virt.ConnectListStoragePoolsRBD), typ("rbd")}, {uint32(virt.ConnectListStoragePoolsSheepdog), typ("sheepdog")},
			{uint32(virt.ConnectListStoragePoolsGluster), typ("gluster")}, {uint32(virt.ConnectListStoragePoolsZFS), typ("zfs")},
			{uint32(virt.ConnectListStoragePoolsVstorage), typ("vstorage")}, {uint32(virt.ConnectListStoragePoolsISCSIDirect), typ("iscsi-direct")},
		},
	}
}

func (s *session) handlePools(m *driver.Mux) {
	driver.Handle(m, &protocol.ConnectListAllStoragePools, s.connectListAllStoragePools)
	driver.Handle(m, &protocol.ConnectNumOfStoragePools, s.connectNumOfStoragePools)
	driver.Handle(m, &protocol.ConnectListStoragePools, s.connectListStoragePools)
	driver.Handle(m, &protocol.ConnectNumOfDefinedStoragePools, s.connectNumOfDefinedStoragePools)
	driver.Handle(m, &protocol.ConnectListDefinedStoragePools, s.connectListDefinedStoragePools)
	driver.Handle(m, &protocol.StoragePoolLookupByUUID, s.storagePoolLookupByUUID)
	driver.Handle(m, &protocol.StoragePoolLookupByName, s.storagePoolLookupByName)
	driver.Handle(m, &protocol.StoragePoolGetInfo, s.storagePoolGetInfo)
	driver.Handle(m, &protocol.StoragePoolGetXMLDesc, s.storagePoolGetXMLDesc)
	driver.Handle(m, &protocol.StoragePoolGetAutostart, s.storagePoolGetAutostart)
	driver.Handle(m, &protocol.StoragePoolSetAutostart, s.storagePoolSetAutostart)
	driver.Handle(m, &protocol.StoragePoolIsActive, s.storagePoolIsActive)
	driver.Handle(m, &protocol.StoragePoolIsPersistent, s.storagePoolIsPersistent)
}

func (s *session) connectListAllStoragePools(_ context.Context, a *protocol.ConnectListAllStoragePoolsArgs) (*protocol.ConnectListAllStoragePoolsReply, error) {
	groups := poolFilters()
	if err := checkFlags(a.Flags, known(groups), "testConnectListAllStoragePools"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	list := pick(s.pools, a.Flags, groups)
	r := &protocol.ConnectListAllStoragePoolsReply{Ret: uint32(len(list))}
	for _, p := range list {
		if a.NeedResults != 0 {
			r.Pools = append(r.Pools, p.ref())
		}
	}
	return r, nil
}

// poolNames returns the names of the pools that are active, or of those that
// are not.
func (h *host) poolNames(active bool) []string {
	var names []string
	for _, p := range h.pools {
		if p.active == active {
			names = append(names, p.def.Name())
		}
	}
	return names
}

func (s *session) connectNumOfStoragePools(context.Context) (*protocol.ConnectNumOfStoragePoolsReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &protocol.ConnectNumOfStoragePoolsReply{Num: int32(len(s.poolNames(true)))}, nil
}

func (s *session) connectListStoragePools(_ context.Context, a *protocol.ConnectListStoragePoolsArgs) (*protocol.ConnectListStoragePoolsReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &protocol.ConnectListStoragePoolsReply{Names: firstN(s.poolNames(true), a.MaxNames)}, nil
}

func (s *session) connectNumOfDefinedStoragePools(context.Context) (*protocol.ConnectNumOfDefinedStoragePoolsReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &protocol.ConnectNumOfDefinedStoragePoolsReply{Num: int32(len(s.poolNames(false)))}, nil
}

func (s *session) connectListDefinedStoragePools(_ context.Context, a *protocol.ConnectListDefinedStoragePoolsArgs) (*protocol.ConnectListDefinedStoragePoolsReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &protocol.ConnectListDefinedStoragePoolsReply{Names: firstN(s.poolNames(false), a.MaxNames)}, nil
}

func (s *session) storagePoolLookupByUUID(_ context.Context, a *protocol.StoragePoolLookupByUUIDArgs) (*protocol.StoragePoolLookupByUUIDReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.poolWithUUID(a.UUID)
	if err != nil {
		return nil, err
	}
	return &protocol.StoragePoolLookupByUUIDReply{Pool: p.ref()}, nil
}

func (s *session) storagePoolLookupByName(_ context.Context, a *protocol.StoragePoolLookupByNameArgs) (*protocol.StoragePoolLookupByNameReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.poolNamed(a.Name)
	if err != nil {
		return nil, err
	}
	return &protocol.StoragePoolLookupByNameReply{Pool: p.ref()}, nil
}

func (s *session) storagePoolGetInfo(_ context.Context, a *protocol.StoragePoolGetInfoArgs) (*protocol.StoragePoolGetInfoReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(a.Pool)
	if err != nil {
		return nil, err
	}
	state := virt.StoragePoolInactive
	if p.active {
		state = virt.StoragePoolRunning
	}
	return &protocol.StoragePoolGetInfoReply{
		State: uint8(state), Capacity: poolCapacity, Allocation: p.allocated(), Available: poolCapacity - p.allocated(),
	}, nil
}

func (s *session) storagePoolGetXMLDesc(_ context.Context, a *protocol.StoragePoolGetXMLDescArgs) (*protocol.StoragePoolGetXMLDescReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testStoragePoolGetXMLDesc"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(a.Pool)
	if err != nil {
		return nil, err
	}
	def := p.def.Clone()
	def.SetSizes(poolCapacity, p.allocated(), poolCapacity-p.allocated())
	return &protocol.StoragePoolGetXMLDescReply{XML: def.XML(model.Form{})}, nil
}

func (s *session) storagePoolGetAutostart(_ context.Context, a *protocol.StoragePoolGetAutostartArgs) (*protocol.StoragePoolGetAutostartReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(a.Pool)
	if err != nil {
		return nil, err
	}
	return &protocol.StoragePoolGetAutostartReply{Autostart: cBool(p.persistent && p.autostart)}, nil
}

func (s *session) storagePoolSetAutostart(_ context.Context, a *protocol.StoragePoolSetAutostartArgs) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(a.Pool)
	if err != nil {
		return err
	}
	if !p.persistent {
		return errorf(virt.ErrInvalidArg, "pool has no config file")
	}
	p.autostart = a.Autostart != 0
	return nil
}

func (s *session) storagePoolIsActive(_ context.Context, a *protocol.StoragePoolIsActiveArgs) (*protocol.StoragePoolIsActiveReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.poolWithUUID(a.Pool.UUID)
	if err != nil {
		return nil, err
	}
	return &protocol.StoragePoolIsActiveReply{Active: cBool(p.active)}, nil
}

func (s *session) storagePoolIsPersistent(_ context.Context, a *protocol.StoragePoolIsPersistentArgs) (*protocol.StoragePoolIsPersistentReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.poolWithUUID(a.Pool.UUID)
	if err != nil {
		return nil, err
	}
	return &protocol.StoragePoolIsPersistentReply{Persistent: cBool(p.persistent)}, nil
}
