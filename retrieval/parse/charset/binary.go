package charset

import (
	"bytes"
	"fmt"
	"strings"
)

// magics are the first bytes of common files that are no text, and what such a file is.
var magics = []struct{ prefix, kind string }{
	{"%PDF-", "a PDF"},
	{"PK\x03\x04", "a zip archive (a DOCX, ODT or EPUB is one too)"},
	{"PK\x05\x06", "an empty zip archive"},
	{"\x7fELF", "an ELF program"},
	{"\x89PNG\r\n\x1a\n", "a PNG image"},
	{"\xff\xd8\xff", "a JPEG image"},
	{"GIF87a", "a GIF image"},
	{"GIF89a", "a GIF image"},
	{"\x1f\x8b", "a gzip archive"},
	{"BZh91AY&SY", "a bzip2 archive"},
	{"\xfd7zXZ\x00", "an xz archive"},
	{"7z\xbc\xaf\x27\x1c", "a 7z archive"},
	{"Rar!\x1a\x07", "a RAR archive"},
	{"\x28\xb5\x2f\xfd", "a zstd archive"},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"},
	{"SQLite format 3\x00", "an SQLite database"},
	{"\x00asm", "a WebAssembly module"},
	{"\xca\xfe\xba\xbe", "a Java class"},
	{"\xcf\xfa\xed\xfe", "a Mach-O program"},
	{"OggS\x00", "an Ogg file"},
	{"ID3\x03", "an MP3 file"},
	{"ID3\x04", "an MP3 file"},
	{"wOFF", "a font"},
	{"wOF2", "a font"},
	{"II*\x00", "a TIFF image"},
	{"MM\x00*", "a TIFF image"},
}

// magic names the kind of binary file that raw begins as, or is "".
func magic(raw []byte) string {
	for _, m := range magics {
		if bytes.HasPrefix(raw, []byte(m.prefix)) {
			return m.kind
		}
	}
	if len(raw) >= 12 && string(raw[:4]) == "RIFF" && strings.Contains("WAVE AVI  WEBP", string(raw[8:12])) {
		return "a media file"
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

// binaryReason says why bytes in an 8-bit encoding can't be text, or is "": a NUL, or more than one control character
// in a hundred. A few are forgiven anywhere.
func binaryReason(raw []byte) string {
	controls := 0
	for i, c := range raw {
		if c == 0 {
			return fmt.Sprintf("byte %d is NUL", i)
		}
		if isControl(rune(c)) {
			controls++
		}
	}
	if controls > 3 && controls*100 > len(raw) {
		return fmt.Sprintf("%d of %d bytes are control characters", controls, len(raw))
	}
	return ""
}

// checkDecoded refuses what a byte order mark announced as text and isn't.
func checkDecoded(text string) error {
	if reason := binaryReason([]byte(text)); reason != "" {
		return fmt.Errorf("%w: after its byte order mark %s", ErrBinary, reason)
	}
	return nil
}
