package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold brings a word into the form in which words are compared: compatibility characters resolved (NFKC), lower case,
// typographic apostrophes plain.
func (a *Analyzer) fold(s string) string {
	ascii := true
	lower := true
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
		lower = lower && !('A' <= s[i] && s[i] <= 'Z')
	}
	if ascii && lower {
		return s
	}
	if a.language == "tr" {
		return foldRunes(strings.ToLowerSpecial(unicode.TurkishCase, norm.NFKC.String(s)))
	}
	if ascii {
		return strings.ToLower(s)
	}
	return foldRunes(strings.ToLower(norm.NFKC.String(s)))
}

// Fold is how names (of facts, documents, headings) are compared: as words are, without marks, white space single.
func Fold(s string) string {
	a := Analyzer{}
	return strings.Join(strings.Fields(StripMarks(a.fold(s))), " ")
}

func foldRunes(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '’', '‘', 'ʼ', '＇':
			return '\''
		case 'ς': // final sigma
			return 'σ'
		case '\u00ad', '\u200b', '\u200c', '\u200d', '\u0640': // soft hyphen, zero-width characters, kashida
			return -1
		}
		return r
	}, s)
}

// StripMarks drops the diacritics of scripts where people leave them out when they type.
func StripMarks(s string) string {
	if isASCII(s) {
		return s
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		if last, _ := utf8.DecodeLastRuneInString(b.String()); !unicode.Is(unicode.Mn, r) || !markFree(last) {
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(plainLetters.Replace(b.String()))
}

// plainLetters replaces the Latin letters whose diacritic is part of the letter.
var plainLetters = strings.NewReplacer("ß", "ss", "ø", "o", "ł", "l", "đ", "d", "ı", "i", "æ", "ae", "œ", "oe")

// markFree reports whether marks over this letter may be left out in typing. In Indic and Thai writing they are vowels.
func markFree(r rune) bool {
	return unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Arabic, unicode.Hebrew)
}
