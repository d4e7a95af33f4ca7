package render

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Escape returns s so that Discord shows it as it stands: no Markdown, no mention, emoji, timestamp or command, no link
// and so no preview. It keeps line breaks; control characters and the overriding bidirectional controls are dealt with
// as in the rest of the package.
//
// Everything is done by backslashes, which Discord drops before anything but an ASCII letter, a digit or white space;
// the text that a reader copies is that of s. No character that stays invisible in the text is ever put in.
//
//   - Everywhere: \ * _ ~ | ` < > [ ] @ and /. Without a slash there is no link, bare or in angle brackets, no invite
//     (discord.gg/x unfurls without a scheme) and no command mention; without < no mention, custom emoji or timestamp.
//   - Unless white space or the end follows: a colon, which would begin a :shortcode:.
//   - At the start of a line: # - + and the point or parenthesis after a number.
//
// Parentheses mean something only after a bracket, which is escaped.
func Escape(s string) string {
	var e escaper
	s = unixBreaks(s)
	e.write(s, 0, len(s))
	return e.String()
}

// Unescape takes Escape's backslashes out of s again. Text that Discord hands back (the content of a message of ours)
// still has them.
func Unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		if s[i] == '\\' && i+1 < len(s) && escapable(s[i+1:]) {
			i++
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		b.WriteString(s[i : i+size])
		i += size
	}
	return b.String()
}

// escapable reports whether Discord takes a backslash before s as an escape.
func escapable(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return !unicode.IsSpace(r) && (r >= utf8.RuneSelf || !unicode.IsLetter(r) && !unicode.IsDigit(r))
}

// An escaper escapes text that is written to it bit by bit, with Markdown of our own in between (mark). It remembers
// where in the line it is.
type escaper struct {
	strings.Builder
	place linePlace
}

type linePlace uint8

const (
	lineStart  linePlace = iota // only white space, or characters of a line's start, since the line began
	inNumber                    // only digits after that
	withinLine                  // anywhere else
)

// What is escaped where.
const (
	everywhere  = "\\*_~|`<>[]@/"
	atLineStart = "#-+"
)

// mark writes Markdown as it is. What follows is escaped as at the start of a line: Discord reads a heading or a list
// inside bold text too.
func (e *escaper) mark(markdown string) {
	e.WriteString(markdown)
	e.place = lineStart
}

// write escapes s[from:to]. What stands behind it in s counts where a character's meaning depends on the next.
func (e *escaper) write(s string, from, to int) {
	for i, r := range s[from:to] {
		if unicode.IsSpace(r) {
			e.space(r)
			continue
		}
		if r = clean(r); r < 0 {
			continue
		}
		if e.special(r, s[from+i+1:]) { // only ASCII is special, and one byte long
			e.WriteByte('\\')
		}
		e.WriteRune(r)
		e.place = e.place.after(r)
	}
}

func (e *escaper) space(r rune) {
	switch r {
	case '\n':
		e.place = lineStart
	case '\v', '\f', '\u0085', '\u2028', '\u2029':
		r = ' ' // breaks to some clients and not to others
		fallthrough
	default:
		if e.place == inNumber {
			e.place = withinLine
		}
	}
	e.WriteRune(r)
}

func (e *escaper) special(r rune, rest string) bool {
	if r >= utf8.RuneSelf {
		return false
	}
	switch {
	case strings.ContainsRune(everywhere, r):
		return true
	case r == ':':
		next, _ := utf8.DecodeRuneInString(rest)
		return rest != "" && !unicode.IsSpace(next)
	case e.place == lineStart:
		return strings.ContainsRune(atLineStart, r)
	case e.place == inNumber:
		return r == '.' || r == ')'
	}
	return false
}

func (p linePlace) after(r rune) linePlace {
	switch {
	case p == lineStart && strings.ContainsRune(atLineStart+">", r):
		return lineStart
	case p != withinLine && '0' <= r && r <= '9':
		return inNumber
	}
	return withinLine
}
