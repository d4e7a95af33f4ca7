package eval

import (
	"slices"
	"strings"

	"docent/retrieval/analysis"
	"docent/retrieval/document"
	"docent/retrieval/passage"
)

// This file judges what a ranking found by what is known to answer.

// A standing is where a ranking put what answers. Places count from 1; 0 is nowhere.
type standing struct {
	found    bool // there is a first passage
	right    int  // the place of the first passage that answers
	strict   int  // of the first that has an answer in it as well
	among    bool // one that answers is among the candidates
	document bool // the first passage is of a document that answers
	words    int  // of the first passage
	path     string
}

// paths are those of the documents that answer.
func (q *question) paths() (out []string) {
	for _, r := range q.relevant {
		out = append(out, r.path)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// standing looks where in a ranking the passages are that answer, the n best of which it gets by their place from 0.
func (a asked) standing(n int, at func(int) *passage.Passage) standing {
	var s standing
	if n == 0 {
		return s
	}
	first := at(0)
	s.found, s.path, s.words = true, first.Path, document.CountWords(first.Text())
	if !a.judged() {
		return s
	}
	s.document = slices.Contains(a.paths(), first.Path)
	for i := 0; i < n && s.strict == 0; i++ {
		p := at(i)
		if !a.rightIn(p) {
			continue
		}
		if s.right == 0 {
			s.right, s.among = i+1, true
		}
		if len(a.answers) == 0 || a.answeredBy(p.Text()) || a.answeredBy(plainText(p)) {
			s.strict = i + 1
		}
	}
	return s
}

// rightIn reports whether a passage overlaps a place that answers.
func (a asked) rightIn(p *passage.Passage) bool {
	lines := p.Lines()
	return a.judged() && slices.ContainsFunc(a.relevant, func(r relevant) bool {
		return r.path == p.Path && (r.lines == [2]int{} || lines[0] <= r.lines[1] && lines[1] >= r.lines[0])
	})
}

// plainText is the passage as a reader sees it.
func plainText(p *passage.Passage) string {
	texts := make([]string, len(p.Pieces))
	for i, piece := range p.Pieces {
		texts[i] = piece.Reading()
	}
	return strings.Join(texts, "\n\n")
}

// answeredBy reports whether a text has one of the answers in it.
func (q *question) answeredBy(text string) bool {
	folded := analysis.Fold(text)
	return slices.ContainsFunc(q.answers, func(answer string) bool { return holds(folded, answer) })
}

// holds finds a part of a folded text. One that begins or ends with a Latin letter or a digit isn't found within a longer
// word or number; other scripts write words together.
func holds(text, part string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], part)
		if i < 0 {
			return false
		}
		start := from + i
		end := start + len(part)
		if !(start > 0 && goOn(text[start-1], part[0])) && !(end < len(text) && goOn(part[len(part)-1], text[end])) {
			return true
		}
		from = start + 1
	}
}

// goOn reports whether two neighbouring bytes of a folded text belong to one Latin word or number.
func goOn(a, b byte) bool {
	latin := func(c byte) bool { return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' }
	return latin(a) && latin(b)
}
