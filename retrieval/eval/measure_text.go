package eval

import (
	"context"
	"math/rand/v2"
	"strings"
)

// This file writes text that nobody has to read: it has the lengths of English words, sentences and paragraphs, and words
// as common and as rare as English has them, which is what searching costs depend on.

// commonWords are the commonest of English, commonest first (after the British National Corpus). They make up a third of
// any text, and tell the language.
var commonWords = strings.Fields(`the of and to a in that is it for was on with as be he by at are this have not but had
	his they from she which or we an there were one do been all their has would will what if can when so no said who more
	about up them some could him into its then two out time like only my did other me your now over just may these new also
	people any know first see very should than how well way our between because through after before being many those`)

// The law of Zipf and Mandelbrot: the word of rank k is as common as (k + zipfShift)^-zipfExponent. With these, one word
// in fifteen is the first, and one in three is one of the first fifty.
const (
	zipfExponent = 1.12
	zipfShift    = 2.2
	vocabulary   = 300_000
	// An article comes back to its own words: so often is a word that isn't common one that was there before.
	returning = 0.3
)

// A writer writes articles.
type writer struct {
	rng  *rand.Rand
	zipf *rand.Zipf
	used []uint64 // ranks of the article's own words
}

// generatedArticles are articles that depend on the seed alone.
func generatedArticles(seed uint64) articleSource {
	rng := rand.New(rand.NewPCG(seed, 0))
	w := &writer{rng: rng, zipf: rand.NewZipf(rng, zipfExponent, zipfShift, vocabulary-1)}
	return func(context.Context) (article, error) { return w.article(), nil }
}

func (w *writer) article() article {
	w.used = w.used[:0]
	a := article{title: w.heading()}
	for section := range 1 + w.rng.IntN(4) {
		if section > 0 {
			a.blocks = append(a.blocks, block{w.heading(), true})
		}
		for range 6 + w.rng.IntN(15) {
			a.blocks = append(a.blocks, block{text: w.paragraph()})
		}
	}
	return a
}

// heading has three to eight words, the way titles are written.
func (w *writer) heading() string {
	words := make([]string, 3+w.rng.IntN(6))
	for i := range words {
		words[i] = capital(w.word())
	}
	return strings.Join(words, " ")
}

// paragraph has one to five sentences.
func (w *writer) paragraph() string {
	sentences := make([]string, 1+w.rng.IntN(5))
	for i := range sentences {
		sentences[i] = w.sentence()
	}
	return strings.Join(sentences, " ")
}

// sentence has 6 to 30 words, mostly near 18.
func (w *writer) sentence() string {
	var b strings.Builder
	n := 6 + w.rng.IntN(13) + w.rng.IntN(13)
	for i := range n {
		word := w.word()
		if i == 0 {
			word = capital(word)
		}
		b.WriteString(word)
		switch {
		case i == n-1:
			b.WriteByte('.')
		case w.rng.IntN(12) == 0:
			b.WriteString(", ")
		default:
			b.WriteByte(' ')
		}
	}
	return b.String()
}

func (w *writer) word() string {
	rank := w.zipf.Uint64()
	if rank < uint64(len(commonWords)) {
		return commonWords[rank]
	}
	if len(w.used) > 0 && w.rng.Float64() < returning {
		rank = w.used[w.rng.IntN(len(w.used))]
	}
	w.used = append(w.used, rank)
	return coin(rank - uint64(len(commonWords)))
}

// coin makes the n-th word that no language has: a closed syllable and open ones, more of them the rarer it is. No two
// numbers give the same word.
func coin(n uint64) string {
	const onsets, vowels, codas = "bdfghjklmnprstvwyzcx", "aeiou", "nrlm"
	var b strings.Builder
	open := func(n uint64) {
		b.WriteByte(onsets[n%20])
		b.WriteByte(vowels[n/20%5])
	}
	open(n % 100)
	b.WriteByte(codas[n/100%4])
	for n /= 400; ; n /= 100 {
		open(n % 100)
		if n < 100 {
			return b.String()
		}
	}
}

func capital(word string) string { return strings.ToUpper(word[:1]) + word[1:] }
