//go:build !unix

package eval

import "time"

// What the process has used can't be told here.

func processCPU() time.Duration { return 0 }

func peakMemory() int64 { return 0 }

func resetPeakMemory() {}
