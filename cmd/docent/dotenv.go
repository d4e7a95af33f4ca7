package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"unicode/utf8"

	"github.com/joho/godotenv"
)

// maxDotenv is how large a .env may be, in bytes. .env.example has less than 3 KB; anything near this isn't settings.
const maxDotenv = 16 << 10

// variableName is what the shell allows. Anything else is never shown: it may be a token that was pasted in the wrong
// place.
var variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,39}$`)

// readDotenv reads the .env in dir; a missing one is empty. Nothing is put into the process's environment. Its errors
// name the file and the line, and never a value.
func readDotenv(dir string) (map[string]string, error) {
	src, err := os.ReadFile(filepath.Join(dir, ".env"))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case len(src) > maxDotenv:
		return nil, fmt.Errorf(".env: expected at most %d bytes", maxDotenv)
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

// faultyLine finds the line on which the first statement begins that can't be read: it is the one behind the longest
// beginning that can. The parser reports no position, and repeats what it stumbled over, which may be a token.
func faultyLine(src []byte) int {
	lines := bytes.SplitAfter(src, []byte("\n"))
	faulty, end := 1, 0
	for n, line := range lines {
		end += len(line)
		if values, err := godotenv.UnmarshalBytes(src[:end]); err == nil && allNames(values) {
			faulty = n + 2
		}
	}
	return min(faulty, len(lines))
}

func allNames(values map[string]string) bool {
	for name := range values {
		if !variableName.MatchString(name) {
			return false
		}
	}
	return true
}
