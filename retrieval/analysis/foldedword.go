package analysis

import (
	"strings"
	"unicode"
)

// A FoldedWord is a word of a text in lower case, by its bytes.
type FoldedWord struct {
	Text       string // lower case
	Start, End int
}

// FoldedWords returns the words of a text, in order. A word is letters, digits, marks and apostrophes.
func FoldedWords(text string) []FoldedWord {
	var out []FoldedWord
	start := -1
	for i, r := range text + " " {
		inside := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || r == '\'' || r == '’'
		switch {
		case inside && start < 0:
			start = i
		case !inside && start >= 0:
			out = append(out, FoldedWord{strings.ToLower(strings.ReplaceAll(text[start:i], "’", "'")), start, i})
			start = -1
		}
	}
	return out
}

// NumberWords say a number in English, German, Spanish or French.
var NumberWords = WordSet("one two three four five six seven eight nine ten eleven twelve dozen twenty thirty forty fifty sixty seventy eighty ninety hundred " +
	"thousand million billion half first second third fourth fifth once twice none several " +
	"ein eine zwei drei vier fünf sechs sieben acht neun zehn elf zwölf hundert tausend million millionen " +
	"uno dos tres cuatro cinco seis siete ocho nueve diez cien mil millón millones deux trois quatre cinq sept huit neuf dix cent mille")

// TimeWords name a month, a weekday or a stretch of time in English, German, Spanish or French.
var TimeWords = WordSet("january february march april may june july august september october november december " +
	"monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow morning afternoon evening night week month year years months weeks days hours minutes century decade " +
	"januar februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonntag heute gestern morgen jahr jahre monat woche " +
	"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes miércoles jueves viernes sábado domingo año años siglo " +
	"janvier février mars avril juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi samedi dimanche année an siècle")

// HasDigit reports whether a text has a digit.
func HasDigit(s string) bool { return strings.ContainsFunc(s, unicode.IsDigit) }

// IsWordRune reports whether a character is part of a word: a letter, a digit or a mark upon one.
func IsWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}
