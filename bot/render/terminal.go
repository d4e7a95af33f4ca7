package render

import (
	"fmt"
	"io"
	"strings"

	"docent/bot/locale"
)

// TerminalOptions say what the terminal is like.
type TerminalOptions struct {
	Width int  // columns; 0 means 80, and fewer than 20 count as 20
	Color bool // the terminal understands ANSI colours
	Words *locale.Locale
}

const (
	defaultWidth = 80
	minWidth     = 20
)

// Terminal writes a reply as text of at most opt.Width columns, with nothing in it that drives a terminal but our own
// colours and, around right-to-left text, isolates (FSI and PDI), which hold what stands beside it in place. Quotes are shown whole, line breaks apart as the documents have them, behind a margin: ">" beside the
// sentence that answers, "|" beside the rest, so that nothing needs to be put into the text itself. The error is that of
// w.
func Terminal(w io.Writer, r Reply, opt TerminalOptions) error {
	t := terminal{width: max(opt.Width, minWidth), color: opt.Color, words: opt.Words}
	if opt.Width == 0 {
		t.width = defaultWidth
	}
	t.text(r.Text)
	t.list(r.Lines)
	for _, s := range r.Sections {
		t.gap()
		t.section(s)
	}
	for _, c := range r.Cards {
		t.gap()
		t.card(c)
	}
	if notice := fold(r.Notice); notice != "" {
		t.gap()
		t.wrapped("! ", "  ", row{text: notice}, loud)
	}
	if _, err := io.WriteString(w, t.out.String()); err != nil {
		return fmt.Errorf("writing to the terminal: %w", err)
	}
	return nil
}

// A style is the parameter of the ANSI sequence that switches it on (ECMA-48, SGR): weights and underlines, which read
// well on dark and light grounds alike.
type style string

const (
	plain  style = ""
	loud   style = "1"
	louder style = "1;4"
	quiet  style = "2"
)

type terminal struct {
	out   strings.Builder
	width int
	color bool
	words *locale.Locale
}

func (t *terminal) paint(s string, as style) string {
	if !t.color || as == plain || s == "" {
		return s
	}
	return "\x1b[" + string(as) + "m" + s + "\x1b[0m"
}

func (t *terminal) line(s string) {
	t.out.WriteString(strings.TrimRight(s, " "))
	t.out.WriteByte('\n')
}

// gap sets what follows apart from what there is.
func (t *terminal) gap() {
	if t.out.Len() > 0 {
		t.line("")
	}
}

func (t *terminal) text(s string) {
	for _, line := range paragraphs(s) {
		t.wrapped("", "", row{text: line}, plain)
	}
}

// list shows each entry as "- label · text · place", with the label loud.
func (t *terminal) list(entries []Line) {
	for _, l := range outdent(entries) {
		indent := strings.Repeat("  ", l.Level)
		r := rowOf(fold(l.Label), "")
		r.join(l.row(0), false)
		r.join(l.Place.row(t.words), false)
		t.marked(indent+"- ", indent+"  ", r, plain, loud)
		t.link(l.Place.URL, indent+"  ")
	}
}

func (t *terminal) card(c Card) {
	if strong, rest := c.header(0); strong != "" {
		t.marked("", "", rowOf(strong, rest), plain, loud)
	}
	q := sound(c.Quote)
	shown := whole(q)
	answers := q.Sentence[0] < q.Sentence[1]
	for _, b := range blocks(q, shown) {
		if b.opens {
			t.line("|")
		}
		t.block(b, answers)
	}
	if place := c.place(q, shown).row(t.words); place.text != "" {
		t.wrapped("", "", place, quiet)
	}
	t.link(c.URL, "")
	for _, reason := range c.Why {
		if reason = fold(reason); reason != "" {
			t.wrapped("  ", "    ", row{text: reason}, quiet)
		}
	}
}

// block draws a block of a quote; answers means that the quote has a sentence that answers, which is then made loud.
func (t *terminal) block(b block, answers bool) {
	if g, ok := gridOf(b); ok && b.kind == table {
		t.grid(g, func(answer bool) (string, style) { return quoted(answers && answer) })
		return
	}
	for _, r := range b.rows {
		margin, text := quoted(answers && r.answer)
		if b.kind == code {
			for _, part := range hardWrap(expandTabs(r.text), t.width-len(margin)) {
				t.line(margin + t.paint(isolate(strings.TrimRight(part, " ")), text))
			}
			continue
		}
		t.marked(margin, margin, r, text, louder)
	}
}

// quoted is the margin and the style of a line of a quote.
func quoted(answer bool) (margin string, as style) {
	if answer {
		return "> ", loud
	}
	return "| ", plain
}

// link writes a link on a line of its own, whole however long it is, so that terminals know it for one.
func (t *terminal) link(to, indent string) {
	if to = safeURL(to); to != "" {
		t.line(indent + t.paint(to, quiet))
	}
}

// wrapped writes a row in one style, wrapped to the width behind its margins.
func (t *terminal) wrapped(margin, next string, r row, as style) { t.marked(margin, next, r, as, as) }

// marked writes a row with its bold ranges in a style of their own. Each line ends its styles, so that lines can be
// copied and paged one by one.
func (t *terminal) marked(margin, next string, r row, as, bold style) {
	if r.text == "" {
		t.line("")
		return
	}
	for _, at := range wrap(r.text, t.width-max(len(margin), len(next))) {
		t.line(margin + t.painted(r, at, as, bold))
		margin = next
	}
}

// painted is the range at of a row, its bold ranges in a style of their own, and what is set apart isolated where it has
// right-to-left letters.
func (t *terminal) painted(r row, at [2]int, as, bold style) string {
	apart := r.apart
	if apart == nil {
		apart = [][2]int{{0, len(r.text)}}
	}
	var b strings.Builder
	from := at[0]
	for _, p := range apart {
		start, end := max(p[0], from), min(p[1], at[1])
		if start >= end || !strings.ContainsFunc(r.text[start:end], rightToLeft) {
			continue
		}
		b.WriteString(t.styled(r, [2]int{from, start}, as, bold))
		b.WriteString("\u2068" + t.styled(r, [2]int{start, end}, as, bold) + "\u2069")
		from = end
	}
	return b.String() + t.styled(r, [2]int{from, at[1]}, as, bold)
}

// styled is the range at of a row, its bold ranges in a style of their own.
func (t *terminal) styled(r row, at [2]int, as, bold style) string {
	var b strings.Builder
	from := at[0]
	for _, m := range r.bold {
		start, end := max(m[0], at[0]), min(m[1], at[1])
		if start >= end {
			continue
		}
		b.WriteString(t.paint(r.text[from:start], as))
		b.WriteString(t.paint(r.text[start:end], bold))
		from = end
	}
	return b.String() + t.paint(r.text[from:at[1]], as)
}
