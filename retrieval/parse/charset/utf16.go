package charset

import (
	"slices"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	xunicode "golang.org/x/text/encoding/unicode"
)

// decodeUTF16 decodes UTF-16 without a byte order mark, where the bytes make sense in either byte order.
func decodeUTF16(raw []byte) (Decoded, bool) {
	if len(raw) < 4 || len(raw)%2 != 0 || mostlyASCII(raw) {
		return Decoded{}, false
	}
	little, littleOK := scoreUTF16(raw, func(b []byte) rune { return rune(b[0]) | rune(b[1])<<8 })
	big, bigOK := scoreUTF16(raw, func(b []byte) rune { return rune(b[1]) | rune(b[0])<<8 })
	switch {
	case littleOK && (!bigOK || little >= big):
		return Decoded{Text: mustDecode(xunicode.UTF16(xunicode.LittleEndian, xunicode.IgnoreBOM), raw), Encoding: "utf-16le"}, true
	case bigOK:
		return Decoded{Text: mustDecode(xunicode.UTF16(xunicode.BigEndian, xunicode.IgnoreBOM), raw), Encoding: "utf-16be"}, true
	}
	return Decoded{}, false
}

// mostlyASCII reports whether three bytes in four are printable ASCII: such bytes read as UTF-16 give rare Han characters,
// but they are an 8-bit text with something amiss. In UTF-16 at most every second byte is one.
func mostlyASCII(raw []byte) bool {
	printable := 0
	for _, c := range raw {
		if c >= 0x20 && c < 0x7F {
			printable++
		}
	}
	return printable*4 > len(raw)*3
}

// scoreUTF16 reads raw in one byte order. It counts the characters that a text of any language has many of (Latin, and
// the punctuation of East Asia), which swapped bytes hardly ever give. ok is false when more than one character in a
// hundred can't stand in text, or when they belong to many scripts, as numbers read as characters do.
func scoreUTF16(raw []byte, unit func([]byte) rune) (common int, ok bool) {
	bad, total := 0, 0
	var scripts [0x100]int
	for i := 0; i+1 < len(raw); i += 2 {
		r := unit(raw[i : i+2])
		total++
		if utf16.IsSurrogate(r) {
			if i+3 < len(raw) && utf16.DecodeRune(r, unit(raw[i+2:i+4])) != utf8.RuneError {
				i += 2
				common++
			} else {
				bad++
			}
			continue
		}
		switch {
		case r == 0 || r < 0x80 && isControl(r) || !inText(r):
			bad++
		case r < 0x100 || r >= 0x2010 && r <= 0x2026 || r >= 0x3000 && r <= 0x3002 || r == 0xFF0C:
			common++
		default:
			scripts[scriptOf(r)]++
		}
	}
	main := slices.Max(scripts[:])
	return common, bad*100 <= total && (common+main)*10 >= total*9
}

// scriptOf returns a number that tells the scripts of the first plane apart by the upper half of a character's number; those of East Asia,
// which take up many, are one.
func scriptOf(r rune) int {
	switch {
	case r >= 0x3000 && r < 0xA000, r >= 0xAC00 && r < 0xD800, r >= 0xFF00:
		return 0x30
	}
	return int(r >> 8)
}

// inText reports whether Unicode assigns r to something that is written.
func inText(r rune) bool {
	return unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.Cf) || r < 0x80
}
