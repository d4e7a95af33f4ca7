package analysis

import (
	"hash/maphash"
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A Token is one word of a text, or one character n-gram where a script writes without spaces.
type Token struct {
	Term       string // what is looked up in the index: folded and stemmed
	Bare       string // Term of the word without its diacritics; "" where that is the same
	Word       string // the word as written, case folded, neither stemmed nor stripped
	Start, End int    // bytes of the text
	Stop       bool   // a function word of the language: it ranks at half weight and is no evidence
	Gram       bool   // an n-gram of a script without spaces
	Single     bool   // a Gram of one character, beside the longer ones at the same place
}

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

// addCharacters appends the characters of a segment to a run. A mark belongs to the character before it.
func addCharacters(run []span, text string, start, end int) []span {
	for at := start; at < end; {
		r, size := utf8.DecodeRuneInString(text[at:])
		n := len(run)
		if (unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Mc, r) || r == 'ー') && n > 0 && run[n-1].end == at {
			run[n-1].end += size
		} else {
			run = append(run, span{at, at + size})
		}
		at += size
	}
	return run
}

// words appends the words of what Unicode takes for one. Names of machines, files and variables
// ("gateway.example.com", "max_size") are asked for by their parts; abbreviations ("U.S.") and numbers stay whole.
func (a *Analyzer) words(dst []Token, raw string, start int) []Token {
	if !isWord(raw) {
		return dst
	}
	if !strings.ContainsAny(raw, "._:") {
		return append(dst, a.word(raw, start))
	}
	parts := 0
	for part := range strings.FieldsFuncSeq(raw, isJoint) {
		if utf8.RuneCountInString(part) < 2 || strings.Trim(part, "0123456789") == "" {
			return append(dst, a.word(raw, start))
		}
		parts++
	}
	if parts == 1 {
		return append(dst, a.word(raw, start))
	}
	for at := 0; at < len(raw); {
		n := strings.IndexFunc(raw[at:], isJoint)
		if n < 0 {
			n = len(raw) - at
		}
		if n > 0 {
			dst = append(dst, a.word(raw[at:at+n], start+at))
		}
		at += n + 1
	}
	return dst
}

func isJoint(r rune) bool { return r == '.' || r == '_' || r == ':' }

type span struct{ start, end int }

func isWord(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return true
		}
	}
	return false
}

func (a *Analyzer) word(raw string, start int) Token {
	t := a.known.get(raw)
	if t == nil {
		made := a.Analyze(raw)
		t = a.known.put(raw, made)
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
	if bare := StripMarks(base); bare != base {
		if bare = a.stem(bare); bare != t.Term {
			t.Bare = bare
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
	w.token.Term, w.token.Bare, w.token.Word = strings.Clone(t.Term), strings.Clone(t.Bare), strings.Clone(t.Word)
	k.place(raw).Store(w)
	return &w.token
}

// fold brings a word into the form in which words are compared: compatibility characters resolved (NFKC), lower case,
// typographic apostrophes plain.
func (a *Analyzer) fold(s string) string {
	ascii := true
	lower := true
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
		lower = lower && !('A' <= s[i] && s[i] <= 'Z')
	}
	if ascii && lower {
		return s
	}
	if a.language == "tr" {
		return foldRunes(strings.ToLowerSpecial(unicode.TurkishCase, norm.NFKC.String(s)))
	}
	if ascii {
		return strings.ToLower(s)
	}
	return foldRunes(strings.ToLower(norm.NFKC.String(s)))
}

// Fold is how names (of facts, documents, headings) are compared: as words are, without marks, white space single.
func Fold(s string) string {
	a := Analyzer{}
	return strings.Join(strings.Fields(StripMarks(a.fold(s))), " ")
}

func foldRunes(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '’', '‘', 'ʼ', '＇':
			return '\''
		case 'ς': // final sigma
			return 'σ'
		case '\u00ad', '\u200b', '\u200c', '\u200d', '\u0640': // soft hyphen, zero-width characters, kashida
			return -1
		}
		return r
	}, s)
}

// StripMarks drops the diacritics of scripts where people leave them out when they type.
func StripMarks(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
		return s
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.In(r, unicode.Mn):
			if markFree(lastRune(b.String())) {
				continue
			}
			b.WriteRune(r)
		case r == 'ß':
			b.WriteString("ss")
		case r == 'ø':
			b.WriteByte('o')
		case r == 'ł':
			b.WriteByte('l')
		case r == 'đ':
			b.WriteByte('d')
		case r == 'ı':
			b.WriteByte('i')
		case r == 'æ':
			b.WriteString("ae")
		case r == 'œ':
			b.WriteString("oe")
		default:
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// markFree reports whether marks over this letter may be left out in typing. In Indic and Thai writing they are vowels.
func markFree(r rune) bool {
	return unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Arabic, unicode.Hebrew)
}

// A denseScript writes without spaces, so that character n-grams stand in for words.
type denseScript struct {
	ranges []*unicode.RangeTable
	n      int // characters of a gram
	single bool
}

var denseScripts = []*denseScript{
	{ranges: []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana}, n: 2, single: true},
	{ranges: []*unicode.RangeTable{unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar}, n: 3},
}

func denseScriptOf(r rune) *denseScript {
	if r < 0x0e00 {
		return nil
	}
	if r == 'ー' || r == '々' {
		return denseScripts[0]
	}
	for _, s := range denseScripts {
		if unicode.In(r, s.ranges...) {
			return s
		}
	}
	return nil
}

// grams emits the n-grams of a run of adjacent characters, and the characters alone where the script's words may be one
// character long.
func (a *Analyzer) grams(dst []Token, text string, run []span, s *denseScript) []Token {
	emit := func(from, to int, single bool) {
		raw := text[run[from].start:run[to].end]
		term := norm.NFKC.String(raw)
		dst = append(dst, Token{Term: term, Word: term, Start: run[from].start, End: run[to].end,
			Stop: a.stops[term] || isHiragana(term) || endsInParticle(term), Gram: true, Single: single})
	}
	for i := 0; i < len(run); {
		j := i + 1 // characters that stand next to each other
		for j < len(run) && run[j].start == run[j-1].end {
			j++
		}
		if j-i < s.n {
			emit(i, j-1, false)
		} else {
			for k := i; k < j; k++ {
				if s.single {
					emit(k, k, true)
				}
				if k+s.n <= j {
					emit(k, k+s.n-1, false)
				}
			}
		}
		i = j
	}
	return dst
}

// endsInParticle reports whether a pair is a character and a Japanese particle behind it, which say where a word ends and nothing else.
func endsInParticle(s string) bool {
	last, size := utf8.DecodeLastRuneInString(s)
	return size < len(s) && strings.ContainsRune("はがをにでともへのや", last)
}

// isHiragana reports whether a text is in hiragana alone: in Japanese, endings and particles for the most part.
func isHiragana(s string) bool {
	for _, r := range s {
		if !unicode.Is(unicode.Hiragana, r) {
			return false
		}
	}
	return true
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
