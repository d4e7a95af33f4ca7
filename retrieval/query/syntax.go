package query

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"docent/retrieval/analysis"
	"docent/retrieval/document"
)

// This file parses the operators of a question. The rules are:
//
//   - "several words" in quotes must stand in a passage as they are written, case and accents aside.
//   - -word and -"several words" must not. A dash counts where white space or nothing stands before it and a letter behind
//     it: not in "e-mail", "10-20", "-5" or "- item".
//   - source:name, since:date and until:date limit the documents. A name or date of several words stands in quotes; a date may
//     also stand without ("since: 14 Jan 2026").
//   - What isn't well formed (a quote that nothing closes, a date that is none) is read as ordinary words, and never an error.

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

// begins reports whether an operator may stand here: nothing or white space comes before.
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

// quotes are the pairs that hold a phrase, by the one that opens. Single ones are apostrophes too often.
var quotes = map[rune]string{'"': `"`, '“': "”\"", '„': "“”\"", '«': "»", '»': "«", '「': "」", '『': "』", '＂': "＂"}

// quoted returns what stands in the quotes that open at an offset, and where it goes on behind them: 0 if none do. ok reports
// whether they hold a word.
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
