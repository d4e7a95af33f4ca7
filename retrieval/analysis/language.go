package analysis

import (
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"

	"docent/retrieval/document"
)

// sampleBytes is how much of a document its language is told from.
const sampleBytes = 4 << 10

// Spaced are the languages that are told apart by their function words.
var Spaced = [...]string{"da", "de", "en", "es", "fi", "fr", "hu", "it", "nl", "no", "pt", "ro", "ru", "sv", "tr"}

// A Detector tells the language of a text. It is made once, and safe for concurrent use.
type Detector struct {
	stops         map[string]map[string]bool // by language
	functionWords map[string][]int           // by word: the places in spaced of the languages that have it
}

// NewDetector returns a Detector. Making one takes some milliseconds.
func NewDetector() *Detector {
	d := &Detector{stops: map[string]map[string]bool{}, functionWords: map[string][]int{}}
	for i, language := range Spaced {
		d.stops[language] = StopWords(language)
		for word := range d.stops[language] {
			d.functionWords[word] = append(d.functionWords[word], i)
		}
	}
	return d
}

// Document returns the language of a document's body as an ISO 639-1 code, "" where it can't be told.
func (d *Detector) Document(doc *document.Document) string {
	var sample strings.Builder
	for _, b := range doc.Blocks {
		switch b.Kind {
		case document.Boilerplate, document.Meta, document.Code:
			continue
		}
		text := b.Reading()
		if room := sampleBytes - sample.Len(); len(text) > room {
			text = strings.ToValidUTF8(text[:room], "")
		}
		sample.WriteString(text)
		sample.WriteByte('\n')
		if sample.Len() >= sampleBytes {
			break
		}
	}
	return d.Text(sample.String())
}

// Text asks the script, then the function words, then the statistics of letters: the first that is sure decides. Of a
// few words, function words say more than letters do.
func (d *Detector) Text(sample string) string {
	if l, sure := byScript(sample); sure {
		return l
	}
	guess, sure := d.byFunctionWords(sample)
	if sure {
		return guess
	}
	info := whatlanggo.Detect(sample)
	if code := info.Lang.Iso6391(); code != "" && info.IsReliable() {
		if code == "nb" || code == "nn" {
			return "no"
		}
		return code
	}
	return guess
}

// StopWords are the function words of the language that a question seems to be asked in; none when it can't be told.
func (d *Detector) StopWords(question string) map[string]bool {
	language, _ := d.byFunctionWords(question)
	return d.stops[language]
}

// byScript returns the language that a text's script gives away. It counts letters, so that a name in another script doesn't
// decide.
func byScript(sample string) (language string, sure bool) {
	var kana, han, hangul, thai, greek, hebrew, arabic, persian, all int
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
		case unicode.Is(unicode.Arabic, r):
			arabic++
			if strings.ContainsRune("پچژگکیٹڈڑے", r) { // letters that Arabic doesn't have
				persian++
			}
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
	case arabic > half && persian*50 < arabic:
		return "ar", true
	}
	return "", false
}

// byFunctionWords returns the language whose function words make up the most of a text, if they are a fifth of it at
// least and no other language has as many; it is sure where none comes near.
func (d *Detector) byFunctionWords(sample string) (language string, sure bool) {
	var counts [len(Spaced)]int
	words := FoldedWords(sample)
	for _, w := range words {
		for _, i := range d.functionWords[w.Text] {
			counts[i]++
		}
	}
	best, second := 0, 0
	for i, n := range counts {
		if n > best {
			best, second, language = n, best, Spaced[i]
		} else if n > second {
			second = n
		}
	}
	if best*5 < len(words) || best == second {
		return "", false
	}
	return language, best >= 5 && best*2 >= second*3
}
