package document

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The longest key and value of a "key: value" line, in words. Beyond them a colon is more likely to stand in a sentence.
const (
	maxKeyWords   = 7
	maxValueWords = 18
)

// maxPairBytes bounds the line that is looked at, so that a file of one line costs nothing.
const maxPairBytes = 600

// A Pair is a line of the form "key: value".
type Pair struct {
	Key   string // the line's beginning
	Value string // the line's end
}

// SplitPair reads a line without surrounding white space as a pair. The colon may be full-width, and is followed by
// white space unless it is. Lines whose key holds punctuation of a sentence, a clock time or an address are no pairs.
func SplitPair(line string) (Pair, bool) {
	if len(line) > maxPairBytes {
		return Pair{}, false
	}
	keyEnd, valueStart := pairBreak(line)
	if keyEnd <= 0 || valueStart >= len(line) {
		return Pair{}, false
	}
	p := Pair{Key: strings.TrimRightFunc(line[:keyEnd], unicode.IsSpace), Value: strings.TrimLeftFunc(line[valueStart:], unicode.IsSpace)}
	return p, goodKey(p.Key) && p.Value != "" && CountWords(p.Value) <= maxValueWords
}

// pairBreak finds the first colon that parts a key from a value, or -1.
func pairBreak(line string) (keyEnd, valueStart int) {
	for i, r := range line {
		switch r {
		case '：':
			return i, i + len("：")
		case ':':
			next, _ := utf8.DecodeRuneInString(line[i+1:])
			if i+1 < len(line) && unicode.IsSpace(next) {
				return i, i + 1
			}
		}
	}
	return -1, -1
}

// goodKey reports whether a key names something: a few words with a letter among them.
func goodKey(key string) bool {
	if strings.ContainsAny(key, ".!?\";[]{}<>=\\|。！？；") || strings.Contains(key, ":") || CountWords(key) > maxKeyWords {
		return false
	}
	first, _ := utf8.DecodeRuneInString(key)
	if !unicode.IsLetter(first) && !unicode.IsDigit(first) {
		return false
	}
	return strings.ContainsFunc(key, unicode.IsLetter)
}

// speechKeys begin the lines of questions and answers.
var speechKeys = map[string]bool{"q": true, "a": true, "question": true, "answer": true, "frage": true, "antwort": true, "f": true, "r": true,
	"pregunta": true, "respuesta": true, "réponse": true, "问": true, "答": true, "問": true}

// Tabular reports whether adjacent pairs are rows of a table rather than a dialogue, a log or prose: two at least, whose
// keys hardly repeat, and whose values are not sentences.
func Tabular(pairs []Pair) bool {
	if len(pairs) < 2 {
		return false
	}
	seen := make(map[string]bool, len(pairs))
	repeats, sentences := 0, 0
	for _, p := range pairs {
		key := strings.ToLower(p.Key)
		if speechKeys[key] {
			return false
		}
		if seen[key] {
			repeats++
		}
		seen[key] = true
		last, _ := utf8.DecodeLastRuneInString(p.Value)
		switch last {
		case '?', '？':
			return false
		case '.', '!', '。', '！':
			sentences++
		}
	}
	return repeats*10 <= len(pairs) && sentences*2 < len(pairs)
}
