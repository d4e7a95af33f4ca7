package charset

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// MaxBytes is the largest file that is decoded. Ten megabytes are some 1.6 million words, more than any single text
// that people write; larger files are data.
const MaxBytes = 10 << 20

// ErrTooLarge is the error for more than MaxBytes. It is wrapped with the size and the limit.
var ErrTooLarge = errors.New("the file is too large")

// A BinaryError says that bytes are no text, and what gave them away.
type BinaryError struct {
	Sign   Sign
	Detail string
}

func (e *BinaryError) Error() string { return fmt.Sprintf("not a text file: %s %s", e.Sign, e.Detail) }

// A Sign is what gives bytes away that are no text.
type Sign string

// The signs.
const (
	SignFormat   Sign = "format"   // they begin as files of the format do that Detail names
	SignNUL      Sign = "nul"      // the byte of this number in the text is NUL
	SignControls Sign = "controls" // so many of so many bytes are control characters: "60/100"
)

// Decoded is a file's text in UTF-8, and how the file wrote it.
type Decoded struct {
	Text string
	// Encoding is the file's encoding by its WHATWG name ("utf-8", "utf-16le", "windows-1252", ...), or
	// "utf-8+windows-1252" for UTF-8 with stray bytes, each of which was read as windows-1252.
	Encoding string
	BOM      bool // the file began with a byte order mark, which Text doesn't
}

// Decode turns a file's bytes into UTF-8 text. A byte order mark decides, then validity as UTF-8, then detection. It
// fails with ErrTooLarge or a *BinaryError only: bytes that no encoding explains are decoded as windows-1252, which knows
// them all.
func Decode(raw []byte) (Decoded, error) {
	if len(raw) > MaxBytes {
		return Decoded{}, fmt.Errorf("%w: %d bytes, the limit is %d", ErrTooLarge, len(raw), MaxBytes)
	}
	if d, ok := decodeMarked(raw); ok {
		return d, checkBytes([]byte(d.Text))
	}
	if format := magic(raw); format != "" {
		return Decoded{}, &BinaryError{SignFormat, format}
	}
	if err := checkBytes(raw); err != nil {
		if d, ok := decodeUTF16(raw); ok {
			return d, nil
		}
		return Decoded{}, err
	}
	if bytes.Contains(raw, []byte("\x1b$")) {
		if d, ok := decodeAs("iso-2022-jp", raw); ok {
			return d, nil
		}
	}
	if utf8.Valid(raw) {
		return Decoded{Text: string(raw), Encoding: "utf-8"}, nil
	}
	if mostlyUTF8(raw) {
		return decodeMixed(raw), nil
	}
	return detect(raw), nil
}

// marks are the byte order marks, longest first: UTF-32's little-endian mark begins as UTF-16's does.
var marks = []struct {
	mark     string
	name     string
	encoding encoding.Encoding
}{
	{"\xff\xfe\x00\x00", "utf-32le", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)},
	{"\x00\x00\xfe\xff", "utf-32be", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)},
	{"\xef\xbb\xbf", "utf-8", nil},
	{"\xff\xfe", "utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
	{"\xfe\xff", "utf-16be", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
}

// decodeMarked decodes bytes that begin with a byte order mark.
func decodeMarked(raw []byte) (Decoded, bool) {
	for _, m := range marks {
		rest, found := bytes.CutPrefix(raw, []byte(m.mark))
		if !found {
			continue
		}
		if m.encoding != nil {
			return Decoded{Text: mustDecode(m.encoding, rest), Encoding: m.name, BOM: true}, true
		}
		if utf8.Valid(rest) {
			return Decoded{Text: string(rest), Encoding: m.name, BOM: true}, true
		}
		d := decodeMixed(rest)
		d.BOM = true
		return d, true
	}
	return Decoded{}, false
}

// mustDecode decodes with an encoding that replaces what it can't read, as all of x/text do; should one fail after all,
// the bytes it did not get to are read as windows-1252.
func mustDecode(e encoding.Encoding, raw []byte) string {
	decoded, err := e.NewDecoder().Bytes(raw)
	if err != nil {
		return decodeMixed(raw).Text
	}
	return strings.ToValidUTF8(string(decoded), "\uFFFD")
}

// mostlyUTF8 reports whether invalid bytes are exceptions in text that is UTF-8: at most one for four characters beyond
// ASCII. In other encodings valid sequences are accidents.
func mostlyUTF8(raw []byte) bool {
	valid, invalid := 0, 0
	for i := 0; i < len(raw); {
		r, size := utf8.DecodeRune(raw[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			invalid++
		case size > 1:
			valid++
		}
		i += size
	}
	return valid >= 4*invalid
}

// decodeMixed reads UTF-8, and each byte that is none as windows-1252, so that no byte is lost.
func decodeMixed(raw []byte) Decoded {
	var b strings.Builder
	b.Grow(len(raw) + len(raw)/16)
	for i := 0; i < len(raw); {
		r, size := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && size == 1 {
			b.WriteRune(charmap.Windows1252.DecodeByte(raw[i]))
		} else {
			b.Write(raw[i : i+size])
		}
		i += size
	}
	return Decoded{Text: b.String(), Encoding: "utf-8+windows-1252"}
}
