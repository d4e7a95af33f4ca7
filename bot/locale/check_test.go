package locale

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf16"
)

// limits are how long a text of each table may be, in characters as Discord counts them where it is strictest: UTF-16
// units. Those of commands, options, choices, buttons, menus and forms are Discord's (docs/interactions); those of
// sentences are ours, so that several fit a message.
var limits = map[string]int{
	"say":        400,
	"notice":     200, // as a reply shows of one
	"failure":    120,
	"label":      60,
	"verdict":    60,
	"difference": 40,
	"presence":   60,
	"usage":      60,
	"help":       120,
	"command":    100,
	"option":     100,
	"choice":     100,
	"button":     80,
	"select":     100,
	"form":       45,
	"field":      45,
}

// checkAll says what is wrong with languages, all of it at once: texts that are missing, superfluous or too long, and
// placeholders that don't match the English ones.
func checkAll(ls *Locales) error {
	var faults []error
	wants := map[string]*Locale{}
	for _, l := range ls.all {
		faults = append(faults, check(l, ls.English())...)
		for _, code := range append(slices.Clone(l.discord), l.code) {
			if other := wants[code]; other != nil && other != l {
				faults = append(faults, fmt.Errorf("%s and %s both want the code %s", l.file(), other.file(), code))
			}
			wants[code] = l
		}
	}
	return errors.Join(faults...)
}

// check says what is wrong with a language, measured by the English one.
func check(l, english *Locale) (faults []error) {
	fault := func(key, format string, args ...any) {
		faults = append(faults, fmt.Errorf("%s: %s: %s", l.file(), key, fmt.Sprintf(format, args...)))
	}
	switch {
	case len(l.discord) == 0:
		fault("locale.discord", "is missing")
	case len(l.months) != 12:
		fault("locale.months", "expected 12, not %d", len(l.months))
	}
	if got, want := l.date.placeholders(), []string{"day", "month", "year"}; !slices.Equal(got, want) {
		fault("locale.date", "expected the placeholders %s, not %s", braces(want), braces(got))
	}
	for _, key := range english.Keys() {
		if !l.Has(key) {
			fault(key, "is missing")
		}
	}
	own := l.categories()
	for _, key := range l.Keys() {
		if !english.Has(key) {
			fault(key, "there is no such text in English")
			continue
		}
		for category, form := range l.texts[key] {
			if len(l.texts[key]) > 1 && !slices.Contains(own, category) {
				fault(key, "the language has no form .%s; it has .%s", category, strings.Join(own, " ."))
			}
			for _, err := range checkForm(key, form, category, english.texts[key]) {
				fault(key, "%v", err)
			}
		}
	}
	return faults
}

// checkForm says what is wrong with one form of a text.
func checkForm(key string, form template, category string, english text) (faults []error) {
	if strings.TrimSpace(string(form)) == "" {
		faults = append(faults, fmt.Errorf("is empty"))
	}
	limit, ok := limits[section(key)]
	if !ok {
		faults = append(faults, fmt.Errorf("there is no table [%s]", section(key)))
	} else if n := len(utf16.Encode([]rune(string(form)))); n > limit {
		faults = append(faults, fmt.Errorf("has %d characters; %d are allowed", n, limit))
	}
	got, want := form.placeholders(), english[other].placeholders()
	if category != other { // a form such as "one" may say the number in words
		got, want = without(got, "count"), without(want, "count")
	}
	if !slices.Equal(got, want) {
		faults = append(faults, fmt.Errorf("expected the placeholders %s, not %s", braces(want), braces(got)))
	}
	return faults
}

func without(names []string, name string) []string {
	return slices.DeleteFunc(names, func(s string) bool { return s == name })
}

func braces(names []string) string {
	if len(names) == 0 {
		return "(none)"
	}
	return "{" + strings.Join(names, "} {") + "}"
}

func (l *Locale) file() string { return l.code + ".toml" }

// categories lists those of the language, sorted: the rules repeat themselves after some hundreds.
func (l *Locale) categories() []string {
	found := map[string]bool{other: true}
	for n := range 1000 {
		found[l.categoryOf(n)] = true
	}
	found[l.categoryOf(1_000_000)] = true
	return slices.Sorted(maps.Keys(found))
}

// placeholders lists the names in braces, sorted, each once.
func (t template) placeholders() []string {
	names := map[string]bool{}
	t.fill(func(name string) (string, bool) {
		names[name] = true
		return "", true
	})
	return slices.Sorted(maps.Keys(names))
}

// section is the table that a key's text stands in.
func section(key string) string {
	before, _, _ := strings.Cut(key, ".")
	return before
}
