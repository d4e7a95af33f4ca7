package charset

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// magics are the first bytes of common files that are no text, and the name of their format.
var magics = []struct{ prefix, format string }{
	{"%PDF-", "PDF"},
	{"PK\x03\x04", "ZIP (DOCX, ODT, EPUB)"},
	{"PK\x05\x06", "ZIP"},
	{"\x7fELF", "ELF"},
	{"\x89PNG\r\n\x1a\n", "PNG"},
	{"\xff\xd8\xff", "JPEG"},
	{"GIF87a", "GIF"},
	{"GIF89a", "GIF"},
	{"\x1f\x8b", "gzip"},
	{"BZh91AY&SY", "bzip2"},
	{"\xfd7zXZ\x00", "xz"},
	{"7z\xbc\xaf\x27\x1c", "7z"},
	{"Rar!\x1a\x07", "RAR"},
	{"\x28\xb5\x2f\xfd", "zstd"},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office (DOC, XLS, PPT)"},
	{"SQLite format 3\x00", "SQLite"},
	{"\x00asm", "WebAssembly"},
	{"\xca\xfe\xba\xbe", "Java"},
	{"\xcf\xfa\xed\xfe", "Mach-O"},
	{"OggS\x00", "Ogg"},
	{"ID3\x03", "MP3"},
	{"ID3\x04", "MP3"},
	{"wOFF", "WOFF"},
	{"wOF2", "WOFF2"},
	{"II*\x00", "TIFF"},
	{"MM\x00*", "TIFF"},
}

// magic names the format of the binary file that raw begins as, or is "".
func magic(raw []byte) string {
	for _, m := range magics {
		if bytes.HasPrefix(raw, []byte(m.prefix)) {
			return m.format
		}
	}
	if len(raw) >= 12 && string(raw[:4]) == "RIFF" && strings.Contains("WAVE AVI  WEBP", string(raw[8:12])) {
		return "RIFF (WAV, AVI, WebP)"
	}
	return ""
}

// isControl reports whether a control character has no place in text. Tab, line breaks and form feed have; so have
// backspace (overstruck manuals), escape (coloured logs, ISO-2022) with its shifts, and the end-of-file mark of DOS.
func isControl(c rune) bool {
	switch c {
	case '\b', '\t', '\n', '\v', '\f', '\r', 0x0E, 0x0F, 0x1A, 0x1B:
		return false
	}
	return c < 0x20 || c == 0x7F
}

// checkBytes refuses bytes in an 8-bit encoding that can't be text: with a NUL, or more than one control character in a
// hundred. A few are forgiven anywhere.
func checkBytes(raw []byte) error {
	controls := 0
	for i, c := range raw {
		if c == 0 {
			return &BinaryError{SignNUL, strconv.Itoa(i)}
		}
		if isControl(rune(c)) {
			controls++
		}
	}
	if controls > 3 && controls*100 > len(raw) {
		return &BinaryError{SignControls, fmt.Sprintf("%d/%d", controls, len(raw))}
	}
	return nil
}
