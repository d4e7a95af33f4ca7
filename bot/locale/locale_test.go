package locale

import (
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"
)

func builtIn(t *testing.T) *Locales {
	t.Helper()
	ls, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return ls
}

// The built-in languages pass every check: none lacks a text, none is too long, all placeholders match.
func TestBuiltIn(t *testing.T) {
	t.Parallel()
	ls := builtIn(t)
	for _, code := range []string{"en", "de", "es", "fr", "ja"} {
		if got := ls.For(code).Code(); got != code {
			t.Errorf("there is no %s", code)
		}
	}
	if err := checkAll(ls); err != nil {
		t.Error(err)
	}
	if ls.All()[0] != ls.English() {
		t.Error("English isn't the first")
	}
}

// What a follow-up reads back from a public answer stands behind a prefix, and nothing behind it.
func TestAskedEndsWithTheQuestion(t *testing.T) {
	t.Parallel()
	for _, l := range builtIn(t).All() {
		if got := l.Text("say.asked", Args{"question": "?"}); !strings.HasSuffix(got, "?") || len(got) < 3 {
			t.Errorf("%s: %q", l.Code(), got)
		}
	}
}

func TestFor(t *testing.T) {
	t.Parallel()
	ls := builtIn(t)
	for code, want := range map[string]string{
		"en-GB": "en", "en-US": "en", "de": "de", "de-AT": "de", "es-419": "es", "es-ES": "es", "fr": "fr", "ja": "ja",
		"pt-BR": "en", "": "en", "no such": "en", "zh-TW": "en",
	} {
		if got := ls.For(code).Code(); got != want {
			t.Errorf("For(%q) is %s, want %s", code, got, want)
		}
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	ls := builtIn(t)
	day := time.Date(2026, time.March, 5, 23, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		code, key string
		args      Args
		want      string
	}{
		{"en", "say.silence", Args{"count": 1}, "I found nothing about that in this one document."},
		{"en", "say.silence", Args{"count": 4320}, "I found nothing about that in these 4,320 documents."},
		{"de", "label.passages", Args{"count": 12345}, "12.345 Abschnitte"},
		{"fr", "label.passages", Args{"count": 0}, "0 passage"},
		{"ja", "label.passages", Args{"count": 1}, "1箇所"},
		{"es", "label.lines", Args{"first": 3, "last": 1000}, "líneas 3–1.000"},
		{"en", "say.unknown_command_near", Args{"name": "{name}"}, "There is no such command. Did you mean /{name}?"},
		{"en", "label.page", nil, "page {page}"},
		{"en", "no.such", nil, "no.such"},
		{"en", "label.page", Args{"page": day}, "page 5 Mar 2026"},
	} {
		if got := ls.For(c.code).Text(c.key, c.args); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.code, c.key, got, c.want)
		}
	}
}

func TestNumbersAndDates(t *testing.T) {
	t.Parallel()
	ls := builtIn(t)
	day := time.Date(2026, time.January, 14, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct{ code, number, date string }{
		{"en", "-1,234,567", "14 Jan 2026"},
		{"de", "-1.234.567", "14. Jan. 2026"},
		{"es", "-1.234.567", "14 ene 2026"},
		{"fr", "-1\u00a0234\u00a0567", "14 janv. 2026"},
		{"ja", "-1,234,567", "2026年1月14日"},
	} {
		l := ls.For(c.code)
		if got := l.Number(-1234567); got != c.number {
			t.Errorf("%s: the number is %q, want %q", c.code, got, c.number)
		}
		if got := l.Date(day); got != c.date {
			t.Errorf("%s: the date is %q, want %q", c.code, got, c.date)
		}
		if got := l.Date(time.Time{}); got != "" {
			t.Errorf("%s: no date is %q", c.code, got)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	l := builtIn(t).For("de")
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for n := range 100 {
				if got := l.Text("label.line", Args{"line": 1000*i + n}); !strings.HasPrefix(got, "Zeile ") {
					t.Errorf("%q", got)
				}
			}
		})
	}
	all.Wait()
}

const englishHead = "[locale]\ndiscord = [\"en-US\"]\ndate = \"{day} {month} {year}\"\n" +
	"months = [\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\",\"11\",\"12\"]\n"

// The check sees what may be wrong with a translation, all of it at once.
func TestFaults(t *testing.T) {
	t.Parallel()
	english := englishHead + "[say]\nhello = \"Hello {name}\"\nall.one = \"one of {name}\"\nall.other = \"{count} of {name}\"\n[button]\ngo = \"Go\"\n"
	germanHead := strings.ReplaceAll(englishHead, "en-US", "de")
	for name, c := range map[string]struct {
		german string
		want   []string
	}{
		"sound":          {germanHead + "[say]\nhello = \"{name}, hallo\"\nall.one = \"{name}\"\nall.other = \"{name} {count}\"\n[button]\ngo = \"Los\"\n", nil},
		"missing":        {germanHead + "[say]\nhello = \"{name}\"\n", []string{"de.toml: say.all: is missing", "de.toml: button.go: is missing"}},
		"superfluous":    {germanHead + "[say]\nhi = \"Hi\"\n", []string{"de.toml: say.hi: there is no such text in English"}},
		"placeholder":    {germanHead + "[say]\nhello = \"Hallo {nam}\"\n", []string{"say.hello: expected the placeholders {name}, not {nam}"}},
		"too long":       {germanHead + "[button]\ngo = \"" + strings.Repeat("o", 81) + "\"\n", []string{"button.go: has 81 characters; 80 are allowed"}},
		"empty":          {germanHead + "[button]\ngo = \" \"\n", []string{"button.go: is empty"}},
		"unknown form":   {germanHead + "[say]\nall.few = \"{name}\"\nall.other = \"{name} {count}\"\n", []string{"say.all: the language has no form .few; it has .one .other"}},
		"no text":        {germanHead + "[button]\ngo = 3\n", []string{"de.toml: button.go: expected a text, not int64"}},
		"broken":         {"[", []string{"de.toml: "}},
		"no head":        {"[button]\ngo = \"Los\"\n", []string{"de.toml: locale.discord: is missing", "locale.date: expected the placeholders {day} {month} {year}"}},
		"eleven months":  {strings.Replace(germanHead, `,"12"`, "", 1), []string{"locale.months: expected 12, not 11"}},
		"code of others": {strings.ReplaceAll(germanHead, `"de"`, `"en-US"`), []string{"both want the code en-US"}},
	} {
		ls, err := load(fstest.MapFS{"en.toml": {Data: []byte(english)}, "de.toml": {Data: []byte(c.german)}})
		if err == nil {
			err = checkAll(ls)
		}
		if len(c.want) == 0 && err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, want := range c.want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: the error is %q, want %q", name, err, want)
			}
		}
	}
	if _, err := load(fstest.MapFS{}); err == nil {
		t.Error("no language, and no error")
	}
}
