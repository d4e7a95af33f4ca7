package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxLine is how long a line of piped input may be, in bytes: several times what a question may be, so that the line is
// refused for what it asks, and far less than what would hurt.
const maxLine = 64 << 10

// errLineTooLong says that a line was read to its end and dropped.
var errLineTooLong = fmt.Errorf("that line is longer than %d bytes and was skipped", maxLine)

// A lineReader reads lines of any length, keeping at most maxLine bytes of each.
type lineReader struct{ r *bufio.Reader }

func newLineReader(r io.Reader) *lineReader { return &lineReader{bufio.NewReader(r)} }

// ReadLine returns the next line without its end, as UTF-8. errLineTooLong leaves the reader at the line after; io.EOF
// comes alone, after the last line, whether that had an end or not.
func (l *lineReader) ReadLine() (string, error) {
	var line []byte
	long := false
	for {
		part, err := l.r.ReadSlice('\n')
		if len(line)+len(part) > maxLine+len("\r\n") {
			line, long = nil, true
		}
		if !long {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case long && (err == nil || err == io.EOF):
			return "", errLineTooLong
		case err == nil, err == io.EOF && len(line) > 0:
			return strings.ToValidUTF8(strings.TrimRight(string(line), "\r\n"), "\uFFFD"), nil
		}
		return "", err
	}
}
