package locale

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"github.com/pelletier/go-toml/v2"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// head is the table [locale] of a file.
type head struct {
	Discord []string `toml:"discord"`
	Date    string   `toml:"date"`
	Months  []string `toml:"months"`
}

// read reads one language. What the file says is not yet held to the English one.
func read(folder fs.FS, name string) (*Locale, error) {
	data, err := fs.ReadFile(folder, name)
	if err != nil {
		return nil, fmt.Errorf("reading a language: %w", err)
	}
	var about struct {
		Locale head `toml:"locale"`
	}
	var tables map[string]any
	if err := toml.Unmarshal(data, &tables); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if err := toml.Unmarshal(data, &about); err != nil {
		return nil, fmt.Errorf("%s: [locale]: %w", name, err)
	}
	delete(tables, "locale")
	tag, err := language.Parse(codeOf(name))
	if err != nil {
		return nil, fmt.Errorf("%s: the file's name is no language code: %w", name, err)
	}
	h := about.Locale
	l := &Locale{
		code: codeOf(name), tag: tag, numbers: message.NewPrinter(tag),
		discord: h.Discord, date: template(h.Date), months: h.Months, texts: map[string]text{},
	}
	if err := l.collect("", tables); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return l, nil
}

// collect gathers the texts of a table and the tables in it, under keys joined by points.
func (l *Locale) collect(prefix string, table map[string]any) error {
	for _, name := range slices.Sorted(maps.Keys(table)) {
		key := prefix + name
		switch v := table[name].(type) {
		case string:
			l.texts[key] = text{other: template(v)}
		case map[string]any:
			if forms, ok := formsOf(v); ok {
				l.texts[key] = forms
			} else if err := l.collect(key+".", v); err != nil {
				return err
			}
		default:
			return fmt.Errorf("%s: expected a text, not %T", key, v)
		}
	}
	return nil
}

// formsOf reads a table that holds nothing but the forms of one text.
func formsOf(table map[string]any) (text, bool) {
	forms := text{}
	for name, value := range table {
		s, isText := value.(string)
		if !isText || !isCategory(name) {
			return nil, false
		}
		forms[name] = template(s)
	}
	_, ok := forms[other]
	return forms, ok
}

func isCategory(name string) bool {
	return slices.Contains(slices.Collect(maps.Values(categories)), name)
}
