package render

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file turns the part of a quote that is shown into rows of text, for whoever draws them. The sentence that answers
// stands on rows of its own, and only its words are set in bold, so that the eye meets it first while the text keeps its
// order.

// A row is one line of a quote as it is drawn: clean, and folded unless it is code. Bold ranges are byte offsets of
// text, sorted, apart from each other, without white space at their edges.
type row struct {
	text   string
	bold   [][2]int
	apart  [][2]int // ranges whose direction is kept from what stands beside them; nil for the whole row as one
	answer bool     // part of the sentence that answers, or the quote has none

	// Of a row of a table alone:
	cells      []row  // its cells, where it has several
	head       bool   // it names the columns
	rule       bool   // it is the line of dashes below those that do
	flushRight []bool // of a rule: the columns that are set flush right
}

type blockKind uint8

const (
	prose blockKind = iota
	table
	code
)

// A block is rows that are drawn alike.
type block struct {
	kind  blockKind
	opens bool // begins a paragraph: to be set apart from the block before
	rows  []row
}

// blocks divides what is shown of a quote. An ellipsis stands wherever something is left out.
func blocks(q Quote, shown []stretch) []block {
	marks := boldRanges(q)
	var out []block
	for i, s := range shown {
		added := pieceBlocks(q, s, marks)
		if len(added) == 0 {
			continue
		}
		kin := i > 0 && kindOf(q.Pieces[s.piece]) == table && kindOf(q.Pieces[shown[i-1].piece]) == table
		if last := len(out) - 1; kin && last >= 0 && added[0].kind == table && out[last].kind == table {
			out[last].rows = append(out[last].rows, added[0].rows...) // one table, in one grid
			continue
		}
		added[0].opens = len(out) > 0 && !kin
		out = append(out, added...)
	}
	return out
}

func kindOf(p Piece) blockKind {
	switch {
	case p.Code:
		return code
	case p.Table:
		return table
	}
	return prose
}

func pieceBlocks(q Quote, s stretch, marks [][2]int) []block {
	kind := kindOf(q.Pieces[s.piece])
	answer := q.Sentence[0] == q.Sentence[1] || s.start < q.Sentence[1] && q.Sentence[0] < s.end
	switch {
	case s.start == s.end:
		return []block{ellipsisBlock(answer)}
	case kind == code:
		return codeBlocks(q.Text[s.start:s.end], s, answer)
	case kind == table:
		return withEllipses([]block{{kind: table, rows: tableRows(q, s, marks)}}, s)
	}
	return withEllipses(proseBlocks(q, s, marks), s)
}

// proseBlocks parts a paragraph into what stands before the sentence, the sentence, and what stands after it.
func proseBlocks(q Quote, s stretch, marks [][2]int) []block {
	from, to := max(s.start, q.Sentence[0]), min(s.end, q.Sentence[1])
	if from >= to {
		from, to = s.start, s.start
		if q.Sentence[0] == q.Sentence[1] {
			to = s.end
		}
	}
	var out []block
	for i, part := range [][2]int{{s.start, from}, {from, to}, {to, s.end}} {
		if r := foldRow(q.Text, part[0], part[1], marks); r.text != "" {
			r.answer = i == 1
			out = append(out, block{rows: []row{r}})
		}
	}
	return out
}

func tableRows(q Quote, s stretch, marks [][2]int) []row {
	var rows []row
	text := q.Text
	for start := s.start; start < s.end; {
		end := s.end
		if i := strings.IndexAny(text[start:s.end], "\r\n"); i >= 0 {
			end = start + i
		}
		if r := foldRow(text, start, end, marks); r.text != "" {
			r.answer = q.Sentence[0] == q.Sentence[1] || start < q.Sentence[1] && q.Sentence[0] < end
			r.head = q.Pieces[s.piece].Head
			if r.flushRight, r.rule = ruleOf(text[start:end]); !r.rule {
				r.cells = foldCells(text, start, end, marks)
			}
			rows = append(rows, r)
		}
		start = end + 1
	}
	return rows
}

// foldCells folds the cells of the raw row text[start:end]; nil where it has only one.
func foldCells(text string, start, end int, marks [][2]int) []row {
	var out []row
	for _, at := range rowCells(text[start:end]) {
		out = append(out, foldRow(text, start+at[0], start+at[1], marks))
	}
	return out
}

// codeBlocks keeps lines and their indentation. Bold would change what is copied, so there is none; ellipses stand on
// lines of their own, outside the code.
func codeBlocks(text string, s stretch, answer bool) []block {
	var rows []row
	for line := range strings.SplitSeq(unixBreaks(text), "\n") {
		rows = append(rows, row{text: cleanCode(line), answer: answer})
	}
	out := []block{{kind: code, rows: rows}}
	if s.gapBefore {
		out = append([]block{ellipsisBlock(false)}, out...)
	}
	if s.gapAfter {
		out = append(out, ellipsisBlock(false))
	}
	return out
}

func cleanCode(line string) string {
	return strings.TrimRightFunc(strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return r
		case unicode.IsSpace(r):
			return ' '
		}
		return clean(r)
	}, line), unicode.IsSpace)
}

func ellipsisBlock(answer bool) block {
	return block{rows: []row{{text: ellipsis, answer: answer}}}
}

func withEllipses(all []block, s stretch) []block {
	all = slices.DeleteFunc(all, func(b block) bool { return len(b.rows) == 0 })
	if len(all) == 0 {
		return nil
	}
	if s.gapBefore && all[0].rows[0].cells != nil {
		all[0].rows = append([]row{{text: ellipsis}}, all[0].rows...)
	} else if s.gapBefore {
		first := &all[0].rows[0]
		first.text = ellipsis + first.text
		for i := range first.bold {
			first.bold[i][0] += len(ellipsis)
			first.bold[i][1] += len(ellipsis)
		}
	}
	rows := all[len(all)-1].rows
	if last := rows[len(rows)-1]; s.gapAfter && (last.cells != nil || last.rule) {
		all[len(all)-1].rows = append(rows, row{text: ellipsis})
	} else if s.gapAfter {
		last := &rows[len(rows)-1]
		if end, _ := utf8.DecodeLastRuneInString(last.text); !unicode.IsLetter(end) && !unicode.IsDigit(end) {
			last.text += " "
		}
		last.text += ellipsis
	}
	return all
}

// boldRanges returns what is set in bold: the matches within the sentence, or the whole sentence if none of them is
// there; in a quote without a sentence all matches. Matches with only spaces or hyphens between them become one.
func boldRanges(q Quote) [][2]int {
	if q.Sentence[0] == q.Sentence[1] {
		return joinRanges(q.Text, q.Matches)
	}
	var inside [][2]int
	for _, m := range q.Matches {
		if from, to := max(m[0], q.Sentence[0]), min(m[1], q.Sentence[1]); from < to {
			inside = append(inside, [2]int{from, to})
		}
	}
	if len(inside) == 0 {
		return [][2]int{q.Sentence}
	}
	return joinRanges(q.Text, inside)
}

func joinRanges(text string, ranges [][2]int) [][2]int {
	var out [][2]int
	for _, r := range ranges {
		if n := len(out); n > 0 && strings.Trim(text[min(out[n-1][1], r[0]):r[0]], " \t\r\n-") == "" {
			out[n-1][1] = max(out[n-1][1], r[1])
			continue
		}
		out = append(out, r)
	}
	return out
}

// foldRow folds text[start:end] to one line and carries the bold ranges over to it. Marks that touch, or have only white
// space between them, become one: "****" would mean something else.
func foldRow(text string, start, end int, marks [][2]int) row {
	var (
		b     strings.Builder
		bold  [][2]int
		space bool
	)
	for i, r := range text[start:end] {
		if unicode.IsSpace(r) {
			space = b.Len() > 0
			continue
		}
		if r = clean(r); r < 0 {
			continue
		}
		for len(marks) > 0 && marks[0][1] <= start+i {
			marks = marks[1:]
		}
		marked := len(marks) > 0 && marks[0][0] <= start+i
		goesOn := marked && len(bold) > 0 && bold[len(bold)-1][1] == b.Len()
		if space {
			b.WriteByte(' ')
			space = false
		}
		if marked && !goesOn {
			bold = append(bold, [2]int{b.Len(), b.Len()})
		}
		b.WriteRune(r)
		if marked {
			bold[len(bold)-1][1] = b.Len()
		}
	}
	return row{text: b.String(), bold: bold}
}
