// Package forgetful is a file system in memory that forgets at a power cut what was not synced.
//
//	d := forgetful.New()
//	m, err := d.Mount(dir)            // FUSE: real programs work on it, with real system calls
//	… a program works in dir …
//	d.Freeze()                        // the power is cut: from here on nothing gets in
//	after := d.Cut(dice)              // what the disk may hold when it comes back
//
// What survives a cut, by the rules that POSIX leaves a file system (and no more, as journaling ones do in practice):
//
//   - what a file held when it was last synced (fsync, fdatasync);
//   - of each write since then, sector by sector of 512 bytes, all, nothing, or the first bytes of it;
//   - the names of a directory as they were when it was last synced, and of the changes since then the first few. A name that was
//     renamed keeps pointing to its file, whose content is as above: empty when it was never synced.
//
// The model is in disk.go and needs no system call; mount.go joins it to the kernel.
package forgetful
