package main

import (
	"os"
	"unicode"

	"docent/bot/render"

	"golang.org/x/term"
)

// plainWidth is how wide text is set where there is no terminal to measure.
const plainWidth = 80

// isTerminal tells whether a stream is a terminal; a test's buffer isn't.
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

// isPrintable tells what can be written to a terminal as it is. Bidirectional controls are format characters and so
// aren't printable.
func isPrintable(r rune) bool { return unicode.IsPrint(r) }

// printable puts a ? for what a terminal may obey rather than show; a file's name can hold anything.
func printable(s string) string {
	out := []rune(s)
	for i, r := range out {
		if !isPrintable(r) {
			out[i] = '?'
		}
	}
	return string(out)
}

// cutLine keeps the first n runes, so that the line is drawn without a break.
func cutLine(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:max(n, 0)])
	}
	return s
}
