package charset

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
)

// maxSample is how many bytes are shown to the detector. It looks at 8 KB of a single-byte encoding, and more don't
// change its mind about the others.
const maxSample = 32 << 10

// minConfidence is the detector's own scale, 1 to 100. Right guesses about real text score above it; below it are the
// accidents of a few letters beyond ASCII, for which windows-1252 is the likelier answer.
const minConfidence = 20

// minEvidence is how many bytes beyond ASCII it takes to ask the detector at all. Fewer are an accent or a dash, and it
// would find a rare language in them.
const minEvidence = 5

// westernLead is how much surer the detector must be of another encoding of the Latin alphabet than of windows-1252, of
// which the others are near copies.
const westernLead = 10

// detect decodes bytes that are not UTF-8 by the best guess at their encoding whose every byte decodes, and as
// windows-1252 when there is none.
func detect(raw []byte) Decoded {
	shown := sample(raw)
	if beyondASCII(shown) < minEvidence {
		return decodeWestern(raw)
	}
	for _, guess := range guesses(shown) {
		if d, ok := decodeAs(guess.Charset, raw); ok {
			return d
		}
	}
	return decodeWestern(raw)
}

// decodeWestern reads raw as windows-1252, in which every byte has a meaning.
func decodeWestern(raw []byte) Decoded {
	return Decoded{Text: mustDecode(charmap.Windows1252, raw), Encoding: "windows-1252"}
}

func beyondASCII(raw []byte) int {
	n := 0
	for _, c := range raw {
		if c >= utf8.RuneSelf {
			n++
		}
	}
	return n
}

// guesses are the detector's results, best first. It runs its recognisers at once and returns them in the order they end
// in, so equals are sorted by name: the same bytes must always give the same text.
func guesses(raw []byte) []chardet.Result {
	results, err := chardet.NewTextDetector().DetectAll(raw)
	if err != nil {
		return nil
	}
	slices.SortFunc(results, func(a, b chardet.Result) int {
		return cmp.Or(cmp.Compare(b.Confidence, a.Confidence), strings.Compare(a.Charset, b.Charset))
	})
	results = slices.DeleteFunc(results, func(r chardet.Result) bool {
		return r.Confidence < minConfidence || strings.HasPrefix(r.Charset, "UTF-") || strings.HasPrefix(r.Charset, "IBM")
	})
	western := slices.IndexFunc(results, func(r chardet.Result) bool { return r.Charset == "ISO-8859-1" || r.Charset == "windows-1252" })
	if western > 0 && latin[results[0].Charset] && results[western].Confidence >= results[0].Confidence-westernLead {
		results[0], results[western] = results[western], results[0]
	}
	return results
}

// latin are the detector's names of the encodings that share most letters with windows-1252.
var latin = map[string]bool{"ISO-8859-2": true, "windows-1250": true, "ISO-8859-9": true, "windows-1254": true}

// sample collects the lines of raw that hold bytes beyond ASCII: the others tell nothing, and would use up what the
// detector reads.
func sample(raw []byte) []byte {
	var out []byte
	for line := range strings.Lines(string(raw)) {
		if strings.IndexFunc(line, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
			continue
		}
		out = append(out, line...)
		if len(out) >= maxSample {
			return out[:maxSample]
		}
	}
	return out
}

// decodeAs decodes raw by an encoding's name; it fails where a byte has no meaning in it, or means a control character.
func decodeAs(charset string, raw []byte) (Decoded, bool) {
	e, err := htmlindex.Get(strings.ToLower(charset))
	if err != nil {
		return Decoded{}, false
	}
	decoded, err := e.NewDecoder().Bytes(raw)
	if err != nil {
		return Decoded{}, false
	}
	text := string(decoded)
	if !utf8.ValidString(text) || strings.ContainsFunc(text, unreadable) {
		return Decoded{}, false
	}
	name, err := htmlindex.Name(e)
	return Decoded{Text: text, Encoding: name}, err == nil
}

// unreadable reports whether a decoded character shows that the encoding was the wrong one.
func unreadable(r rune) bool {
	return r == utf8.RuneError || r >= 0x80 && unicode.IsControl(r) || unicode.Is(unicode.Co, r)
}
