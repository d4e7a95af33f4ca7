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
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
		return s
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.In(r, unicode.Mn):
			if markFree(lastRune(b.String())) {
				continue
			}
			b.WriteRune(r)
		case r == 'ß':
			b.WriteString("ss")
		case r == 'ø':
			b.WriteByte('o')
		case r == 'ł':
			b.WriteByte('l')
		case r == 'đ':
			b.WriteByte('d')
		case r == 'ı':
			b.WriteByte('i')
		case r == 'æ':
			b.WriteString("ae")
		case r == 'œ':
			b.WriteString("oe")
		default:
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// markFree reports whether marks over this letter may be left out in typing. In Indic and Thai writing they are vowels.
func markFree(r rune) bool {
	return unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Arabic, unicode.Hebrew)
}
