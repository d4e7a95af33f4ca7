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

func fileIsTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

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

// getenv is a variable's value in the environment, "" if it isn't set. The last entry counts, as for a started program.
func (s system) getenv(name string) string {
	value := ""
	for _, entry := range s.Env {
		if n, v, _ := strings.Cut(entry, "="); n == name {
			value = v
		}
	}
	return value
}

// isPrintable tells what can be written to a terminal as it is. Bidirectional controls are format characters and so
// aren't printable.
func isPrintable(r rune) bool { return unicode.IsPrint(r) }
