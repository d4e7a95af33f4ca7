package complete

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"docent/retrieval/analysis"
)

// This file makes names of documents and headings that name only one, and parses them.

const lineSuffix = " (line "

// WithLine returns a heading with its line behind it, which names no other heading of the document.
func WithLine(heading string, line int) string {
	return fmt.Sprintf("%s%s%d)", heading, lineSuffix, line)
}

// CutLine undoes WithLine. It returns the heading, folded, and its line; 0 where none is given.
func CutLine(name string) (folded string, line int) {
	folded = analysis.Fold(name)
	i := strings.LastIndex(folded, lineSuffix)
	if i < 0 || !strings.HasSuffix(folded, ")") {
		return folded, 0
	}
	n, err := strconv.Atoi(folded[i+len(lineSuffix) : len(folded)-1])
	if err != nil || n < 1 {
		return folded, 0
	}
	return folded[:i], n
}

// keyPrefix begins a source's key.
const keyPrefix = "#"

// SourceKey returns a short name of a document whose path is too long to be typed or sent. A source may be named by it.
func SourceKey(path string) string {
	sum := sha256.Sum256([]byte(path))
	return keyPrefix + hex.EncodeToString(sum[:6])
}

// IsSourceKey reports whether a name may be a source's key.
func IsSourceKey(name string) bool { return strings.HasPrefix(name, keyPrefix) }
