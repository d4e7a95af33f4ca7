package index

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"

	bolt "go.etcd.io/bbolt/errors"
)

// This file tells damage of the stored index, which building it anew mends, from all else that goes wrong, which it doesn't.
// The rules are:
//
//   - A fault in memory is damage: a mapped file was cut short. The program has no other memory that can fault.
//   - A panic is damage if Bleve was at work when it came: Bleve trusts the bytes of its files. Any other is a fault of ours.
//   - A file that the system won't open, or that another process holds, says nothing about what is in it.

// ErrCorrupt is wrapped by errors that say the stored index can't be trusted.
var ErrCorrupt = errors.New("the index is damaged")

// guard turns a panic into an error, with its stack. What it returns is deferred.
func guard(err *error) func() {
	before := debug.SetPanicOnFault(true)
	return func() {
		debug.SetPanicOnFault(before)
		if p := recover(); p != nil {
			*err = panicked(p)
		}
	}
}

// panicked is the error of a panic that is being recovered.
func panicked(p any) error {
	_, memory := p.(interface {
		runtime.Error
		Addr() uintptr // runtime/debug.SetPanicOnFault; what a nil pointer panics with has none
	})
	if memory || inBleve() {
		return fmt.Errorf("%w: %v\n%s", ErrCorrupt, p, debug.Stack())
	}
	return fmt.Errorf("panic: %v\n%s", p, debug.Stack())
}

// inBleve reports whether the panic that is being recovered came out of Bleve: whether its stack meets Bleve's code before
// ours. What both call, such as bitmaps, belongs to who called it.
func inBleve() bool {
	var callers [256]uintptr
	frames := runtime.CallersFrames(callers[:runtime.Callers(0, callers[:])])
	thrown := false
	for more := true; more; {
		var f runtime.Frame
		f, more = frames.Next()
		switch {
		case f.Function == "runtime.gopanic":
			thrown = true // what stands above is the recovering
		case !thrown:
		case strings.HasPrefix(f.Function, "github.com/blevesearch/"):
			return true
		case strings.HasPrefix(f.Function, "docent/"):
			return false
		}
	}
	return false
}

// damaged wraps an error of opening the index's files in ErrCorrupt, unless they couldn't be opened in the first place.
func damaged(err error) error {
	if refused(err) || errors.Is(err, bolt.ErrTimeout) {
		return fmt.Errorf("opening the index: %w", err)
	}
	return fmt.Errorf("%w: %w", ErrCorrupt, err)
}

// refused reports whether the system has no permission, open file or memory left for the program.
func refused(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) || errors.Is(err, syscall.ENOMEM)
}

// openable opens all files of a folder at once and closes them. It returns an error if the system refuses that. Bleve must not
// be the first to find it out: it takes a segment that it can't open for damaged, goes on with an older state of the index,
// and deletes the newer one.
func openable(dir string) error {
	var files []*os.File
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		f, err := os.Open(path)
		if err == nil {
			files = append(files, f)
		}
		return err
	})
	for _, f := range files {
		f.Close()
	}
	if refused(err) {
		return fmt.Errorf("opening the index: %w", err)
	}
	return nil
}
