package analysis

import (
	"hash/maphash"
	"strings"
	"sync/atomic"
)

// knownWords remembers what became of words, since a few thousand of them make up most of any text and stemming is the
// dearest part of reading it. A word has one place, which it may lose to another. It is safe for concurrent use, and
// nobody waits in it.
type knownWords struct {
	seed  maphash.Seed
	words [1 << 15]atomic.Pointer[knownWord]
}

type knownWord struct {
	raw   string
	token Token
}

// maxKnownWord bounds what is remembered, in bytes: longer words seldom come again.
const maxKnownWord = 32

func (k *knownWords) place(raw string) *atomic.Pointer[knownWord] {
	return &k.words[maphash.String(k.seed, raw)%uint64(len(k.words))]
}

// get returns what became of a word, nil where that isn't remembered.
func (k *knownWords) get(raw string) *Token {
	if w := k.place(raw).Load(); w != nil && w.raw == raw {
		return &w.token
	}
	return nil
}

// put remembers a word, and returns its token.
func (k *knownWords) put(raw string, t Token) *Token {
	if len(raw) > maxKnownWord {
		return &t
	}
	w := &knownWord{strings.Clone(raw), t}
	// Cloned, so that a word doesn't hold on to the text it was met in.
	w.token.Term, w.token.Unaccented, w.token.Word = strings.Clone(t.Term), strings.Clone(t.Unaccented), strings.Clone(t.Word)
	k.place(raw).Store(w)
	return &w.token
}
