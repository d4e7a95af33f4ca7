package locale

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

//go:embed *.toml
var files embed.FS

// fallback is the language of whoever speaks none of ours.
const fallback = "en"

// Locales are the languages that Docent speaks. They don't change, and are safe for concurrent use.
type Locales struct {
	all    []*Locale // English first, the others by their codes
	byCode map[string]*Locale
}

// New loads the languages that are built in.
func New() (*Locales, error) { return load(files) }

// load reads every file CODE.toml of a folder, of which en.toml must be one. That they fit each other is for tests to see
// (check_test.go): they are built in.
func load(folder fs.FS) (*Locales, error) {
	names, err := fs.Glob(folder, "*.toml")
	if err != nil {
		return nil, fmt.Errorf("listing the languages: %w", err)
	}
	ls := &Locales{byCode: map[string]*Locale{}}
	for _, name := range names {
		l, err := read(folder, name)
		if err != nil {
			return nil, err
		}
		if l.code == fallback {
			ls.all = slices.Insert(ls.all, 0, l)
		} else {
			ls.all = append(ls.all, l)
		}
		for _, code := range append(slices.Clone(l.discord), l.code) {
			ls.byCode[code] = l
		}
	}
	if ls.byCode[fallback] == nil {
		return nil, fmt.Errorf("there is no %s.toml", fallback)
	}
	return ls, nil
}

// For is the locale of a language code such as "de", "en-GB" or "es-419", or of the language that it is a variety of;
// English for what is neither.
func (ls *Locales) For(code string) *Locale {
	if l := ls.byCode[code]; l != nil {
		return l
	}
	if tag, err := language.Parse(code); err == nil {
		base, _ := tag.Base()
		if l := ls.byCode[base.String()]; l != nil {
			return l
		}
	}
	return ls.all[0]
}

// English is the locale of the terminal, and of everything whose reader isn't known.
func (ls *Locales) English() *Locale { return ls.all[0] }

// All lists the locales, English first.
func (ls *Locales) All() []*Locale { return slices.Clone(ls.all) }

func codeOf(name string) string { return strings.TrimSuffix(path.Base(name), ".toml") }
