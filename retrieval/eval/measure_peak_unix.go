//go:build unix && !linux

package eval

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// peakMemory is the most resident memory that the process had since it began, in bytes.
func peakMemory() int64 {
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	if runtime.GOOS == "darwin" || runtime.GOOS == "ios" {
		return int64(u.Maxrss)
	}
	return int64(u.Maxrss) << 10 // elsewhere it counts kilobytes
}

// resetPeakMemory does nothing: the count can't begin anew.
func resetPeakMemory() {}
