package retrieval

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"docent/retrieval/document"
)

// A Period is the time that a question names in its words: "last week", "in January 2026". It is preferred and not required:
// an undated document may say "January 2026" in its text. The zero Period is none.
type Period struct {
	Since, Until time.Time // Until is the first moment after it; both are zero for "latest"
	Words        string    // as the question has them
	At           [2]int    // where they stand in Reading.Text, bytes
	// Relative words count from the day of the question ("last week"). Documents don't say them of that time, so they are
	// not looked for.
	Relative bool
	Latest   bool // the newest is asked for, whenever that was
}

// IsZero tells that no time is named.
func (p Period) IsZero() bool { return p.Words == "" }

// has tells whether a document of this date belongs to the period.
func (p Period) has(date time.Time) bool {
	return !date.IsZero() && !p.Since.IsZero() && !date.Before(p.Since) && date.Before(p.Until)
}

const (
	// nearDays is by how many days a document may miss the period for its preference to fall to a third.
	nearDays = 7.0
	// latestDays is the same for a question for what is newest: what was measured for news, in days before the question.
	latestDays = 30.0
)

// nearness is how near to the period a document of this date is: 1 inside, less the farther away, 0 without a date.
func (p Period) nearness(date, asked time.Time) float64 {
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
	words := wordsOf(text)
	german := slices.ContainsFunc(words, func(w wordAt) bool { return besideHere[w.text] })
	for i, w := range words {
		if german && w.text == "hier" {
			continue
		}
		if !beginsPeriod(w.text) {
			continue
		}
		for _, from := range [...]int{w.start, digitsIn(text, w)} {
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

// beginsPeriod tells, cheaply, whether a time may begin with a word.
func beginsPeriod(word string) bool {
	return hasDigit(word) || document.MonthOf(word) != 0 || relativeTimes[word] != nil || beginsSpan[word] || smallNumbers[word] > 0
}

var beginsSpan = set("last past letzten vergangenen últimos últimas derniers dernières")

// digitsIn is where the first digits of a word begin that scripts without spaces write in one with what comes before.
func digitsIn(text string, w wordAt) int {
	if n := strings.IndexAny(text[w.start:w.end], "0123456789"); n > 0 && text[w.start] >= 0x80 {
		return w.start + n
	}
	return w.start
}

// besideHere are German words by which "hier" is no yesterday.
var besideHere = set("wo was wer wie ist sind gibt es der die das ein eine ich wir kann man")

var yearBehind = set("in im en year jahr año l'année année nel em seit desde depuis during since")

func behindPreposition(words []wordAt, i int) bool { return i > 0 && yearBehind[words[i-1].text] }

// lonelyMonth reads a month without a year behind a preposition ("in October"): the last one that had begun when it was asked.
func lonelyMonth(words []wordAt, i, from int, asked time.Time) (p Period, n int, ok bool) {
	month := document.MonthOf(words[i].text)
	if month == 0 || asked.IsZero() || i == 0 || from != words[i].start || !yearBehind[words[i-1].text] {
		return Period{}, 0, false
	}
	first := time.Date(asked.Year(), month, 1, 0, 0, 0, 0, time.UTC)
	if first.After(asked) {
		first = first.AddDate(-1, 0, 0)
	}
	return Period{Since: first, Until: first.AddDate(0, 1, 0)}, words[i].end - words[i].start, true
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

// A unit is a stretch of the calendar.
type unit uint8

const (
	aDay unit = iota
	aWeek
	aMonth
	aYear
	latest // no stretch: what is newest
)

// A relativeTime is a way to say a time by the day of the question. A step of 0 is the stretch that this day is in, -1 the
// one before.
type relativeTime struct {
	words string // in lower case
	unit  unit
	step  int
}

var relativeTimes = func() map[string][]relativeTime {
	byWord := map[string][]relativeTime{}
	for _, e := range []struct {
		phrases string // separated by commas
		unit    unit
		step    int
	}{
		{"today, heute, hoy, aujourd'hui", aDay, 0},
		{"yesterday, gestern, ayer, hier", aDay, -1},
		{"day before yesterday, vorgestern, anteayer, avant-hier", aDay, -2},
		{"this week, diese woche, dieser woche, esta semana, cette semaine", aWeek, 0},
		{"last week, past week, previous week, letzte woche, letzter woche, vergangene woche, vergangener woche, vorige woche, voriger woche, semana pasada, semaine dernière, semaine passée", aWeek, -1},
		{"this month, diesen monat, diesem monat, este mes, ce mois", aMonth, 0},
		{"last month, past month, previous month, letzten monat, letztem monat, vergangenen monat, vorigen monat, mes pasado, mois dernier, mois passé", aMonth, -1},
		{"this year, dieses jahr, diesem jahr, este año, cette année", aYear, 0},
		{"last year, past year, previous year, letztes jahr, letzten jahr, vergangenes jahr, vergangenen jahr, voriges jahr, vorigen jahr, año pasado, année dernière, l'année dernière, l'an dernier, an dernier, année passée, l'année passée", aYear, -1},
		{"latest, newest, most recent, most recently, recently, recent, neueste, neuesten, neuester, neuestes, kürzlich, jüngste, jüngsten, más reciente, recientemente, reciente, récemment, récent, récente, plus récent, plus récente", latest, 0},
	} {
		for phrase := range strings.SplitSeq(e.phrases, ", ") {
			first, _, _ := strings.Cut(phrase, " ")
			byWord[first] = append(byWord[first], relativeTime{phrase, e.unit, e.step})
		}
	}
	return byWord
}()

// joinedTimes are the same in scripts without spaces.
var joinedTimes = []relativeTime{
	{"一昨日", aDay, -2}, {"おととい", aDay, -2}, {"前天", aDay, -2}, {"昨日", aDay, -1}, {"きのう", aDay, -1}, {"昨天", aDay, -1}, {"今日", aDay, 0}, {"今天", aDay, 0},
	{"先週", aWeek, -1}, {"上周", aWeek, -1}, {"上週", aWeek, -1}, {"上星期", aWeek, -1}, {"今週", aWeek, 0}, {"本周", aWeek, 0}, {"这周", aWeek, 0}, {"本週", aWeek, 0},
	{"先月", aMonth, -1}, {"上个月", aMonth, -1}, {"上個月", aMonth, -1}, {"今月", aMonth, 0}, {"本月", aMonth, 0}, {"这个月", aMonth, 0},
	{"昨年", aYear, -1}, {"去年", aYear, -1}, {"今年", aYear, 0}, {"最新", latest, 0}, {"最近", latest, 0},
}

var (
	spans = regexp.MustCompile(`(?i)^(?:(?:last|past|letzten|vergangenen|últimos|últimas|derniers|dernières) +(\d{1,3}|\p{L}{2,7})|(\d{1,3}|\p{L}{2,7}) +derni(?:er|ère)s) +(\p{L}+)`)
	units = func() map[string]unit {
		out := map[string]unit{}
		for u, names := range [...]string{"days tage tagen días jours", "weeks wochen semanas semaines", "months monate monaten meses mois", "years jahre jahren años ans années"} {
			for name := range strings.FieldsSeq(names) {
				out[name] = unit(u)
			}
		}
		return out
	}()
	smallNumbers = func() map[string]int {
		out := map[string]int{}
		for i, names := range [...]string{"two zwei dos deux", "three drei tres trois", "four vier cuatro quatre", "five fünf cinco cinq", "six sechs seis", "seven sieben siete sept",
			"eight acht ocho huit", "nine neun nueve neuf", "ten zehn diez dix"} {
			for name := range strings.FieldsSeq(names) {
				out[name] = i + 2
			}
		}
		return out
	}()
)

// relativeAt reads the relative time that s begins with.
func relativeAt(s string, asked time.Time) (Period, int, bool) {
	if m := spans.FindStringSubmatch(s); m != nil {
		u, known := units[strings.ToLower(m[3])]
		number := strings.ToLower(cmp.Or(m[1], m[2]))
		n, err := strconv.Atoi(number)
		if err != nil {
			n = smallNumbers[number]
		}
		if known && n > 0 {
			return Period{Since: midnight(step(asked, u, -n)), Until: midnight(asked).AddDate(0, 0, 1), Relative: true}, len(m[0]), true
		}
	}
	words := wordsOf(s[:min(len(s), 60)])
	if len(words) == 0 || words[0].start != 0 {
		return Period{}, 0, false
	}
	var best relativeTime
	length := 0
	for _, r := range relativeTimes[strings.ToLower(words[0].text)] {
		parts := strings.FieldsFunc(r.words, func(r rune) bool { return r == ' ' || r == '-' })
		if len(parts) <= len(words) && sameWords(words, parts) && len(r.words) > len(best.words) {
			best, length = r, words[len(parts)-1].end
		}
	}
	if length == 0 {
		return Period{}, 0, false
	}
	return best.period(asked), length, true
}

// joinedPeriod finds a relative time in a script without spaces.
func joinedPeriod(text string, asked time.Time) Period {
	if asked.IsZero() {
		return Period{}
	}
	for _, r := range joinedTimes {
		if i := strings.Index(text, r.words); i >= 0 {
			p := r.period(asked)
			p.Words, p.At = r.words, [2]int{i, i + len(r.words)}
			return p
		}
	}
	return Period{}
}

// step goes n units of the calendar on.
func step(t time.Time, u unit, n int) time.Time {
	switch u {
	case aWeek:
		return t.AddDate(0, 0, 7*n)
	case aMonth:
		return t.AddDate(0, n, 0)
	case aYear:
		return t.AddDate(n, 0, 0)
	}
	return t.AddDate(0, 0, n)
}

// period is the time that is meant when it is said at a time. Weeks begin on Monday; "this week" reaches back seven days at
// least, since on a Monday people speak of the days before.
func (r relativeTime) period(asked time.Time) Period {
	day := midnight(asked)
	first := day
	switch r.unit {
	case latest:
		return Period{Relative: true, Latest: true}
	case aWeek:
		first = day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
	case aMonth:
		first = day.AddDate(0, 0, 1-day.Day())
	case aYear:
		first = time.Date(day.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	}
	since, until := step(first, r.unit, r.step), step(first, r.unit, r.step+1)
	if r.unit == aWeek && r.step == 0 && since.After(day.AddDate(0, 0, -6)) {
		since = day.AddDate(0, 0, -6)
	}
	return Period{Since: since, Until: until, Relative: true}
}

// weightPeriod is what it is worth that a document is of the time that the question names.
const weightPeriod = 0.4

// prefer lets a document count for being of the time that the question names.
func (c *candidate) prefer(p Period, asked time.Time) {
	share := weightPeriod * p.nearness(c.Date, asked)
	if share < 0.01*weightPeriod {
		return
	}
	c.timely = share
	c.score += share
	c.more = append(c.more, Reason{What: "the document is of the time asked about, or near it: " + c.Date.Format(time.DateOnly), Share: share})
}
