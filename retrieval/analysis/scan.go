package analysis

import (
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

// A scanner divides a text into what Unicode takes for words (UAX #29), and skips what is between them. It knows the
// commonest case by itself, words of the letters and digits of simpleClass with nothing special next to them, and leaves all else
// to the library; TestScanner and FuzzScanner hold the two against each other.
type scanner struct {
	text       string
	at         int  // where the next segment begins
	start, end int  // the segment found last
	plain      bool // it is of letters and digits alone
}

// next finds the next segment that begins with a letter, a digit, an underscore or a character that only the library
// knows; false at the end of the text.
func (s *scanner) next() bool {
	for s.at < len(s.text) {
		c := s.text[s.at]
		if c < utf8.RuneSelf && asciiClass[c] == other {
			s.at++
			continue
		}
		if end, plain, ok := s.simple(s.at); ok {
			s.start, s.end, s.at, s.plain = s.at, end, end, plain
			return true
		}
		it := words.FromString(s.text[s.at:])
		if !it.Next() {
			return false
		}
		s.start, s.end, s.plain = s.at, s.at+it.End(), false
		s.at = s.end
		return true
	}
	return false
}

// simple returns where the word at start ends, if the rules for simple characters tell, and whether it is of letters and
// digits alone.
func (s *scanner) simple(start int) (end int, plain, ok bool) {
	before := other
	plain = true
	for i := start; ; {
		class, size := classAt(s.text, i)
		switch class {
		case letter, digit, joiner:
			plain = plain && class != joiner
			before = class
			i += size
			continue
		case extend:
			if i == start {
				return 0, false, false
			}
			i += size
			continue
		case unknown:
			return 0, false, false
		case other:
			return i, plain, i > start
		}
		// Something that belongs to a word between letters, or between digits, and not elsewhere.
		after, _ := classAt(s.text, i+size)
		switch {
		case after == unknown || after == extend:
			return 0, false, false
		case before == letter && after == letter && (class == middle || class == middleLetter),
			before == digit && after == digit && (class == middle || class == middleDigit):
			plain = false
			i += size
			continue
		}
		return i, plain, i > start
	}
}

// A class is what a character is to the borders of words.
type class uint8

const (
	other        class = iota // a border on both sides; and the end of the text
	letter                    // ALetter
	digit                     // Numeric
	joiner                    // ExtendNumLet
	extend                    // Extend: it belongs to the character before it
	middle                    // MidNumLet and Single_Quote
	middleLetter              // MidLetter
	middleDigit               // MidNum
	unknown                   // for the library to tell
)

func classAt(text string, i int) (class, int) {
	if i >= len(text) {
		return other, 0
	}
	if c := text[i]; c < utf8.RuneSelf {
		return asciiClass[c], 1
	}
	r, size := utf8.DecodeRuneInString(text[i:])
	return simpleClass(r), size
}

var asciiClass = func() (table [utf8.RuneSelf]class) {
	for c := range table {
		switch r := rune(c); {
		case unicode.IsLetter(r):
			table[c] = letter
		case unicode.IsDigit(r):
			table[c] = digit
		case r == '_':
			table[c] = joiner
		case r == '.' || r == '\'':
			table[c] = middle
		case r == ':':
			table[c] = middleLetter
		case r == ',' || r == ';':
			table[c] = middleDigit
		}
	}
	return table
}()

// simpleClass knows the letters of Latin, Greek, Cyrillic and Arabic, and the marks over them.
func simpleClass(r rune) class {
	switch {
	case r >= 0xc0 && r <= 0x24f && r != '×' && r != '÷',
		r >= 0x386 && r <= 0x3ff && r != 0x387 && r != 0x38b && r != 0x38d && r != 0x3a2 && r != 0x3f6,
		r >= 0x400 && r <= 0x481, r >= 0x48a && r <= 0x52f,
		r >= 0x620 && r <= 0x64a, r >= 0x671 && r <= 0x6d3:
		return letter
	case r >= 0x300 && r <= 0x36f, r >= 0x64b && r <= 0x65f:
		return extend
	case r == '\u00a0' || r == '“' || r == '”' || r == '–' || r == '—' || r == '…' || r == '«' || r == '»' || r == '„':
		return other
	}
	return unknown
}
