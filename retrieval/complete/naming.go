package complete

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"docent/retrieval/analysis"
)

// This file names documents and headings so that no name can be taken for another's, and takes such names apart again.

const lineMark = " (line "

// WithLine names a heading so that it can't be taken for another one of its document.
func WithLine(heading string, line int) string {
	return fmt.Sprintf("%s%s%d)", heading, lineMark, line)
}

// CutLine undoes withLine: the heading, folded, and its line, 0 where none is given.
func CutLine(name string) (folded string, line int) {
	folded = analysis.Fold(name)
	i := strings.LastIndex(folded, lineMark)
	if i < 0 || !strings.HasSuffix(folded, ")") {
		return folded, 0
	}
	n, err := strconv.Atoi(folded[i+len(lineMark) : len(folded)-1])
	if err != nil || n < 1 {
		return folded, 0
	}
	return folded[:i], n
}

// keyMark begins a source's key.
const keyMark = "#"

// SourceKey is a short name of a document whose path is too long to be typed or sent; a source may be named by it.
func SourceKey(path string) string {
	sum := sha256.Sum256([]byte(path))
	return keyMark + hex.EncodeToString(sum[:6])
}

// IsSourceKey reports whether a name may be a source's key.
func IsSourceKey(name string) bool { return strings.HasPrefix(name, keyMark) }
