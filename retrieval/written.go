package retrieval

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
	"golang.org/x/text/unicode/norm"

	"docent/retrieval/document"
	"docent/retrieval/index"
)

// A written is a word or a mark of a text as it is written, neither stemmed nor weighed: what exact phrases and quoted
// sentences are compared by. A script without spaces has a word a character.
type written struct {
	exact      string // quotes, dashes and ellipses in their plain form, characters composed
	folded     string // case and accents folded
	start, end int    // bytes of the text
	word       bool   // else punctuation or another mark
}

// barrier is what no text has: nothing that is compared reaches across it.
const barrier = "\x00"

// writtenIn returns the words and marks of a text, in order.
func writtenIn(text string) []written {
	var out []written
	it := words.FromString(text)
	for it.Next() {
		raw, at := it.Value(), it.Start()
		r, _ := utf8.DecodeRuneInString(raw)
		switch {
		case unicode.IsSpace(r) || unicode.IsControl(r):
		case document.Dense(r):
			for len(raw) > 0 { // a character with the marks upon it
				_, n := utf8.DecodeRuneInString(raw)
				for n < len(raw) {
					r, size := utf8.DecodeRuneInString(raw[n:])
					if !unicode.Is(unicode.M, r) {
						break
					}
					n += size
				}
				out = append(out, newWritten(raw[:n], at, true))
				raw, at = raw[n:], at+n
			}
		default:
			w := newWritten(raw, at, strings.IndexFunc(raw, isLetterOrNumber) >= 0)
			if n := len(out); w.exact != "" && (n == 0 || !joins(&out[n-1], w)) {
				out = append(out, w)
			}
		}
	}
	return out
}

// joins adds a mark to the one before it where both together are another way to write one: "--", "..." and two
// apostrophes for a quote.
func joins(before *written, w written) bool {
	if before.word || before.end != w.start {
		return false
	}
	switch both := before.exact + w.exact; both {
	case "--":
	case "..":
		before.exact = "..."
	case "....":
	case "''":
		before.exact = `"`
	default:
		return false
	}
	before.folded, before.end = before.exact, w.end
	return true
}

func isLetterOrNumber(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

func newWritten(raw string, at int, word bool) written {
	w := written{exact: plainMarks(raw), start: at, end: at + len(raw), word: word}
	w.folded = w.exact
	if word {
		w.folded = index.Fold(w.exact)
	}
	return w
}

// plainMarks brings typographic variants of quotes, dashes and ellipses into one form, composes characters, and drops
// what can't be seen.
func plainMarks(s string) string {
	if isASCII(s) {
		return s
	}
	s = norm.NFC.String(s)
	if !strings.ContainsFunc(s, hasPlain) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case unseen(r):
		case strings.ContainsRune("‘’‚‛ʼ′‹›´＇", r):
			b.WriteByte('\'')
		case strings.ContainsRune("“”„‟«»″＂「」『』", r):
			b.WriteByte('"')
		case unicode.Is(unicode.Pd, r) || r == '−':
			b.WriteByte('-')
		case r == '…':
			b.WriteString("...")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func hasPlain(r rune) bool {
	return unseen(r) || strings.ContainsRune("′″´−…＇＂ʼ", r) || unicode.In(r, unicode.Pi, unicode.Pf, unicode.Ps, unicode.Pe, unicode.Pd)
}

// unseen tells characters that only say where a line may or may not break.
func unseen(r rune) bool {
	return r == '\u00ad' || r == '\u200b' || r == '\u2060' || r == '\ufeff'
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// written returns the words and marks of a passage as a reader sees them, with their places in its Text. Between pieces
// of which something was left out stands a barrier.
func (p *Passage) written() []written {
	return p.tokens(func(piece PassagePiece) (string, []written) {
		tokens := writtenIn(piece.Text)
		if piece.Plain != "" {
			tokens = placedIn(writtenIn(piece.Plain), tokens)
		}
		return piece.Text, tokens
	})
}

// reading is the passage as a reader sees it, and the words and marks of written with their places in that.
func (p *Passage) reading() (text string, tokens []written) {
	var b strings.Builder
	tokens = p.tokens(func(piece PassagePiece) (string, []written) {
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString(piece.reading())
		return piece.reading(), writtenIn(piece.reading())
	})
	return b.String(), tokens
}

// tokens puts the tokens of the pieces one behind the other, as their texts stand joined by blank lines.
func (p *Passage) tokens(of func(PassagePiece) (text string, tokens []written)) []written {
	var out []written
	at := 0
	for i, piece := range p.Pieces {
		if i > 0 && piece.Skipped {
			out = append(out, written{exact: barrier, folded: barrier, start: at, end: at, word: true})
		}
		text, tokens := of(piece)
		for _, w := range tokens {
			w.start, w.end = w.start+at, w.end+at
			out = append(out, w)
		}
		at += len(text) + len("\n\n")
	}
	return out
}

// reachOfMarkup is how many words and marks of markup may stand between two that are read.
const reachOfMarkup = 200

// placedIn gives the words of a reading their places in the source, which has the same words with markup between them. One
// that the source writes otherwise (an entity) stands where the one before it ends.
func placedIn(reading, source []written) []written {
	next, end := 0, 0
	for i := range reading {
		w := &reading[i]
		n := slices.IndexFunc(source[next:min(len(source), next+reachOfMarkup)], func(s written) bool { return s.exact == w.exact })
		if n < 0 {
			w.start, w.end = end, end
			continue
		}
		next += n
		w.start, w.end = source[next].start, source[next].end
		end = w.end
		next++
	}
	return reading
}
