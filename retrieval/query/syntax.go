package query

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"docent/retrieval/analysis"
	"docent/retrieval/document"
)

// This file reads what a question says beside its words. The rules are:
//
//   - "several words" in quotes must stand in a passage as they are written, case and accents aside.
//   - -word and -"several words" must not. A dash counts where white space or nothing stands before it and a letter behind
//     it: not in "e-mail", "10-20", "-5" or "- item".
//   - source:name, since:date and until:date narrow the documents. A name or date of several words stands in quotes; a date may
//     also stand without ("since: 14 Jan 2026").
//   - What isn't well formed (a quote that nothing closes, a date that is none) is read as ordinary words, and never an error.

// A Parsed is how a question was read: what was looked for, and where.
type Parsed struct {
	Text        string      `json:"text"`                  // the question without its operators, corrections made
	Phrases     []string    `json:"phrases,omitempty"`     // what a passage must have, word for word
	Missing     []string    `json:"missing,omitempty"`     // phrases that no passage has: their words were looked for instead
	Excluded    []string    `json:"excluded,omitempty"`    // words and phrases that a passage must not have
	Source      string      `json:"source,omitempty"`      // as in Question, from source:
	Since       time.Time   `json:"since,omitzero"`        // as in Question, from since: and until:
	Until       time.Time   `json:"until,omitzero"`        //
	Period      Period      `json:"period,omitzero"`       // the time that the question names in its words
	Corrections []Rewording `json:"corrections,omitempty"` // words that no document has, and what was looked for in their place
	Also        []Rewording `json:"also,omitempty"`        // other ways to say a part of it that counted as well: abbreviations, synonyms
	Ignored     []string    `json:"ignored,omitempty"`     // operators that could not be made sense of, as written
	Cut         bool        `json:"cut,omitempty"`         // the question was longer than questions are read

	Asked   string    `json:"-"` // the question without its operators, uncorrected
	earlier string    // the question before it, where it is a follow-up, without its operators; else ""
	At      time.Time `json:"-"` // when it was asked
	outside bool      // words stand outside of phrases as well
}

// Plain tells that the question was read as it stands: there is nothing to show.
func (r Parsed) Plain() bool {
	return len(r.Phrases)+len(r.Missing)+len(r.Excluded)+len(r.Corrections)+len(r.Also)+len(r.Ignored) == 0 && r.Source == "" &&
		r.Since.IsZero() && r.Until.IsZero() && r.Period.IsZero() && !r.Cut
}

// What of a question is read, at most. The longest message that Discord carries has 6,000 characters.
const (
	maxQuestionBytes = 16 << 10
	maxQuestionWords = 500
	maxPhrases       = 16 // and as many exclusions
	maxPhraseBytes   = 500
)

// Parse reads a question that was asked at a time, and the one before it where it is a follow-up. Without a time, dates
// in words have no meaning.
func Parse(text, earlier string, asked time.Time) *Parsed {
	r := readAlone(text, asked)
	if earlier != "" {
		r.earlier = readAlone(earlier, asked).Asked
	}
	return r
}

func readAlone(text string, asked time.Time) *Parsed {
	r := &Parsed{At: asked}
	text, r.Cut = bounded(text)
	s := scanner{text: text, asked: asked, out: r}
	s.scan()
	r.Asked = strings.TrimSpace(s.kept.String())
	r.Text = r.Asked
	r.Period = findPeriod(r.Asked, asked)
	return r
}

// bounded is the text as far as it is read, well formed and without control characters.
func bounded(text string) (short string, cut bool) {
	if len(text) > maxQuestionBytes {
		text, cut = text[:maxQuestionBytes], true
	}
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return r
		case unicode.IsControl(r):
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, " "))
	words := 0
	inside := false
	for i, r := range text {
		space := unicode.IsSpace(r)
		if !space && !inside {
			if words++; words > maxQuestionWords {
				return text[:i], true
			}
		}
		inside = !space
	}
	return text, cut
}

// Earlier is the question before it, parsed, where it is a follow-up; else nil.
func (r *Parsed) Earlier() *Parsed {
	if r.earlier == "" {
		return nil
	}
	return readAlone(r.earlier, r.At)
}

// Metadata returns the metadata fields that the question asks for, and the words that say of which document; no fields where
// it asks for none.
func (r *Parsed) Metadata() (fields []document.FieldName, which string) {
	return metadataAsked(r.Asked, r.earlier != "")
}

// OnlyMissing reports whether nothing was asked for but phrases, and no passage has one.
func (r *Parsed) OnlyMissing() bool {
	return len(r.Missing) > 0 && len(r.Phrases) == 0 && !r.outside
}

// Miss notes that no passage has a phrase: its words are looked for instead.
func (r *Parsed) Miss(phrase string) {
	r.Phrases = slices.DeleteFunc(r.Phrases, func(p string) bool { return p == phrase })
	if !slices.Contains(r.Missing, phrase) {
		r.Missing = append(r.Missing, phrase)
	}
}

// A scanner goes through a question once.
type scanner struct {
	text  string
	at    int
	asked time.Time
	out   *Parsed
	kept  strings.Builder // the question without operators
}

func (s *scanner) scan() {
	for s.at < len(s.text) {
		if s.begins() && (s.exclusion() || s.field()) {
			for s.at < len(s.text) && s.text[s.at] == ' ' { // the space before it is enough
				s.at++
			}
			continue
		}
		if s.phrase() {
			continue
		}
		r, size := utf8.DecodeRuneInString(s.text[s.at:])
		s.out.outside = s.out.outside || analysis.IsWordRune(r)
		s.kept.WriteString(s.text[s.at : s.at+size])
		s.at += size
	}
}

// begins tells whether an operator may stand here: nothing or white space comes before.
func (s *scanner) begins() bool {
	before, _ := utf8.DecodeLastRuneInString(s.text[:s.at])
	return s.at == 0 || unicode.IsSpace(before) || before == '(' || before == '（'
}

// phrase takes a phrase in quotes. Its words stay in the text: they are looked for as well.
func (s *scanner) phrase() bool {
	inner, end, ok := s.quoted(s.at)
	switch {
	case ok && len(s.out.Phrases) < maxPhrases:
		s.out.Phrases = append(s.out.Phrases, inner)
	case ok || end == 0:
		return false
	} // else nothing stands in the quotes: both are passed over
	s.kept.WriteString(s.text[s.at:end])
	s.at = end
	return true
}

// quotes are the pairs that hold a phrase, by the mark that opens. Single ones are apostrophes too often.
var quotes = map[rune]string{'"': `"`, '“': "”\"", '„': "“”\"", '«': "»", '»': "«", '「': "」", '『': "』", '＂': "＂"}

// quoted returns what stands in the quotes that open at an offset, and where it goes on behind them: 0 if none do. ok tells that
// they hold a word.
func (s *scanner) quoted(at int) (inner string, end int, ok bool) {
	open, size := utf8.DecodeRuneInString(s.text[at:])
	closing, ok := quotes[open]
	if !ok {
		return "", 0, false
	}
	if before, _ := utf8.DecodeLastRuneInString(s.text[:at]); open == '"' && analysis.IsWordRune(before) && !document.Dense(before) { // 5" is a length
		return "", 0, false
	}
	start := at + size
	n := strings.IndexAny(s.text[start:], closing)
	if n < 0 || n > maxPhraseBytes || strings.ContainsAny(s.text[start:start+n], "\n\r") {
		return "", 0, false
	}
	inner = strings.TrimSpace(s.text[start : start+n])
	_, size = utf8.DecodeRuneInString(s.text[start+n:])
	return inner, start + n + size, strings.IndexFunc(inner, analysis.IsWordRune) >= 0
}

// exclusion takes "-word" or "-"several words"" out of the text.
func (s *scanner) exclusion() bool {
	if s.text[s.at] != '-' || len(s.out.Excluded) == maxPhrases {
		return false
	}
	inner, end, ok := s.quoted(s.at + 1)
	if !ok {
		if inner, end = s.word(s.at + 1); inner == "" {
			return false
		}
	}
	s.out.Excluded = append(s.out.Excluded, inner)
	s.at = end
	return true
}

// word returns the word that begins with a letter at an offset, hyphens and apostrophes inside it included; "" if none does.
func (s *scanner) word(at int) (string, int) {
	first, _ := utf8.DecodeRuneInString(s.text[at:])
	if !unicode.IsLetter(first) {
		return "", 0
	}
	rest := s.text[at:]
	n := strings.IndexFunc(rest, func(r rune) bool { return !analysis.IsWordRune(r) && !strings.ContainsRune("-'’._@", r) })
	if n < 0 {
		n = len(rest)
	}
	word := strings.TrimRight(rest[:n], "-'’._@")
	return word, at + len(word)
}

// field takes source:, since: or until: and its value out of the text.
func (s *scanner) field() bool {
	for _, name := range [...]string{"source", "since", "until"} {
		at := s.at + len(name)
		if at >= len(s.text) || !strings.EqualFold(s.text[s.at:at], name) {
			continue
		}
		colon, size := utf8.DecodeRuneInString(s.text[at:])
		if colon != ':' && colon != '：' {
			return false
		}
		if name == "source" {
			return s.source(at + size)
		}
		return s.date(name, at+size)
	}
	return false
}

// source takes the value behind "source:". White space behind the colon makes it an ordinary word ("the source: a well").
func (s *scanner) source(at int) bool {
	value, end, ok := s.quoted(at)
	if !ok {
		end = at + valueLength(s.text[at:])
		value = strings.Trim(s.text[at:end], `"`)
	}
	if strings.IndexFunc(value, analysis.IsWordRune) < 0 {
		return false
	}
	if s.out.Source != "" && s.out.Source != value {
		s.out.Ignored = append(s.out.Ignored, s.text[s.at:end])
	} else {
		s.out.Source = value
	}
	s.at = end
	return true
}

// date takes the date behind "since:" or "until:". Until a day, a month or a year means its end.
func (s *scanner) date(name string, at int) bool {
	inner, end, quoted := s.quoted(at)
	var p Period
	ok := false
	if quoted {
		var n int
		p, n, ok = periodAt(inner, s.asked)
		ok = ok && n == len(inner)
	} else {
		start := at + len(s.text[at:]) - len(strings.TrimLeft(s.text[at:], " "))
		var n int
		if p, n, ok = periodAt(s.text[start:], s.asked); ok {
			end = start + n
		} else if start > at {
			return false // "since: the beginning"
		} else {
			end = at + valueLength(s.text[at:])
		}
	}
	switch {
	case end == at:
		return false
	case !ok:
		s.out.Ignored = append(s.out.Ignored, s.text[s.at:end])
	case name == "since":
		s.out.Since = p.Since
	default:
		s.out.Until = p.Until
	}
	s.at = end
	return true
}

// valueLength is how far a value without quotes goes: to the next white space, without punctuation at its end.
func valueLength(text string) int {
	n := strings.IndexFunc(text, unicode.IsSpace)
	if n < 0 {
		n = len(text)
	}
	return len(strings.TrimRight(text[:n], "?!,;)？！，；）"))
}
