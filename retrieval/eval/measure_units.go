package eval

import (
	"io/fs"
	"path/filepath"
	"slices"
	"time"
)

// timings are durations of one kind, in any order.
type timings []time.Duration

// quantile is the duration that a share q of the timings doesn't exceed; 0 of none.
func (t timings) quantile(q float64) time.Duration {
	if len(t) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(t))
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))]
}

func milliseconds(d time.Duration) float64 { return d.Seconds() * 1000 }

func megabytes(bytes int64) float64 { return float64(bytes) / (1 << 20) }

// bytesUnder is the size of all files in a folder.
func bytesUnder(dir string) (n int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			n += info.Size()
		}
		return err
	})
	return n, err
}
