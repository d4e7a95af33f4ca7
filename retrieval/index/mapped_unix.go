//go:build unix

package index

import "golang.org/x/sys/unix"

// unload lets go of the pages of a file that is mapped read-only. What is read again comes from the file.
func unload(mapped []byte) error { return unix.Madvise(mapped, unix.MADV_DONTNEED) }
