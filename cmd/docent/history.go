package main

// maxHistory is how many lines the session remembers.
const maxHistory = 500

// A history remembers the lines that were typed, without empty ones and without repeats in a row. It is what
// term.Terminal asks of a History: At(0) is the latest.
type history struct{ lines []string }

func (h *history) Len() int { return len(h.lines) }

func (h *history) At(i int) string { return h.lines[len(h.lines)-1-i] }

func (h *history) Add(line string) {
	if line == "" || len(h.lines) > 0 && h.At(0) == line {
		return
	}
	h.lines = append(h.lines, line)
	if len(h.lines) > maxHistory {
		h.lines = h.lines[1:]
	}
}
