package query

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"docent/retrieval/analysis"
)

// A Pin is a passage that an admin put first for questions that have certain words.
type Pin struct {
	Words   string
	Path    string
	Lines   [2]int // zero: not given
	Heading string // "": not given
}

var pinnedLines = regexp.MustCompile(`^(.*\S)\s+(\d{1,7})(?:\s*[-–]\s*(\d{1,7}))?$`)

func parsePin(text string) (Pin, error) {
	words, place, ok := strings.Cut(text, "->")
	p := Pin{Words: strings.TrimSpace(words), Path: strings.TrimSpace(place)}
	if !ok || len(analysis.FoldedWords(p.Words)) == 0 || p.Path == "" {
		return p, errors.New(`expected "pin: words -> path", with lines ("24-31") or "# heading" behind the path`)
	}
	if path, heading, ok := strings.Cut(p.Path, " # "); ok {
		p.Path, p.Heading = strings.TrimSpace(path), strings.TrimSpace(heading)
		return p, nil
	}
	if m := pinnedLines.FindStringSubmatch(p.Path); m != nil {
		first, _ := strconv.Atoi(m[2]) // digits, by the pattern
		last := first
		if m[3] != "" {
			last, _ = strconv.Atoi(m[3])
		}
		if first < 1 || last < first {
			return p, fmt.Errorf("expected lines from 1 upwards, the first before the last, got %q", strings.TrimSpace(strings.TrimPrefix(p.Path, m[1])))
		}
		p.Path, p.Lines = m[1], [2]int{first, last}
	}
	return p, nil
}
