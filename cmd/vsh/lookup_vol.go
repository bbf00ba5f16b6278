package vsh

import (
	"context"

	"github.com/virgo-vm/virgo/lib/libvirt"
)

// Vol returns the volume that the option vol names: in the pool of the option
// pool, if the command has it and it was given, by name; then anywhere by key and
// by path. A volume outside the given pool is an error.
func (s *Session) Vol(ctx context.Context, a *Args) (*libvirt.StorageVol, error) {
	return s.VolOf(ctx, a, "vol", "pool", ByName)
}

// VolOf is Vol for options of other names. poolOpt is empty where the command
// has no option for the pool. Without ByName in by, names are not tried.
func (s *Session) VolOf(ctx context.Context, a *Args, volOpt, poolOpt string, by By) (*libvirt.StorageVol, error) {
	word, err := a.String(volOpt)
	if err != nil {
		return nil, err
	}
	v := volLookup{s: s, cmd: a.spec.Name, opt: volOpt, word: word}
	inPool := poolOpt != "" && a.Has(poolOpt)
	if inPool {
		if v.pool, err = s.activePool(ctx, a, poolOpt); err != nil {
			return nil, err
		}
	}
	s.Debugf(LevelInfo, "%s: found option <%s>: %s", v.cmd, volOpt, word)
	vol, err := v.run(ctx, by)
	switch {
	case err != nil && poolOpt != "" && !inPool:
		return nil, notFound(err, "failed to get vol '%s', specifying --%s might help", word, poolOpt)
	case err != nil:
		return nil, notFound(err, "failed to get vol '%s'", word)
	case inPool && vol.PoolName() != v.pool.Name():
		return nil, Failf("Requested volume '%s' is not in pool '%s'", word, v.pool.Name())
	}
	return vol, nil
}

// activePool returns the pool of an option, which must be active for its volumes
// to be known.
func (s *Session) activePool(ctx context.Context, a *Args, opt string) (*libvirt.StoragePool, error) {
	pool, err := s.PoolOf(ctx, a, opt, ByUUID|ByName)
	if err != nil {
		return nil, err
	}
	active, err := pool.IsActive(ctx)
	if err != nil {
		return nil, Wrapf(err, "pool '%s' is not active", a.Raw(opt))
	}
	if !active {
		return nil, Failf("pool '%s' is not active", a.Raw(opt))
	}
	return pool, nil
}

// A volLookup tries the ways in which a word may name a volume.
type volLookup struct {
	s         *Session
	pool      *libvirt.StoragePool // nil: any
	cmd       string
	opt, word string
}

func (v *volLookup) run(ctx context.Context, by By) (*libvirt.StorageVol, error) {
	conn, err := v.s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if v.pool != nil && by&ByName != 0 {
		v.trying("name")
		if vol, err := v.pool.LookupVolByName(ctx, v.word); err == nil {
			return vol, nil
		}
	}
	v.trying("key")
	if vol, err := conn.LookupStorageVolByKey(ctx, v.word); err == nil {
		return vol, nil
	}
	v.trying("path")
	return conn.LookupStorageVolByPath(ctx, v.word)
}

func (v *volLookup) trying(what string) {
	v.s.Debugf(LevelDebug, "%s: <%s> trying as vol %s", v.cmd, v.opt, what)
}
