package analysis

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
	"golang.org/x/text/unicode/norm"

	"docent/retrieval/document"
)

// A Surface is a word or a mark of a text as it is written, neither stemmed nor weighed: what exact phrases and quoted
// sentences are compared by. A script without spaces has a word a character.
type Surface struct {
	Exact      string // quotes, dashes and ellipses in their plain form, characters composed
	Folded     string // case and accents folded
	Start, End int    // bytes of the text
	Word       bool   // else punctuation or another mark
}

// Barrier is what no text has: nothing that is compared reaches across it.
const Barrier = "\x00"

// Surfaces returns the words and marks of a text, in order.
func Surfaces(text string) []Surface {
	var out []Surface
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
				out = append(out, newSurface(raw[:n], at, true))
				raw, at = raw[n:], at+n
			}
		default:
			w := newSurface(raw, at, strings.ContainsFunc(raw, IsLetterOrNumber))
			if n := len(out); w.Exact != "" && (n == 0 || !joins(&out[n-1], w)) {
				out = append(out, w)
			}
		}
	}
	return out
}

// joins adds a mark to the one before it where both together are another way to write one: "--", "..." and two
// apostrophes for a quote.
func joins(before *Surface, w Surface) bool {
	if before.Word || before.End != w.Start {
		return false
	}
	switch both := before.Exact + w.Exact; both {
	case "--":
	case "..":
		before.Exact = "..."
	case "....":
	case "''":
		before.Exact = `"`
	default:
		return false
	}
	before.Folded, before.End = before.Exact, w.End
	return true
}

// IsLetterOrNumber reports whether a character is a letter or a number of any script.
func IsLetterOrNumber(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

func newSurface(raw string, at int, word bool) Surface {
	w := Surface{Exact: plainMarks(raw), Start: at, End: at + len(raw), Word: word}
	w.Folded = w.Exact
	if word {
		w.Folded = Fold(w.Exact)
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
		case Invisible(r):
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
	return Invisible(r) || strings.ContainsRune("′″´−…＇＂ʼ", r) || unicode.In(r, unicode.Pi, unicode.Pf, unicode.Ps, unicode.Pe, unicode.Pd)
}

// Invisible reports whether a character only says where a line may or may not break.
func Invisible(r rune) bool {
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

// reachOfMarkup is how many words and marks of markup may stand between two that are read.
const reachOfMarkup = 200

// Align gives the words of a reading their places in the source, which has the same words with markup between them. One
// that the source writes otherwise (an entity) stands where the one before it ends.
func Align(reading, source []Surface) []Surface {
	next, end := 0, 0
	for i := range reading {
		w := &reading[i]
		n := slices.IndexFunc(source[next:min(len(source), next+reachOfMarkup)], func(s Surface) bool { return s.Exact == w.Exact })
		if n < 0 {
			w.Start, w.End = end, end
			continue
		}
		next += n
		w.Start, w.End = source[next].Start, source[next].End
		end = w.End
		next++
	}
	return reading
}
