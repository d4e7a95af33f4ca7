package query

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"docent/retrieval/analysis"
	"docent/retrieval/document"
)

// A Period is the time that a question names in its words: "last week", "in January 2026". It is preferred and not required:
// an undated document may say "January 2026" in its text. The zero Period is none.
type Period struct {
	Words string    `json:"words"`          // as the question has them
	Since time.Time `json:"since,omitzero"` // both are zero for "latest"
	Until time.Time `json:"until,omitzero"` // the first moment after it
	At    [2]int    `json:"-"`              // where they stand in Parsed.Text, bytes
	// Relative words count from the day of the question ("last week"). Documents don't say them of that time, so they are
	// not looked for.
	Relative bool `json:"-"`
	Latest   bool `json:"-"` // the newest is asked for, whenever that was
}

// IsZero reports whether no time is named.
func (p Period) IsZero() bool { return p.Words == "" }

// has reports whether a document of this date belongs to the period.
func (p Period) has(date time.Time) bool {
	return !date.IsZero() && !p.Since.IsZero() && !date.Before(p.Since) && date.Before(p.Until)
}

const (
	// nearDays is by how many days a document may miss the period for its preference to fall to a third.
	nearDays = 7.0
	// latestDays is the same for a question for what is newest: what was measured for news, in days before the question.
	latestDays = 30.0
)

// Nearness is how near to the period a document of this date is: 1 inside, less the farther away, 0 without a date.
func (p Period) Nearness(date, asked time.Time) float64 {
	days := func(d time.Duration) float64 { return max(0, d.Hours()/24) }
	switch {
	case date.IsZero() || p.IsZero():
		return 0
	case p.Latest:
		return math.Exp(-days(asked.Sub(date)) / latestDays)
	case date.Before(p.Since):
		return math.Exp(-days(p.Since.Sub(date)) / nearDays)
	case date.Before(p.Until):
		return 1
	}
	return math.Exp(-days(date.Sub(p.Until)) / nearDays)
}

// findPeriod finds the first time that a question names.
func findPeriod(text string, asked time.Time) Period {
	words := analysis.FoldedWords(text)
	german := slices.ContainsFunc(words, func(w analysis.FoldedWord) bool { return besideHere[w.Text] })
	for i, w := range words {
		if german && w.Text == "hier" {
			continue
		}
		if !beginsPeriod(w.Text) {
			continue
		}
		for _, from := range [...]int{w.Start, digitsIn(text, w)} {
			p, n, ok := periodAt(text[from:], asked)
			if !ok || n == 4 && !p.Relative && !behindPreposition(words, i) { // "model 2026" is no year
				p, n, ok = lonelyMonth(words, i, from, asked)
			}
			if ok {
				p.At = [2]int{from, from + n}
				p.Words = text[from : from+n]
				return p
			}
		}
	}
	return joinedPeriod(text, asked)
}

// beginsPeriod reports, cheaply, whether a time may begin with a word.
func beginsPeriod(word string) bool {
	return analysis.HasDigit(word) || document.MonthOf(word) != 0 || relativeTimes[word] != nil || beginsSpan[word] || smallNumbers[word] > 0
}

var beginsSpan = analysis.WordSet("last past letzten vergangenen últimos últimas derniers dernières")

// digitsIn is where the first digits of a word begin that scripts without spaces write in one with what comes before.
func digitsIn(text string, w analysis.FoldedWord) int {
	if n := strings.IndexAny(text[w.Start:w.End], "0123456789"); n > 0 && text[w.Start] >= 0x80 {
		return w.Start + n
	}
	return w.Start
}

// besideHere are German words by which "hier" is no yesterday.
var besideHere = analysis.WordSet("wo was wer wie ist sind gibt es der die das ein eine ich wir kann man")

var yearBehind = analysis.WordSet("in im en year jahr año l'année année nel em seit desde depuis during since")

func behindPreposition(words []analysis.FoldedWord, i int) bool {
	return i > 0 && yearBehind[words[i-1].Text]
}

// lonelyMonth reads a month without a year behind a preposition ("in October"): the last one that had begun when it was asked.
func lonelyMonth(words []analysis.FoldedWord, i, from int, asked time.Time) (p Period, n int, ok bool) {
	month := document.MonthOf(words[i].Text)
	if month == 0 || asked.IsZero() || i == 0 || from != words[i].Start || !yearBehind[words[i-1].Text] {
		return Period{}, 0, false
	}
	first := time.Date(asked.Year(), month, 1, 0, 0, 0, 0, time.UTC)
	if first.After(asked) {
		first = first.AddDate(-1, 0, 0)
	}
	return Period{Since: first, Until: first.AddDate(0, 1, 0)}, words[i].End - words[i].Start, true
}

var yearAlone = regexp.MustCompile(`^([12]\d{3})(?:年|年中)?(?:[^\d.,/-]|$|[.,/-](?:\D|$))`)

// periodAt reads the day, month, year or relative time that s begins with. n is its length in bytes.
func periodAt(s string, asked time.Time) (p Period, n int, ok bool) {
	if d, ok := document.ParseDate(s); ok {
		day := midnight(d.Time)
		return Period{Since: day, Until: day.AddDate(0, 0, 1)}, d.Len, true
	}
	if first, n := document.ParseMonth(s); n > 0 {
		return Period{Since: first, Until: first.AddDate(0, 1, 0)}, n, true
	}
	if m := yearAlone.FindStringSubmatch(s); m != nil {
		year, _ := strconv.Atoi(m[1]) // four digits, by the pattern
		first := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
		return Period{Since: first, Until: first.AddDate(1, 0, 0)}, len(m[1]), true
	}
	if asked.IsZero() {
		return Period{}, 0, false
	}
	return relativeAt(s, asked)
}

// midnight is the beginning of the day on which t falls where it was taken, as dates without a time of day are kept: in UTC.
func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}
