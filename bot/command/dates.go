package command

import (
	"fmt"
	"strings"
	"time"
)

// A dateError is a date that can't be read.
type dateError struct{ text string }

func (e dateError) Error() string { return fmt.Sprintf("%q is no date", e.text) }

// readDates reads the options since and until: the first moment that is meant, and the first one after. Days, months and
// years are taken in UTC, as documents have them. Zero stands for what isn't given.
func readDates(since, until string) (from, before time.Time, err error) {
	if from, _, err = readDate(since); err != nil {
		return from, before, err
	}
	_, before, err = readDate(until)
	return from, before, err
}

// readDate reads a day (2026-01-31), a month (2026-01) or a year (2026), and returns its first moment and the first
// after it.
func readDate(text string) (first, after time.Time, err error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return first, after, nil
	}
	for _, form := range []struct {
		layout              string
		years, months, days int
	}{{time.DateOnly, 0, 0, 1}, {"2006-01", 0, 1, 0}, {"2006", 1, 0, 0}} {
		if t, err := time.Parse(form.layout, text); err == nil {
			return t, t.AddDate(form.years, form.months, form.days), nil
		}
	}
	return first, after, dateError{text}
}
