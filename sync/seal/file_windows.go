package seal

import (
	"io/fs"
	"unsafe"

	"golang.org/x/sys/windows"
)

// closeToOthers leaves the rights as they are: a mode says nothing on Windows, and the directory was made for its
// owner.
func closeToOthers(string, fs.FileInfo) error { return nil }

// onlyOwner trusts the rights of the data directory, from mkdir or from whoever made it: a mode says nothing on
// Windows.
func onlyOwner(string) error { return nil }

// mkdir makes a directory for the account that runs this program, the administrators and the system; what will be in it
// inherits that. Without, the rights of the folder above would hold, and in C:\ those let every user in.
func mkdir(dir string) error {
	path, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return err
	}
	me, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return err
	}
	rights, err := windows.SecurityDescriptorFromString("D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;" + me.User.Sid.String() + ")")
	if err != nil {
		return err
	}
	with := windows.SecurityAttributes{SecurityDescriptor: rights}
	with.Length = uint32(unsafe.Sizeof(with))
	if err := windows.CreateDirectory(path, &with); err != nil {
		return &fs.PathError{Op: "mkdir", Path: dir, Err: err}
	}
	return nil
}

// syncDir does nothing: NTFS journals its names.
func syncDir(string) error { return nil }
