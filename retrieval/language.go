package retrieval

import (
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"

	"docent/retrieval/document"
	"docent/retrieval/index"
)

// sampleBytes is how much of a document its language is told from.
const sampleBytes = 20 << 10

// detectLanguage tells a document's language from its body, as an ISO 639-1 code; "" when it can't be told.
func detectLanguage(doc *Document) string {
	var sample strings.Builder
	for _, b := range doc.Blocks {
		switch b.Kind {
		case document.Furniture, document.Meta, document.Code:
			continue
		}
		sample.WriteString(b.Reading())
		sample.WriteByte('\n')
		if sample.Len() > sampleBytes {
			break
		}
	}
	return languageOf(sample.String())
}

func languageOf(sample string) string {
	if l, sure := byScript(sample); sure {
		return l
	}
	info := whatlanggo.Detect(sample)
	if info.Confidence > 0.5 {
		if code := info.Lang.Iso6391(); code != "" {
			if code == "nb" || code == "nn" {
				return "no"
			}
			return code
		}
	}
	return byFunctionWords(sample)
}

// byScript tells languages that their writing gives away. It counts letters, so that a name in another script doesn't
// decide.
func byScript(sample string) (language string, sure bool) {
	var kana, han, hangul, thai, greek, hebrew, all int
	for _, r := range sample {
		if !unicode.IsLetter(r) {
			continue
		}
		all++
		switch {
		case r < 0x370:
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			kana++
		case unicode.Is(unicode.Han, r):
			han++
		case unicode.Is(unicode.Hangul, r):
			hangul++
		case unicode.Is(unicode.Thai, r):
			thai++
		case unicode.Is(unicode.Greek, r):
			greek++
		case unicode.Is(unicode.Hebrew, r):
			hebrew++
		}
	}
	half := all / 2
	switch {
	case all == 0:
		return "", true
	case kana+han > half && kana*10 > han:
		return "ja", true
	case han > half:
		return "zh", true
	case hangul > half:
		return "ko", true
	case thai > half:
		return "th", true
	case greek > half:
		return "el", true
	case hebrew > half:
		return "he", true
	}
	return "", false
}

// byFunctionWords serves texts that are too short for statistics on letters: the language whose function words make up
// most of it, if they are a fifth of it at least.
func byFunctionWords(sample string) string {
	best, most := "", 0
	var tokens []index.Token
	for _, language := range []string{"en", "de", "es", "fr", "it", "pt", "nl", "sv", "da", "no", "fi", "hu", "ro", "ru", "tr"} {
		tokens = index.NewAnalyzer(language).Tokens(tokens[:0], sample)
		n := 0
		for _, t := range tokens {
			if t.Stop {
				n++
			}
		}
		if n > most && n*5 >= len(tokens) {
			best, most = language, n
		}
	}
	return best
}
