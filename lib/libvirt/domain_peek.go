package libvirt

import (
	"context"
	"errors"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// The most bytes that one call of a peek returns: hosts since 1.0.6, and older
// ones (REMOTE_DOMAIN_BLOCK_PEEK_BUFFER_MAX, REMOTE_DOMAIN_MEMORY_PEEK_BUFFER_MAX).
const (
	peekMax    = protocol.DomainBlockPeekBufferMax
	peekMaxOld = 64 << 10
)

// BlockPeek fills buf with bytes of a disk, by its target or path, from offset
// on. The area must lie inside the disk. An empty buf tests whether the disk can
// be read; for hosts that cannot read nothing, a byte is read for that. What is
// more than the host takes at once is asked for in pieces.
func (d *Domain) BlockPeek(ctx context.Context, disk string, offset uint64, buf []byte) error {
	if len(buf) == 0 {
		return d.testBlockPeek(ctx, disk, offset)
	}
	return d.peek(offset, buf, func(offset uint64, size uint32) ([]byte, error) {
		r, err := protocol.DomainBlockPeek.Call(ctx, quiet{d.conn},
			&protocol.DomainBlockPeekArgs{Dom: d.wire(), Path: disk, Offset: offset, Size: size})
		if err != nil {
			return nil, err
		}
		return r.Buffer, nil
	})
}

// testBlockPeek is BlockPeek of nothing. QEMU's driver reads files in a way that
// fails with EINVAL then.
func (d *Domain) testBlockPeek(ctx context.Context, disk string, offset uint64) error {
	args := &protocol.DomainBlockPeekArgs{Dom: d.wire(), Path: disk, Offset: offset}
	_, err := protocol.DomainBlockPeek.Call(ctx, quiet{d.conn}, args)
	if errors.Is(err, virt.ErrSystemError) {
		args.Size = 1
		_, err = protocol.DomainBlockPeek.Call(ctx, quiet{d.conn}, args)
	}
	return d.conn.failed(err)
}

// MemoryPeek fills buf with the guest's memory from start on: an address that
// is virtual, as the current task sees it, or physical, which flags must tell.
// What is more than the host takes at once is asked for in pieces.
func (d *Domain) MemoryPeek(ctx context.Context, start uint64, buf []byte, flags virt.DomainMemoryFlags) error {
	return d.peek(start, buf, func(offset uint64, size uint32) ([]byte, error) {
		r, err := protocol.DomainMemoryPeek.Call(ctx, quiet{d.conn},
			&protocol.DomainMemoryPeekArgs{Dom: d.wire(), Offset: offset, Size: size, Flags: uint32(flags)})
		if err != nil {
			return nil, err
		}
		return r.Buffer, nil
	})
}

func (d *Domain) peek(offset uint64, buf []byte, call func(offset uint64, size uint32) ([]byte, error)) error {
	piece := peekMax
	for {
		size := min(len(buf), piece)
		got, err := call(offset, uint32(size))
		if err != nil && size > peekMaxOld && piece == peekMax && !errors.Is(err, virt.ErrNoDomain) && !isNoSupport(err) {
			piece = peekMaxOld // an old host refuses the size, in words of its own
			continue
		}
		if err == nil && len(got) != size {
			err = virt.Errorf(virt.FromRPC, virt.ErrInternalError, "asked for %d bytes at %d of domain '%s', got %d", size, offset, d.name, len(got))
		}
		if err != nil {
			return d.conn.failed(err)
		}
		copy(buf, got)
		if buf = buf[size:]; len(buf) == 0 {
			return nil
		}
		offset += uint64(size)
	}
}
