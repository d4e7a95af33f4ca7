package locale

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// A Locale is one language: its words, and how it writes numbers and dates. It is safe for concurrent use.
type Locale struct {
	code    string
	tag     language.Tag
	numbers *message.Printer
	discord []string
	date    template
	months  []string
	texts   map[string]text
}

// Args are what is filled into a text's placeholders, by their names: strings as they are, whole numbers and times as
// the language writes them. The one named "count", an int, also chooses the text's form.
type Args map[string]any

// Code is the language's code: "en".
func (l *Locale) Code() string { return l.code }

// Discord are the codes that Discord has for the language.
func (l *Locale) Discord() []string { return slices.Clone(l.discord) }

// Has reports whether there is a text of this key.
func (l *Locale) Has(key string) bool {
	_, ok := l.texts[key]
	return ok
}

// Keys lists the keys of all texts, sorted.
func (l *Locale) Keys() []string { return slices.Sorted(maps.Keys(l.texts)) }

// Text is the text of a key such as "say.silence", with args filled in. A key that there isn't is returned itself, and a
// placeholder without its argument stays: both show a mistake of ours, which tests find before people do.
func (l *Locale) Text(key string, args ...Args) string {
	t, ok := l.texts[key]
	if !ok {
		return key
	}
	var given Args
	if len(args) > 0 {
		given = args[0]
	}
	return t.form(l.category(given)).fill(func(name string) (string, bool) {
		value, ok := given[name]
		if !ok {
			return "", false
		}
		return l.write(value), true
	})
}

// category is the plural category of the argument "count".
func (l *Locale) category(args Args) string {
	n, ok := args["count"].(int)
	if !ok {
		return other
	}
	return l.categoryOf(n)
}

func (l *Locale) categoryOf(n int) string {
	return categories[plural.Cardinal.MatchPlural(l.tag, max(n, -n), 0, 0, 0, 0)]
}

func (l *Locale) write(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case int:
		return l.Number(v)
	case time.Time:
		return l.Date(v)
	}
	return l.numbers.Sprint(value)
}

// Number writes n with its digits grouped as the language does.
func (l *Locale) Number(n int) string { return l.numbers.Sprint(n) }

// Date writes the day of t as people read it, "" for the zero time.
func (l *Locale) Date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return l.date.fill(func(name string) (string, bool) {
		switch name {
		case "day":
			return strconv.Itoa(t.Day()), true
		case "month":
			return l.months[t.Month()-1], true
		case "year":
			return strconv.Itoa(t.Year()), true
		}
		return "", false
	})
}

// A text is what stands behind one key: its forms by plural category, of which there is always other.
type text map[string]template

func (t text) form(category string) template {
	if f, ok := t[category]; ok {
		return f
	}
	return t[other]
}

// other is the category that every language has.
const other = "other"

// categories are the names that CLDR gives to the forms of package plural.
var categories = map[plural.Form]string{
	plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: other,
}

// A template is a text with placeholders: "{count} documents".
type template string

// fill replaces each placeholder that value knows.
func (t template) fill(value func(name string) (string, bool)) string {
	var b strings.Builder
	for rest := string(t); ; {
		before, after, found := strings.Cut(rest, "{")
		name, behind, closed := strings.Cut(after, "}")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		if !closed {
			return b.String() + "{" + after
		}
		if filled, ok := value(name); ok {
			b.WriteString(filled)
		} else {
			b.WriteString("{" + name + "}")
		}
		rest = behind
	}
}
