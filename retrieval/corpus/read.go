package corpus

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"syscall"
)

// This file opens what lies in the documents folder. Only regular files are opened, and no opening or reading waits for
// anybody: a pipe that takes a file's place would wait for its writer for ever.

// ErrNotRegular says that something is no regular file: a pipe, a socket, a device or a folder.
var ErrNotRegular = errors.New("not a regular file")

// ErrGrew says that a file has more bytes than were asked for.
var ErrGrew = errors.New("the file has grown")

// OpenFile opens a regular file of the folder for reading. It returns ErrNotRegular for anything else.
func OpenFile(root *os.Root, p string) (*os.File, error) {
	f, err := root.OpenFile(p, os.O_RDONLY|doNotWait, 0)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = ErrNotRegular
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// exhausted reports whether an error says that the system has run out of open files or memory. That is no fault of the file
// that was asked for, and passes.
func exhausted(err error) bool {
	return errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) || errors.Is(err, syscall.ENOMEM)
}

// ReadAll returns the content of a regular file of the folder. It returns ErrGrew when that is more than limit bytes.
func ReadAll(ctx context.Context, root *os.Root, p string, limit int64) ([]byte, error) {
	f, err := OpenFile(root, p)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var buf bytes.Buffer
	if info, err := f.Stat(); err == nil {
		buf.Grow(int(min(info.Size(), limit)) + bytes.MinRead)
	}
	if _, err := buf.ReadFrom(io.LimitReader(heeding{ctx, f}, limit+1)); err != nil {
		return nil, err
	}
	if int64(buf.Len()) > limit {
		return nil, ErrGrew
	}
	return buf.Bytes(), nil
}

// heeding is a reader that stops when its context ends.
type heeding struct {
	ctx context.Context
	in  io.Reader
}

func (h heeding) Read(p []byte) (int, error) {
	if err := h.ctx.Err(); err != nil {
		return 0, err
	}
	return h.in.Read(p[:min(len(p), readAtOnce)])
}

const readAtOnce = 1 << 20 // bytes between two looks at the context
