package analysis

import (
	"hash/maphash"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxWord bounds a word that is indexed whole, in bytes. What is longer (a key, a data URL) is cut: no question types it out.
const maxWord = 128

// An Analyzer turns text of one language into tokens. The same one reads documents and questions, so that what is
// stored and what is looked up agree. It is safe for concurrent use.
type Analyzer struct {
	language string
	stem     func(string) string
	stops    map[string]bool
	known    *knownWords
}

// NewAnalyzer returns the analyzer of a language (ISO 639-1). A language that has no stemmer, and "", are split and
// folded but not stemmed.
func NewAnalyzer(language string) *Analyzer {
	return &Analyzer{language: language, stem: stemmer(language), stops: StopWords(language), known: &knownWords{seed: maphash.MakeSeed()}}
}

// Tokens appends the tokens of text to dst, in order.
func (a *Analyzer) Tokens(dst []Token, text string) []Token {
	var run []span // adjacent characters of one script without spaces
	var script *denseScript
	flush := func() {
		if len(run) > 0 {
			dst = a.grams(dst, text, run, script)
			run = run[:0]
		}
	}
	for it := (scanner{text: text}); it.next(); {
		word := text[it.start:it.end]
		if it.plain {
			flush()
			dst = append(dst, a.word(word, it.start))
			continue
		}
		r, _ := utf8.DecodeRuneInString(word)
		s := denseScriptOf(r)
		if s == nil {
			flush()
			dst = a.words(dst, word, it.start)
			continue
		}
		if s != script {
			flush()
			script = s
		}
		run = addCharacters(run, text, it.start, it.end)
	}
	flush()
	return dst
}

// words appends the words of what Unicode takes for one. Names of machines, files and variables
// ("gateway.example.com", "max_size") are asked for by their parts; abbreviations ("U.S.") and numbers stay whole.
func (a *Analyzer) words(dst []Token, raw string, start int) []Token {
	if !strings.ContainsFunc(raw, IsLetterOrNumber) {
		return dst
	}
	if !strings.ContainsAny(raw, "._:") {
		return append(dst, a.word(raw, start))
	}
	parts := strings.FieldsFunc(raw, func(r rune) bool { return r == '.' || r == '_' || r == ':' })
	noName := func(part string) bool {
		return utf8.RuneCountInString(part) < 2 || strings.Trim(part, "0123456789") == ""
	}
	if len(parts) == 1 || slices.ContainsFunc(parts, noName) {
		return append(dst, a.word(raw, start))
	}
	at := 0
	for _, part := range parts {
		at += strings.Index(raw[at:], part)
		dst = append(dst, a.word(part, start+at))
		at += len(part)
	}
	return dst
}

func (a *Analyzer) word(raw string, start int) Token {
	t := a.known.get(raw)
	if t == nil {
		t = a.known.put(raw, a.Analyze(raw))
	}
	out := *t
	out.Start, out.End = start, start+len(raw)
	return out
}

// Analyze returns the token of one word, without its place.
func (a *Analyzer) Analyze(raw string) (t Token) {
	folded := a.fold(raw)
	if len(folded) > maxWord {
		cut := maxWord
		for !utf8.RuneStart(folded[cut]) {
			cut--
		}
		folded = folded[:cut]
	}
	t.Word = folded
	base := folded
	switch a.language {
	case "en", "":
		base = strings.TrimSuffix(base, "'s")
	case "fr", "it":
		base = withoutElision(base)
	}
	t.Stop = a.stops[folded] || a.stops[base]
	t.Term = a.stem(base)
	if a.language == "ko" { // a function word with its particle or ending
		t.Stop = t.Stop || a.stops[t.Term]
	}
	if unaccented := StripMarks(base); unaccented != base {
		if unaccented = a.stem(unaccented); unaccented != t.Term {
			t.Unaccented = unaccented
		}
	}
	return t
}

// elided are the words of French and Italian that lose their vowel before another, by what is left of them.
const elided = " l d j m t s n c qu jusqu lorsqu puisqu quoiqu un dell all nell sull dall coll quest quell bell sant "

// withoutElision is a word without the elided one before it ("l'eau").
func withoutElision(word string) string {
	before, after, ok := strings.Cut(word, "'")
	if ok && after != "" && strings.Contains(elided, " "+before+" ") {
		return after
	}
	return word
}

// NearStop reports whether a function word is as near.
func (a *Analyzer) NearStop(word string, distance int) bool {
	target := []rune(word)
	for stop := range a.stops {
		if first, _ := utf8.DecodeRuneInString(stop); first == target[0] && Edits(target, []rune(stop), false, distance) <= distance {
			return true
		}
	}
	return false
}
