package retrieval

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"docent/retrieval/analysis"
	"docent/retrieval/corpus"
)

// maxNear is how many names are offered for one that is wrong.
const maxNear = 5

// one is the path of the one document that a source names. Where several match, one that is called exactly so goes before
// those that only have it in their name. Else the error is a *PlaceError.
func (l *Library) one(e *corpus.Version, at Place) (string, error) {
	paths := l.matching(e, at.Source)
	if len(paths) > 1 {
		if called := l.called(e, paths, at.Source); len(called) > 0 {
			paths = called
		}
	}
	switch len(paths) {
	case 1:
		return paths[0], nil
	case 0:
		return "", &PlaceError{Fault: NoSuchSource, Place: at, Near: l.nearSources(e, at.Source)}
	}
	return "", &PlaceError{Fault: SeveralSources, Place: at, Near: paths[:min(len(paths), maxNear)]}
}

// called are those of the paths whose file name, with or without its ending, or whose title is this source.
func (l *Library) called(e *corpus.Version, paths []string, source string) []string {
	want := analysis.Fold(source)
	if want == "" {
		return nil
	}
	var out []string
	for _, p := range paths {
		f, _ := e.File(p)
		if slices.ContainsFunc(shortNames(f), func(name string) bool { return analysis.Fold(name) == want }) {
			out = append(out, p)
		}
	}
	return out
}

// shortNames are what a document is called besides its path.
func shortNames(f corpus.File) []string {
	name := path.Base(f.Path)
	return []string{name, strings.TrimSuffix(name, path.Ext(name)), f.Title}
}

// nearSources are the paths whose file name or title looks most like a name that no document has.
func (l *Library) nearSources(e *corpus.Version, source string) []string {
	looks := newLikeness(source)
	var all []namedLike
	for f := range e.Files() {
		if f.Failure == "" {
			like := looks.to(f.Path)
			for _, name := range shortNames(f) {
				like = max(like, looks.to(name))
			}
			all = append(all, namedLike{f.Path, like})
		}
	}
	return mostAlike(all)
}

type namedLike struct {
	name string
	like float64
}

// alike is the likeness from which a name may have been meant.
const alike = 0.3

// mostAlike are the names that are most alike, best first.
func mostAlike(all []namedLike) []string {
	all = slices.DeleteFunc(all, func(n namedLike) bool { return n.like < alike })
	slices.SortFunc(all, func(a, b namedLike) int {
		return cmp.Or(cmp.Compare(b.like, a.like), cmp.Compare(a.name, b.name))
	})
	var out []string
	for _, n := range all[:min(len(all), maxNear)] {
		out = append(out, n.name)
	}
	return out
}

// A likeness holds the pairs of neighbouring characters of a name, folded, to hold other names against it.
type likeness struct {
	pairs map[[2]rune]int
	n     int
}

func newLikeness(name string) likeness {
	l := likeness{pairs: map[[2]rune]int{}}
	eachPair(name, func(p [2]rune) {
		l.pairs[p]++
		l.n++
	})
	return l
}

// to is Dice's coefficient of the pairs of both names, 0 to 1.
func (l likeness) to(name string) float64 {
	n, shared := 0, 0
	seen := map[[2]rune]int{}
	eachPair(name, func(p [2]rune) {
		n++
		if seen[p] < l.pairs[p] {
			seen[p]++
			shared++
		}
	})
	if n == 0 || l.n == 0 {
		return 0
	}
	return 2 * float64(shared) / float64(n+l.n)
}

// maxLike bounds what is compared of a name, in runes.
const maxLike = 200

func eachPair(name string, f func([2]rune)) {
	before, n := ' ', 0
	for _, r := range analysis.Fold(name) + " " {
		if n++; n > maxLike {
			return
		}
		f([2]rune{before, r})
		before = r
	}
}
