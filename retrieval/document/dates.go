package document

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A Date is a moment as a text writes it.
type Date struct {
	Time  time.Time // UTC unless the text names a zone
	Timed bool      // the text gives a time of day
	Len   int       // bytes of the text that the date takes up
}

// maxDateBytes bounds what is looked at: the longest form is well below it.
const maxDateBytes = 80

// weekday matches the name of a day before a date, in the languages of monthNames.
const weekday = `(?:(?i:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|mié|jeu|jue|ven|vie|sam|sáb|dim|dom|seg|qua|qui|ma|wo|vr|za|zo)\p{L}{0,9}\.?,? +)?`

var (
	isoDate   = regexp.MustCompile(`^(\d{4})([-/.])(\d{1,2})([-/.])(\d{1,2})(?:\b|T)`)
	cjkDate   = regexp.MustCompile(`^(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]`)
	dayFirst  = regexp.MustCompile(`^` + weekday + `(\d{1,2})(?:st|nd|rd|th|er|\.|º)?(?: of| de)?[ -]\s*(\p{L}{3,10})\.?,?(?: del?)?[ -]\s*(\d{4})\b`)
	monthDay  = regexp.MustCompile(`^` + weekday + `(\p{L}{3,10})\.?[ -](\d{1,2})(?:st|nd|rd|th)?,?[ -]\s*(\d{4})\b`)
	numbers   = regexp.MustCompile(`^(\d{1,2})([-/.])(\d{1,2})([-/.])(\d{4})\b`)
	clockTime = regexp.MustCompile(`^(?:T|,?\s*(?:at|um|à|a las|[-–])?\s+)(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?(?:\s?([AaPp])\.?[Mm]\b\.?)?(?:\s?(Z\b|[+-]\d{2}:?\d{2}\b|\(?[A-Z]{3,4}\b\)?))?`)
)

// zones are the abbreviations that mean one offset wherever they are commonly written, in minutes east of UTC.
var zones = map[string]int{"Z": 0, "UTC": 0, "GMT": 0, "EST": -300, "EDT": -240, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480,
	"PDT": -420, "BST": 60, "CET": 60, "CEST": 120, "MSK": 180, "IST": 330, "JST": 540, "KST": 540}

// monthNames lists, for each month, its names and abbreviations in English, German, French, Spanish, Italian, Portuguese
// and Dutch.
var monthNames = [12]string{
	"january jan januar jänner janvier janv enero ene gennaio gen janeiro januari",
	"february feb februar février févr fév febrero febbraio fevereiro fev februari",
	"march mar märz mär mars marzo março maart mrt",
	"april apr avril avr abril abr aprile",
	"may mai mayo maggio mag maio mei",
	"june jun juni juin junio giugno giu junho",
	"july jul juli juillet juil julio luglio lug julho",
	"august aug août aou agosto ago augustus",
	"september sep sept septembre septiembre settembre set setembro",
	"october oct oktober okt octobre octubre ottobre ott outubro out",
	"november nov novembre noviembre novembro",
	"december dec dezember dez décembre déc diciembre dic dicembre dezembro",
}

// MonthOf returns the month that a name or abbreviation in any of those languages means, or 0.
func MonthOf(name string) time.Month { return monthsByName[strings.ToLower(name)] }

var monthsByName = func() map[string]time.Month {
	out := map[string]time.Month{}
	for i, names := range monthNames {
		for name := range strings.FieldsSeq(names) {
			if out[name] == 0 {
				out[name] = time.Month(i + 1)
			}
		}
	}
	return out
}()

// ParseDate reads the date that s begins with, and the time of day after it. Dates written as three numbers count only
// where day and month can't be confused; with dots the day comes first, as everywhere such dates are written.
func ParseDate(s string) (Date, bool) {
	s = s[:min(len(s), maxDateBytes)]
	day, n := parseDay(s)
	if n == 0 {
		return Date{}, false
	}
	d := Date{Time: day, Len: n}
	if m := clockTime.FindStringSubmatch(s[n:]); m != nil {
		d.addClock(m)
	}
	return d, true
}

// parseDay reads the day that s begins with; n is its length, 0 if there is none.
func parseDay(s string) (day time.Time, n int) {
	if m := isoDate.FindStringSubmatch(s); m != nil && m[2] == m[4] {
		return makeDay(m[1], monthNumber(m[3]), m[5], strings.TrimSuffix(m[0], "T"))
	}
	if m := cjkDate.FindStringSubmatch(s); m != nil {
		return makeDay(m[1], monthNumber(m[2]), m[3], m[0])
	}
	if m := numbers.FindStringSubmatch(s); m != nil && m[2] == m[4] {
		return makeNumeric(m)
	}
	if m := dayFirst.FindStringSubmatch(s); m != nil {
		return makeDay(m[3], MonthOf(m[2]), m[1], m[0])
	}
	if m := monthDay.FindStringSubmatch(s); m != nil {
		return makeDay(m[3], MonthOf(m[1]), m[2], m[0])
	}
	return time.Time{}, 0
}

var (
	isoMonth  = regexp.MustCompile(`^(\d{4})[-/](\d{1,2})\b`)
	cjkMonth  = regexp.MustCompile(`^(\d{4}) ?[年년] ?(\d{1,2}) ?[月월]`)
	monthYear = regexp.MustCompile(`^(\p{L}{3,10})\.?,?(?: del?)? +(\d{4})\b`)
)

// ParseMonth reads the month of a year that s begins with ("January 2026", "enero de 2026", "2026-01", "2026年1月"), as its first
// day. n is its length in bytes, 0 if there is none.
func ParseMonth(s string) (first time.Time, n int) {
	s = s[:min(len(s), maxDateBytes)]
	if m := monthYear.FindStringSubmatch(s); m != nil {
		return makeDay(m[2], MonthOf(m[1]), "1", m[0])
	}
	for _, pattern := range [...]*regexp.Regexp{isoMonth, cjkMonth} {
		if m := pattern.FindStringSubmatch(s); m != nil {
			return makeDay(m[1], monthNumber(m[2]), "1", m[0])
		}
	}
	return time.Time{}, 0
}

// makeNumeric decides which of two numbers before a year is the day.
func makeNumeric(m []string) (time.Time, int) {
	first, second := atoi(m[1]), atoi(m[3])
	if m[2] == "." || first > 12 || first == second {
		return makeDay(m[5], time.Month(second), m[1], m[0])
	}
	if second > 12 {
		return makeDay(m[5], time.Month(first), m[3], m[0])
	}
	return time.Time{}, 0
}

// makeDay returns the day, and the length of the match it was read from, 0 if there is no such day.
func makeDay(year string, month time.Month, day, match string) (time.Time, int) {
	t := time.Date(atoi(year), month, atoi(day), 0, 0, 0, 0, time.UTC)
	if month < 1 || month > 12 || t.Month() != month || t.Year() < 1000 {
		return time.Time{}, 0
	}
	return t, len(match)
}

// addClock adds the time of day in a match of clockTime, unless there is no such time.
func (d *Date) addClock(m []string) {
	hour, minute, second := atoi(m[1]), atoi(m[2]), atoi(m[3])
	if half := strings.ToLower(m[4]); half != "" {
		if hour < 1 || hour > 12 {
			return
		}
		hour %= 12
		if half == "p" {
			hour += 12
		}
	}
	if hour > 23 || minute > 59 || second > 59 {
		return
	}
	length := len(m[0])
	zone, ok := zoneOf(m[5])
	if !ok {
		length -= len(m[5])
		length = len(strings.TrimRight(m[0][:length], " "))
	}
	day := d.Time
	d.Time = time.Date(day.Year(), day.Month(), day.Day(), hour, minute, second, 0, zone)
	d.Timed = true
	d.Len += length
}

// zoneOf reads a zone: an offset or a known abbreviation; nothing means UTC.
func zoneOf(s string) (*time.Location, bool) {
	s = strings.Trim(s, "()")
	if s == "" {
		return time.UTC, true
	}
	if s[0] == '+' || s[0] == '-' {
		digits := strings.ReplaceAll(s[1:], ":", "")
		offset := atoi(digits[:2])*3600 + atoi(digits[2:])*60
		if s[0] == '-' {
			offset = -offset
		}
		if offset == 0 {
			return time.UTC, true
		}
		return time.FixedZone("", offset), true
	}
	minutes, ok := zones[s]
	if minutes == 0 {
		return time.UTC, ok
	}
	return time.FixedZone(s, minutes*60), ok
}

func monthNumber(s string) time.Month { return time.Month(atoi(s)) }

// atoi reads a short number that a pattern has matched; nothing is 0.
func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
