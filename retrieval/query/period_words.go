package query

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
	"time"

	"docent/retrieval/analysis"
)

// This file knows the words for times that count from the day of the question, in English, German, Spanish, French, Japanese and
// Chinese.

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
	words := analysis.FoldedWords(s[:min(len(s), 60)])
	if len(words) == 0 || words[0].Start != 0 {
		return Period{}, 0, false
	}
	var best relativeTime
	length := 0
	for _, r := range relativeTimes[strings.ToLower(words[0].Text)] {
		parts := strings.FieldsFunc(r.words, func(r rune) bool { return r == ' ' || r == '-' })
		if len(parts) <= len(words) && sameWords(words, parts) && len(r.words) > len(best.words) {
			best, length = r, words[len(parts)-1].End
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
