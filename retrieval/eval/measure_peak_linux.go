package eval

import (
	"bufio"
	"fmt"
	"os"
	"strings"
)

// peakMemory is the most resident memory that the process had since resetPeakMemory, in bytes. Rusage knows it only since the
// process began, and counts what its parent had.
func peakMemory() int64 {
	f, err := os.Open("/proc/self/status")
	if err != nil {
		return 0
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if value, ok := strings.CutPrefix(lines.Text(), "VmHWM:"); ok {
			var kb int64
			if _, err := fmt.Sscanf(value, "%d kB", &kb); err == nil {
				return kb << 10
			}
		}
	}
	return 0
}

// resetPeakMemory lets peakMemory begin anew. Where that isn't allowed, the peak is that since the process began.
func resetPeakMemory() {
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
}
