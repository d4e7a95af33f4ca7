package retrieval

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// A place is a stretch of a document: lines, or a phrase.
type place struct {
	path   string // "" where there is only one document
	lines  [2]int // from 1, both ends belong to it
	phrase string
	at     [2]int // bytes of the file, once it was found there
}

// findPlaces looks every place up in the documents, by path, and returns what is wrong: a path that isn't there, a phrase
// that doesn't stand there exactly once, lines beyond the end, words that the answering sentence can't hold, and questions
// that are asked twice.
func findPlaces(name string, groups []questionGroup, documents map[string]string) error {
	p := questionParser{name: name}
	asked := map[string]int{}
	for _, g := range groups {
		for i := range g.places {
			if err := g.places[i].find(documents); err != nil {
				p.fault(g.line, "%v", err)
			} else if !g.places[i].canHold(documents, g.holds) {
				p.fault(g.line, "the lines of %v hold none of %q", g.places[i], g.holds)
			}
		}
		for _, q := range g.questions {
			key := q.after + "\n" + q.text
			if before := asked[key]; before > 0 {
				p.fault(q.line, "%q was asked on line %d already", q.text, before)
			}
			asked[key] = q.line
		}
	}
	return errors.Join(p.faults...)
}

// find sets the bytes of the file that the place is.
func (p *place) find(documents map[string]string) error {
	text, ok := documents[p.path]
	if !ok {
		return fmt.Errorf("there is no document %q", p.path)
	}
	if p.phrase == "" {
		starts := lineStarts(text)
		if p.lines[1] >= len(starts) {
			return fmt.Errorf("%s has %d lines", p.path, len(starts)-1)
		}
		p.at = [2]int{starts[p.lines[0]-1], starts[p.lines[1]]}
		return nil
	}
	words := strings.Fields(p.phrase)
	for i, w := range words {
		words[i] = regexp.QuoteMeta(w)
	}
	found := regexp.MustCompile(strings.Join(words, `\s+`)).FindAllStringIndex(text, -1) // a line may end inside the phrase
	if len(found) != 1 {
		return fmt.Errorf("%s has %q %d times, not once", p.path, p.phrase, len(found))
	}
	p.at = [2]int(found[0])
	first := 1 + strings.Count(text[:p.at[0]], "\n")
	p.lines = [2]int{first, first + strings.Count(text[p.at[0]:p.at[1]], "\n")}
	return nil
}

// lineStarts are the offsets at which the lines of a text begin, and its end.
func lineStarts(text string) []int {
	starts := []int{0}
	for line := range strings.Lines(text) {
		starts = append(starts, starts[len(starts)-1]+len(line))
	}
	return starts
}

// canHold reports whether the lines of the place hold one of the words, or none are asked for.
func (p place) canHold(documents map[string]string, holds []string) bool {
	starts := lineStarts(documents[p.path])
	return holdsAny(documents[p.path][starts[p.lines[0]-1]:starts[p.lines[1]]], holds)
}

// documents are the paths of the places, each once.
func (g *questionGroup) documents() []string {
	var paths []string
	for _, p := range g.places {
		if !slices.Contains(paths, p.path) {
			paths = append(paths, p.path)
		}
	}
	return paths
}

func holdsAny(text string, words []string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return len(words) == 0
}

// String is the place as a question file writes it.
func (p place) String() string {
	switch {
	case p.phrase != "":
		return fmt.Sprintf("%s %q", p.path, p.phrase)
	case p.lines[0] == p.lines[1]:
		return fmt.Sprintf("%s %d", p.path, p.lines[0])
	}
	return fmt.Sprintf("%s %d-%d", p.path, p.lines[0], p.lines[1])
}

// overlaps reports whether a stretch of a file overlaps the place.
func (p place) overlaps(path string, start, end int) bool {
	return p.path == path && start < p.at[1] && p.at[0] < end
}
