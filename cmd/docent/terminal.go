package main

import (
	"os"
	"strings"
	"unicode"

	"docent/bot/render"

	"golang.org/x/term"
)

// plainWidth is how wide text is set where there is no terminal to measure.
const plainWidth = 80

// isTerminal reports whether a stream is a terminal; a test's buffer isn't.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// terminalWidth is the columns of the terminal behind a stream, plainWidth if there is none.
func terminalWidth(stream any) int {
	if f, ok := stream.(*os.File); ok {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
			return w
		}
	}
	return plainWidth
}

// terminalOptions are how replies are drawn: in colour on a terminal that has it, unless NO_COLOR asks for none
// (https://no-color.org).
func (s system) terminalOptions() render.TerminalOptions {
	colour := isTerminal(s.Out) && s.getenv("NO_COLOR") == "" && s.getenv("TERM") != "dumb"
	return render.TerminalOptions{Width: terminalWidth(s.Out), Color: colour, Words: s.Words.English()}
}

// printable puts a ? for what a terminal may obey rather than show, such as controls and marks of direction: a file's
// name can hold anything.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '?'
	}, s)
}

// cutLine keeps the first n runes, so that the line is drawn without a break.
func cutLine(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:max(n, 0)])
	}
	return s
}
