package index

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"

	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// This file lists the terms of a field. It reads the dictionaries of the segments itself: Bleve's reader for them does it in
// goroutines, where a panic over a damaged file ends the process.

// A span is a part of a dictionary; the zero one is all of it.
type span struct {
	automaton segment.Automaton // accepts the terms; nil: all
	from, to  []byte            // the first term, and the first behind the last; nil: no bound
}

// beginningWith is the span of the terms with a prefix.
func beginningWith(prefix string) span {
	to := []byte(prefix)
	for i := len(to) - 1; i >= 0; i-- {
		if to[i]++; to[i] != 0 {
			return span{from: []byte(prefix), to: to[:i+1]}
		}
	}
	return span{from: []byte(prefix)}
}

// A wordCount is a term with the number of passages that have it, deleted ones included.
type wordCount struct {
	term string
	n    uint64
}

// A listing goes through a span of one segment's dictionary.
type listing struct {
	terms segment.DictionaryIterator
	at    wordCount
}

// next steps to the next term; false behind the last.
func (l *listing) next() (ok bool, err error) {
	e, err := l.terms.Next()
	if err != nil || e == nil {
		return false, err
	}
	l.at = wordCount{e.Term, e.Count}
	return true, nil
}

// list opens a span of a field's dictionary; nil where it is empty.
func (p *part) list(field string, in span) (*listing, error) {
	dict, err := p.segment.Dictionary(field)
	if err != nil {
		return nil, err
	}
	l := &listing{terms: dict.AutomatonIterator(in.automaton, in.from, in.to)}
	if ok, err := l.next(); err != nil || !ok {
		return nil, err
	}
	return l, nil
}

// terms are the terms of a field in the span, in the order of their bytes. An error is the last.
func (s *Snapshot) terms(ctx context.Context, field string, in span) iter.Seq2[wordCount, error] {
	return termsOf(ctx, s.parts, field, in)
}

func termsOf(ctx context.Context, parts []part, field string, in span) iter.Seq2[wordCount, error] {
	return func(yield func(wordCount, error) bool) {
		listings, err := listAll(parts, field, in)
		for n := 1; err == nil && len(listings) > 0; n++ {
			if n%checkEvery == 0 && ctx.Err() != nil {
				yield(wordCount{}, ctx.Err())
				return
			}
			var least wordCount
			if least, listings, err = pop(listings); err == nil && !yield(least, nil) {
				return
			}
		}
		if err != nil {
			yield(wordCount{}, fmt.Errorf("listing the terms of %s: %w", field, err))
		}
	}
}

// listAll opens a span of a field in each segment that has any of it.
func listAll(parts []part, field string, in span) (listings []*listing, err error) {
	for i := range parts {
		l, err := parts[i].list(field, in)
		if err != nil {
			return nil, err
		}
		if l != nil {
			listings = append(listings, l)
		}
	}
	return listings, nil
}

// pop returns the first of all terms that come next, and the listings that have more.
func pop(listings []*listing) (first wordCount, left []*listing, err error) {
	first.term = listings[0].at.term
	for _, l := range listings[1:] {
		first.term = min(first.term, l.at.term)
	}
	left = listings[:0]
	for _, l := range listings {
		more := true
		if l.at.term == first.term {
			first.n += l.at.n
			if more, err = l.next(); err != nil {
				return first, nil, err
			}
		}
		if more {
			left = append(left, l)
		}
	}
	return first, left, nil
}

// commonest are the k terms of a field in the span that the most passages have, of those that will do.
func (s *Snapshot) commonest(ctx context.Context, field string, in span, k int, will func(term string) bool) ([]string, error) {
	var all []wordCount
	for w, err := range s.terms(ctx, field, in) {
		if err != nil {
			return nil, err
		}
		if will(w.term) {
			all = append(all, w)
		}
	}
	slices.SortFunc(all, func(a, b wordCount) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.term, b.term)) })
	var terms []string
	for _, w := range all[:min(len(all), k)] {
		terms = append(terms, w.term)
	}
	return terms, nil
}
