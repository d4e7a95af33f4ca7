//go:build unix

package eval

import (
	"time"

	"golang.org/x/sys/unix"
)

// processCPU is the CPU time that all threads of the process have used, in the program and in the system for it.
func processCPU() time.Duration {
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
