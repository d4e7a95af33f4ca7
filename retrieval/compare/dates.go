package compare

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"docent/retrieval/analysis"
	"docent/retrieval/document"
)

// datesIn returns the ranges of tokens that are dates: whole ones, and the names of months and days with the numbers beside them.
func datesIn(text string, tokens []analysis.Surface) [][2]int {
	var out [][2]int
	for i := 0; i < len(tokens); {
		n := dateAt(text, tokens, i)
		if n > 0 {
			out = append(out, [2]int{i, i + n})
			i += n
			continue
		}
		i++
	}
	return out
}

// dateAt returns how many tokens a date takes that begins with a token; 0 if none does.
func dateAt(text string, tokens []analysis.Surface, i int) int {
	t := tokens[i]
	if !t.Word || t.End > len(text) {
		return 0
	}
	named := calendarWord(t.Exact)
	if !named && !analysis.HasDigit(t.Exact) {
		return 0
	}
	if d, ok := document.ParseDate(text[t.Start:]); ok {
		n := 0
		for i+n < len(tokens) && tokens[i+n].Start < t.Start+d.Len {
			n++
		}
		return n
	}
	word := func(j int) bool { return j < len(tokens) && tokens[j].Word }
	day := func(j int) bool { return word(j) && analysis.HasDigit(tokens[j].Exact) && len(tokens[j].Exact) <= 4 }
	calendar := func(j int) bool { return word(j) && calendarWord(tokens[j].Exact) }
	switch {
	case named:
		n := 1
		for day(i + n) {
			n++
		}
		return n
	case day(i) && calendar(i+1):
		n := 2
		for day(i + n) {
			n++
		}
		return n
	case isYear(t.Exact):
		return 1
	case day(i) && i+1 < len(tokens) && strings.Contains("年月日", tokens[i+1].Exact):
		return 2
	}
	return 0
}

// isYear reports whether a number most likely is a year.
func isYear(s string) bool {
	return len(s) == 4 && (strings.HasPrefix(s, "19") || strings.HasPrefix(s, "20")) && strings.Trim(s, "0123456789") == ""
}

// dayNames are the days of the week, in the languages of the names of months.
var dayNames = analysis.WordSet("monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag " +
	"lunes martes miércoles jueves viernes sábado domingo lundi mardi mercredi jeudi vendredi samedi dimanche " +
	"lunedì martedì mercoledì giovedì venerdì sabato domenica maandag dinsdag woensdag donderdag vrijdag zaterdag zondag")

// calendarWord reports whether a word names a month or a day of the week. Short names, and those that are also other words, count
// with a capital only.
func calendarWord(word string) bool {
	lower := strings.ToLower(word)
	if dayNames[lower] {
		return true
	}
	if len(word) < 3 || analysis.HasDigit(word) {
		return false
	}
	if _, ok := document.ParseDate("1 " + word + " 2000"); !ok {
		return false
	}
	first, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(first) || len(word) > 4 && lower != "march"
}
