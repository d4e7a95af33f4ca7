package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"unicode/utf8"

	"github.com/joho/godotenv"
)

// maxDotenv is how large a .env may be, in bytes. Ours has eight variables; anything near this isn't settings.
const maxDotenv = 16 << 10

// variableName is what the shell allows. Anything else is never shown: it may be a token that was pasted in the wrong
// place.
var variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,39}$`)

// readDotenv reads the .env in dir; a missing one is empty. Nothing is put into the process's environment. Its errors
// name the file and the line, and never a value.
func readDotenv(dir string) (map[string]string, error) {
	src, err := readSmall(filepath.Join(dir, ".env"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading .env: %w", err)
	}
	return parseDotenv(src)
}

// parseDotenv reads the text of a .env file.
func parseDotenv(src []byte) (map[string]string, error) {
	src = bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(src) || bytes.IndexByte(src, 0) >= 0 {
		return nil, errors.New(".env: expected UTF-8 text, and this is in another encoding; save it as UTF-8")
	}
	values, err := godotenv.UnmarshalBytes(src)
	if err != nil || !allNames(values) {
		return nil, fmt.Errorf(".env line %d: expected NAME=value, the name of letters, digits and _, quotes closed", faultyLine(src))
	}
	return values, nil
}

// faultyLine finds the line on which the first statement begins that can't be read. The parser reports no position (and
// repeats what it stumbled over, which may be a token), so the statements are given to it one by one.
func faultyLine(src []byte) int {
	lines := bytes.SplitAfter(src, []byte("\n"))
	for first := 0; first < len(lines); {
		n := statementLines(lines[first:])
		if n == 0 {
			return first + 1
		}
		first += n
	}
	return len(lines)
}

// maxValueLines is how many lines a quoted value may have before it is taken for one whose closing quote is missing.
const maxValueLines = 100

// statementLines counts the lines that the first statement takes, 0 if it is malformed. A blank line or a comment is a
// statement that says nothing.
func statementLines(lines [][]byte) int {
	var src []byte
	for n, line := range lines[:min(len(lines), maxValueLines)] {
		src = append(src, line...)
		values, err := godotenv.UnmarshalBytes(src)
		switch {
		case err != nil:
			continue // a quoted value may go on
		case !allNames(values):
			return 0
		}
		return n + 1
	}
	return 0
}

func allNames(values map[string]string) bool {
	for name := range values {
		if !variableName.MatchString(name) {
			return false
		}
	}
	return true
}

// readSmall reads a file of at most maxDotenv bytes.
func readSmall(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, bare(err)
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, maxDotenv+1))
	if err != nil {
		return nil, bare(err)
	}
	if len(src) > maxDotenv {
		return nil, fmt.Errorf("expected at most %d bytes", maxDotenv)
	}
	return src, nil
}

// bare takes the operation and the path off a file error whose path is already named by what wraps it.
func bare(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
