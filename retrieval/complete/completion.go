package complete

import (
	"unicode/utf8"

	"docent/retrieval/analysis"
)

// MaxCompletion is how long a completion's text and value may be, in runes.
const MaxCompletion = 100

// completions makes completions of names, leaving out those that are gone. alike is as of Table.alike, for headings.
func completions(found []candidate, alike map[string]int, c Request, has func(path string, n Name) (bool, error)) ([]Completion, error) {
	var out []Completion
	seen := map[string]bool{}
	for _, f := range found {
		if len(out) == c.Limit {
			break
		}
		if f.kind == ofSection || f.kind == ofFact {
			there, err := has(f.doc.path, Name{Text: f.shown, Line: f.line, Fact: f.kind == ofFact})
			if err != nil {
				return nil, err
			}
			if !there {
				continue
			}
		}
		var choice Completion
		switch c.Kind {
		case Source:
			choice = f.doc.completion()
			if seen[choice.Text] {
				key := SourceKey(f.doc.path)
				choice.Text = headOf(choice.Text, MaxCompletion-len(key)-1) + " " + key
			}
		case Heading:
			choice = heading(f.shown, f.line, alike)
		default:
			choice = Completion{Text: headOf(f.shown, MaxCompletion), Value: firstRunes(f.shown, MaxCompletion)}
		}
		if !seen[choice.Text] {
			seen[choice.Text] = true
			out = append(out, choice)
		}
	}
	return out, nil
}

// completion returns the completion of a document. Its text is the title and the path, its value the path, or a key where that is
// too long or could be read otherwise.
func (d *docNames) completion() Completion {
	c := Completion{Text: tailOf(analysis.OneLine(d.path), MaxCompletion), Value: d.path}
	if utf8.RuneCountInString(d.path) > MaxCompletion || analysis.OneLine(d.path) != d.path {
		c.Value = SourceKey(d.path)
	}
	const between = " · "
	if title := d.title; title != "" && title != d.path {
		name := c.Text
		if over := utf8.RuneCountInString(title+between+name) - MaxCompletion; over > 0 { // the title gives way as far as the middle
			name = tailOf(name, max(MaxCompletion/2, utf8.RuneCountInString(name)-over))
		}
		c.Text = headOf(title, MaxCompletion-utf8.RuneCountInString(between+name)) + between + name
	}
	return c
}

// alike counts how many headings of a document read alike.
func (t *Table) alike(d *docNames) map[string]int {
	out := map[string]int{}
	for _, n := range t.names[d.first:d.end] {
		if n.kind == ofSection {
			out[analysis.Fold(n.shown)]++
		}
	}
	return out
}

// heading returns the completion of a heading: with its line where another reads alike, where it is too long to be whole, or
// where it could be taken for one with its line.
func heading(shown string, line int, alike map[string]int) Completion {
	_, marked := CutLine(shown)
	if marked == 0 && utf8.RuneCountInString(shown) <= MaxCompletion && alike[analysis.Fold(shown)] == 1 {
		return Completion{shown, shown}
	}
	behind := WithLine("", line)
	room := MaxCompletion - utf8.RuneCountInString(behind)
	return Completion{Text: headOf(shown, room) + behind, Value: firstRunes(shown, room) + behind}
}
