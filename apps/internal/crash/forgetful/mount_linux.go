package forgetful

import (
	"context"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// Mounted is a disk that programs work on.
type Mounted struct{ server *fuse.Server }

// Mount joins the disk to the directory dir. It wants /dev/fuse and the right to mount.
//
// The process that mounts must not map files of it: a page fault that waits for this process holds up its garbage
// collector, which holds up the answer.
func (d *Disk) Mount(dir string) (*Mounted, error) {
	none := time.Duration(0)
	server, err := fs.Mount(dir, &entry{disk: d, node: d.root}, &fs.Options{EntryTimeout: &none, AttrTimeout: &none, NegativeTimeout: &none,
		RootStableAttr: &fs.StableAttr{Ino: d.root.id},
		MountOptions:   fuse.MountOptions{DirectMount: true, FsName: "forgetful", Name: "forgetful", DisableXAttrs: true}})
	if err != nil {
		return nil, err
	}
	return &Mounted{server}, nil
}

// Unmount takes the disk away; programs that have files of it open keep them.
func (m *Mounted) Unmount() error { return m.server.Unmount() }

// entry is a node as the kernel knows it.
type entry struct {
	fs.Inode
	disk *Disk
	node *node
}

var _ = []any{
	fs.NodeLookuper(&entry{}), fs.NodeGetattrer(&entry{}), fs.NodeSetattrer(&entry{}), fs.NodeOpener(&entry{}), fs.NodeReader(&entry{}),
	fs.NodeWriter(&entry{}), fs.NodeFsyncer(&entry{}), fs.NodeCreater(&entry{}), fs.NodeMkdirer(&entry{}), fs.NodeMknoder(&entry{}),
	fs.NodeUnlinker(&entry{}), fs.NodeRmdirer(&entry{}), fs.NodeRenamer(&entry{}), fs.NodeReaddirer(&entry{}), fs.NodeStatfser(&entry{}),
	fs.NodeOpendirer(&entry{}), fs.NodeFlusher(&entry{}),
}

func (e *entry) Lookup(ctx context.Context, name string, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	e.disk.mu.Lock()
	defer e.disk.mu.Unlock()
	n := e.node.names[name]
	if n == nil {
		return nil, syscall.ENOENT
	}
	return e.known(ctx, n, out), 0
}

// known tells the kernel of a node; the caller holds mu.
func (e *entry) known(ctx context.Context, n *node, out *fuse.EntryOut) *fs.Inode {
	n.stat(&out.Attr)
	return e.NewInode(ctx, &entry{disk: e.disk, node: n}, fs.StableAttr{Mode: n.mode & typeMask, Ino: n.id})
}

func (n *node) stat(a *fuse.Attr) {
	a.Ino, a.Mode, a.Nlink, a.Blksize = n.id, n.mode, 1, 4096
	a.Size, a.Blocks = uint64(len(n.data)), uint64(len(n.data)+sector-1)/sector
	a.Owner = fuse.Owner{Uid: n.uid, Gid: n.gid}
}

func (e *entry) Getattr(_ context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	e.disk.mu.Lock()
	defer e.disk.mu.Unlock()
	e.node.stat(&out.Attr)
	return 0
}

// change runs what alters the disk, unless the power is gone.
func (e *entry) change(f func() syscall.Errno) syscall.Errno {
	e.disk.mu.Lock()
	defer e.disk.mu.Unlock()
	if e.disk.frozen {
		return syscall.EIO
	}
	return f()
}

func (e *entry) Setattr(_ context.Context, _ fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	return e.change(func() syscall.Errno {
		if mode, ok := in.GetMode(); ok {
			e.node.mode = e.node.mode&typeMask | mode&0o7777
		}
		if size, ok := in.GetSize(); ok && int(size) != len(e.node.data) {
			e.node.resize(int64(size))
		}
		e.node.stat(&out.Attr)
		return 0
	})
}

func (e *entry) Opendir(context.Context) syscall.Errno { return 0 }

func (e *entry) Open(context.Context, uint32) (fs.FileHandle, uint32, syscall.Errno) {
	return nil, 0, 0
}

func (e *entry) Flush(context.Context, fs.FileHandle) syscall.Errno { return 0 }

func (e *entry) Read(_ context.Context, _ fs.FileHandle, dest []byte, off int64) (fuse.ReadResult, syscall.Errno) {
	e.disk.mu.Lock()
	defer e.disk.mu.Unlock()
	if off >= int64(len(e.node.data)) {
		return fuse.ReadResultData(nil), 0
	}
	return fuse.ReadResultData(append([]byte(nil), e.node.data[off:min(int64(len(e.node.data)), off+int64(len(dest)))]...)), 0
}

func (e *entry) Write(_ context.Context, _ fs.FileHandle, data []byte, off int64) (uint32, syscall.Errno) {
	errno := e.change(func() syscall.Errno { e.node.write(off, data); return 0 })
	return uint32(len(data)), errno
}

// Fsync brings a file, or a directory's names, to the disk.
func (e *entry) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	return e.change(func() syscall.Errno { e.node.sync(); return 0 })
}

func (e *entry) Create(ctx context.Context, name string, _ uint32, mode uint32, out *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	in, errno := e.add(ctx, name, typeFile|mode&0o7777, out)
	return in, nil, 0, errno
}

func (e *entry) Mkdir(ctx context.Context, name string, mode uint32, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	return e.add(ctx, name, typeDir|mode&0o7777, out)
}

func (e *entry) Mknod(ctx context.Context, name string, mode, _ uint32, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	return e.add(ctx, name, mode, out)
}

func (e *entry) add(ctx context.Context, name string, mode uint32, out *fuse.EntryOut) (in *fs.Inode, errno syscall.Errno) {
	errno = e.change(func() syscall.Errno {
		if e.node.names[name] != nil {
			return syscall.EEXIST
		}
		n := e.disk.make(mode)
		e.node.rename(naming{name: n})
		in = e.known(ctx, n, out)
		return 0
	})
	return in, errno
}

func (e *entry) Unlink(_ context.Context, name string) syscall.Errno {
	return e.change(func() syscall.Errno {
		if e.node.names[name] == nil {
			return syscall.ENOENT
		}
		e.node.rename(naming{name: nil})
		return 0
	})
}

func (e *entry) Rmdir(ctx context.Context, name string) syscall.Errno {
	e.disk.mu.Lock()
	n := e.node.names[name]
	full := n != nil && len(n.names) > 0
	e.disk.mu.Unlock()
	if full {
		return syscall.ENOTEMPTY
	}
	return e.Unlink(ctx, name)
}

func (e *entry) Rename(_ context.Context, name string, to fs.InodeEmbedder, newName string, flags uint32) syscall.Errno {
	return e.change(func() syscall.Errno {
		n, target := e.node.names[name], to.(*entry).node
		switch {
		case n == nil:
			return syscall.ENOENT
		case flags != 0:
			return syscall.EINVAL
		case target == e.node:
			e.node.rename(naming{name: nil, newName: n})
			return 0
		}
		target.rename(naming{newName: n})
		e.node.rename(naming{name: nil})
		return 0
	})
}

func (e *entry) Readdir(context.Context) (fs.DirStream, syscall.Errno) {
	e.disk.mu.Lock()
	defer e.disk.mu.Unlock()
	var all []fuse.DirEntry
	for name, n := range e.node.names {
		all = append(all, fuse.DirEntry{Name: name, Mode: n.mode & typeMask, Ino: n.id})
	}
	slices.SortFunc(all, func(a, b fuse.DirEntry) int { return strings.Compare(a.Name, b.Name) })
	return fs.NewListDirStream(all), 0
}

// Statfs tells of a large disk.
func (e *entry) Statfs(_ context.Context, out *fuse.StatfsOut) syscall.Errno {
	const blocks = 1 << 20
	*out = fuse.StatfsOut{Blocks: blocks, Bfree: blocks / 2, Bavail: blocks / 2, Files: blocks, Ffree: blocks, Bsize: 4096, Frsize: 4096, NameLen: 255}
	return 0
}
