package command

import (
	"strings"
	"time"
)

// readDates reads the options since and until: the first moment that is meant, and the first one after. Days, months and
// years are taken in UTC, as documents have them. Zero stands for what isn't given; bad is what can't be read, "" for
// nothing.
func readDates(r Request) (from, before time.Time, bad string) {
	since, until := strings.TrimSpace(r.Text(optionSince)), strings.TrimSpace(r.Text(optionUntil))
	from, _, ok := readDate(since)
	if !ok {
		return from, before, since
	}
	if _, before, ok = readDate(until); !ok {
		return from, before, until
	}
	return from, before, ""
}

// readDate reads a day (2026-01-31), a month (2026-01) or a year (2026), and returns its first moment and the first
// after it; zero for no text.
func readDate(text string) (first, after time.Time, ok bool) {
	for _, form := range []struct {
		layout              string
		years, months, days int
	}{{time.DateOnly, 0, 0, 1}, {"2006-01", 0, 1, 0}, {"2006", 1, 0, 0}} {
		if t, err := time.Parse(form.layout, text); err == nil {
			return t, t.AddDate(form.years, form.months, form.days), true
		}
	}
	return first, after, text == ""
}
