package test

import (
	"context"
	"slices"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func (s *session) handleVolumes(m *driver.Mux) {
	driver.Handle(m, &protocol.StoragePoolNumOfVolumes, s.storagePoolNumOfVolumes)
	driver.Handle(m, &protocol.StoragePoolListVolumes, s.storagePoolListVolumes)
	driver.Handle(m, &protocol.StoragePoolListAllVolumes, s.storagePoolListAllVolumes)
	driver.Handle(m, &protocol.StoragePoolLookupByVolume, s.storagePoolLookupByVolume)
	driver.Handle(m, &protocol.StorageVolLookupByName, s.storageVolLookupByName)
	driver.Handle(m, &protocol.StorageVolLookupByKey, s.storageVolLookupByKey)
	driver.Handle(m, &protocol.StorageVolLookupByPath, s.storageVolLookupByPath)
	driver.Handle(m, &protocol.StorageVolGetInfo, s.storageVolGetInfo)
	driver.Handle(m, &protocol.StorageVolGetXMLDesc, s.storageVolGetXMLDesc)
	driver.Handle(m, &protocol.StorageVolGetPath, s.storageVolGetPath)
	driver.Handle(m, &protocol.StorageVolCreateXML, s.storageVolCreateXML)
	driver.Handle(m, &protocol.StorageVolCreateXMLFrom, s.storageVolCreateXMLFrom)
	driver.Handle(m, &protocol.StorageVolDelete, s.storageVolDelete)
}

func (p *pool) volRef(v *model.Volume) protocol.StorageVol {
	return protocol.StorageVol{Pool: p.def.Name(), Name: v.Name(), Key: v.Key()}
}

// volumePath returns where a volume of that name is.
func (p *pool) volumePath(name string) string {
	dir := p.def.Path()
	if dir == "" {
		dir = "(null)" // what C prints where there is no path
	}
	return dir + "/" + name
}

func (p *pool) volume(name string) *model.Volume {
	if i := slices.IndexFunc(p.volumes, func(v *model.Volume) bool { return v.Name() == name }); i >= 0 {
		return p.volumes[i]
	}
	return nil
}

// volume finds a volume and its pool, which must be active.
func (h *host) volume(pool, name string) (*pool, *model.Volume, error) {
	p, err := h.activePool(pool)
	if err != nil {
		return nil, nil, err
	}
	v := p.volume(name)
	if v == nil {
		return nil, nil, errorf(virt.ErrNoStorageVol, "no storage vol with matching name '%s'", name)
	}
	return p, v, nil
}

func (s *session) storagePoolNumOfVolumes(_ context.Context, a *protocol.StoragePoolNumOfVolumesArgs) (*protocol.StoragePoolNumOfVolumesReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.activePool(a.Pool.Name)
	if err != nil {
		return nil, err
	}
	return &protocol.StoragePoolNumOfVolumesReply{Num: int32(len(p.volumes))}, nil
}

func (s *session) storagePoolListVolumes(_ context.Context, a *protocol.StoragePoolListVolumesArgs) (*protocol.StoragePoolListVolumesReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.activePool(a.Pool.Name)
	if err != nil {
		return nil, err
	}
	r := &protocol.StoragePoolListVolumesReply{}
	for _, v := range firstN(p.volumes, a.MaxNames) {
		r.Names = append(r.Names, v.Name())
	}
	return r, nil
}

func (s *session) storagePoolListAllVolumes(_ context.Context, a *protocol.StoragePoolListAllVolumesArgs) (*protocol.StoragePoolListAllVolumesReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testStoragePoolListAllVolumes"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.poolWithUUID(a.Pool.UUID)
	if err != nil {
		return nil, err
	}
	if !p.active {
		return nil, errorf(virt.ErrOperationInvalid, "storage pool is not active")
	}
	r := &protocol.StoragePoolListAllVolumesReply{Ret: uint32(len(p.volumes))}
	for _, v := range p.volumes {
		if a.NeedResults != 0 {
			r.Vols = append(r.Vols, p.volRef(v))
		}
	}
	return r, nil
}

func (s *session) storagePoolLookupByVolume(_ context.Context, a *protocol.StoragePoolLookupByVolumeArgs) (*protocol.StoragePoolLookupByVolumeReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.poolNamed(a.Vol.Pool)
	if err != nil {
		return nil, err
	}
	return &protocol.StoragePoolLookupByVolumeReply{Pool: p.ref()}, nil
}

func (s *session) storageVolLookupByName(_ context.Context, a *protocol.StorageVolLookupByNameArgs) (*protocol.StorageVolLookupByNameReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, v, err := s.volume(a.Pool.Name, a.Name)
	if err != nil {
		return nil, err
	}
	return &protocol.StorageVolLookupByNameReply{Vol: p.volRef(v)}, nil
}

// findVolume looks into all active pools.
func (h *host) findVolume(match func(*model.Volume) bool) (protocol.StorageVol, bool) {
	for _, p := range h.pools {
		if !p.active {
			continue
		}
		if i := slices.IndexFunc(p.volumes, match); i >= 0 {
			return p.volRef(p.volumes[i]), true
		}
	}
	return protocol.StorageVol{}, false
}

func (s *session) storageVolLookupByKey(_ context.Context, a *protocol.StorageVolLookupByKeyArgs) (*protocol.StorageVolLookupByKeyReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ref, ok := s.findVolume(func(v *model.Volume) bool { return v.Key() == a.Key })
	if !ok {
		return nil, errorf(virt.ErrNoStorageVol, "no storage vol with matching key '%s'", a.Key)
	}
	return &protocol.StorageVolLookupByKeyReply{Vol: ref}, nil
}

func (s *session) storageVolLookupByPath(_ context.Context, a *protocol.StorageVolLookupByPathArgs) (*protocol.StorageVolLookupByPathReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ref, ok := s.findVolume(func(v *model.Volume) bool { return v.Path() == a.Path })
	if !ok {
		return nil, errorf(virt.ErrNoStorageVol, "no storage vol with matching path '%s'", a.Path)
	}
	return &protocol.StorageVolLookupByPathReply{Vol: ref}, nil
}

func (s *session) storageVolGetInfo(_ context.Context, a *protocol.StorageVolGetInfoArgs) (*protocol.StorageVolGetInfoReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, v, err := s.volume(a.Vol.Pool, a.Vol.Name)
	if err != nil {
		return nil, err
	}
	return &protocol.StorageVolGetInfoReply{Type: int8(p.def.VolumeType()), Capacity: v.Capacity(), Allocation: v.Allocation()}, nil
}

func (s *session) storageVolGetXMLDesc(_ context.Context, a *protocol.StorageVolGetXMLDescArgs) (*protocol.StorageVolGetXMLDescReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testStorageVolGetXMLDesc"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, v, err := s.volume(a.Vol.Pool, a.Vol.Name)
	if err != nil {
		return nil, err
	}
	return &protocol.StorageVolGetXMLDescReply{XML: v.XML()}, nil
}

func (s *session) storageVolGetPath(_ context.Context, a *protocol.StorageVolGetPathArgs) (*protocol.StorageVolGetPathReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, v, err := s.volume(a.Vol.Pool, a.Vol.Name)
	if err != nil {
		return nil, err
	}
	return &protocol.StorageVolGetPathReply{Name: v.Path()}, nil
}

func (s *session) storageVolCreateXML(_ context.Context, a *protocol.StorageVolCreateXMLArgs) (*protocol.StorageVolCreateXMLReply, error) {
	if err := checkFlags(a.Flags, virt.StorageVolCreateValidate, "testStorageVolCreateXML"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	ref, err := s.createVolume(a.Pool.Name, a.XML, "", a.Flags)
	if err != nil {
		return nil, err
	}
	return &protocol.StorageVolCreateXMLReply{Vol: ref}, nil
}

func (s *session) storageVolCreateXMLFrom(_ context.Context, a *protocol.StorageVolCreateXMLFromArgs) (*protocol.StorageVolCreateXMLFromReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testStorageVolCreateXMLFrom"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	ref, err := s.createVolume(a.Pool.Name, a.XML, a.CloneVol.Name, 0)
	if err != nil {
		return nil, err
	}
	return &protocol.StorageVolCreateXMLFromReply{Vol: ref}, nil
}

// createVolume adds a volume to a pool. from, if not empty, names the volume of
// the same pool whose contents it would get.
func (h *host) createVolume(poolName, xml, from string, flags uint32) (protocol.StorageVol, error) {
	p, err := h.activePool(poolName)
	if err != nil {
		return protocol.StorageVol{}, err
	}
	v, err := model.ParseVolume(xml, p.def.Type(), model.Options{Strict: flags&uint32(virt.StorageVolCreateValidate) != 0})
	if err == nil { // libvirt 9.0.0 hands the flag to a function that knows none
		err = checkFlags(flags, noFlags, "virStorageVolDefParseXML")
	}
	switch {
	case err != nil:
		return protocol.StorageVol{}, err
	case p.volume(v.Name()) != nil:
		return protocol.StorageVol{}, errorf(virt.ErrOperationFailed, "storage vol already exists")
	case from != "" && p.volume(from) == nil:
		return protocol.StorageVol{}, errorf(virt.ErrNoStorageVol, "no storage vol with matching name '%s'", from)
	case p.allocated()+v.Allocation() > poolCapacity:
		return protocol.StorageVol{}, errorf(virt.ErrInternalError, "Not enough free space in pool for volume '%s'", v.Name())
	}
	path := p.volumePath(v.Name())
	v.Place(path, path)
	p.volumes = append(p.volumes, v)
	return p.volRef(v), nil
}

func (s *session) storageVolDelete(_ context.Context, a *protocol.StorageVolDeleteArgs) error {
	if err := checkFlags(a.Flags, noFlags, "testStorageVolDelete"); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p, v, err := s.volume(a.Vol.Pool, a.Vol.Name)
	if err != nil {
		return err
	}
	p.volumes = slices.DeleteFunc(p.volumes, func(x *model.Volume) bool { return x == v })
	return nil
}
