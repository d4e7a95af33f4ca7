package main

import (
	"bufio"
	"io"
	"unicode/utf8"
)

// keys is what stands between the keyboard and term.Terminal, and mends what that can't take:
//   - Ctrl-C clears a line that has something in it, and ends the input only on an empty one;
//   - a byte that is no UTF-8 becomes a question mark, where the Terminal would wait for the rest of the rune for ever;
//   - a lone Esc, and an escape sequence that doesn't end, are cut off, where the Terminal would swallow what follows.
type keys struct {
	in     *bufio.Reader
	out    []byte // mended, and not read yet
	typed  bool   // something was typed since the line began
	escape int    // how many bytes of an escape sequence have gone by; 0 outside of one
}

const (
	ctrlC = 0x03
	ctrlE = 0x05 // to the end of the line
	ctrlU = 0x15 // delete to its beginning
	esc   = 0x1b

	// maxEscape is the longest sequence that is let through, in bytes; a key press takes at most eight or so.
	maxEscape = 16
)

func newKeys(r io.Reader) *keys { return &keys{in: bufio.NewReader(r)} }

// Read waits for one key, and returns it with those that are there already.
func (k *keys) Read(p []byte) (int, error) {
	for len(k.out) == 0 || k.in.Buffered() > 0 && len(k.out) < len(p) {
		r, _, err := k.in.ReadRune()
		if err != nil {
			if len(k.out) > 0 {
				break
			}
			return 0, err
		}
		if r == utf8.RuneError {
			r = '?'
		}
		k.take(r)
	}
	n := copy(p, k.out)
	k.out = k.out[n:]
	return n, nil
}

// take passes one rune on.
func (k *keys) take(r rune) {
	switch {
	case k.escape > 0:
		k.takeEscaped(r)
	case r == esc:
		k.escape = 1
	case r == ctrlC && k.typed:
		k.typed = false
		k.out = append(k.out, ctrlE, ctrlU)
	default:
		k.typed = r != '\r' && r != '\n' && r != ctrlU && (k.typed || r != ctrlC)
		k.out = utf8.AppendRune(k.out, r)
	}
}

// takeEscaped passes on what follows an Esc. The Esc itself goes out only with the [ or O that makes it a sequence; with
// any other ASCII rune (Alt and a letter, which the Terminal doesn't know) both are dropped.
func (k *keys) takeEscaped(r rune) {
	if k.escape == 1 {
		switch {
		case r == '[' || r == 'O':
			k.out = append(k.out, esc, byte(r))
			k.escape = 2
		case r == esc:
		case r < utf8.RuneSelf && r != '\r' && r != '\n' && r != ctrlC:
			k.escape = 0
		default:
			k.escape = 0
			k.take(r)
		}
		return
	}
	k.typed = true // it may bring a line back from the history
	if r < ' ' || r >= 0x7f || k.escape == maxEscape {
		k.out = append(k.out, '~')
		k.escape = 0
		k.take(r)
		return
	}
	k.out = append(k.out, byte(r))
	k.escape++
	if r == '~' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' {
		k.escape = 0
	}
}
