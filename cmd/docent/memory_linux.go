package main

import "golang.org/x/sys/unix"

// memory is the machine's, in bytes; 0 if it can't be told.
func memory() uint64 {
	var info unix.Sysinfo_t
	if err := unix.Sysinfo(&info); err != nil {
		return 0
	}
	return uint64(info.Totalram) * uint64(info.Unit)
}
