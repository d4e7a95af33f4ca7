package render

import (
	"cmp"
	"slices"
	"strings"
)

// drawLine draws an entry of an outdented list: "- **label** · text · `path` line 54".
func (d drawer) drawLine(l Line, way linking) string {
	label, text := shorten(fold(l.Label), maxLabel), l.row(maxLineText)
	return strings.Repeat("  ", l.Level) + "- " + joinLine(label, isolate(drawRow(text)), d.drawPlace(l.Place, way))
}

// maxLevel is the deepest level of an outline that is told from the one above it.
const maxLevel = 5

// outdent returns a list whose outermost entries stand at level 0, whatever level they came with.
func outdent(list []Line) []Line {
	if len(list) == 0 {
		return nil
	}
	outermost := slices.MinFunc(list, func(a, b Line) int { return cmp.Compare(a.Level, b.Level) }).Level
	out := slices.Clone(list)
	for i := range out {
		out[i].Level = min(max(out[i].Level-outermost, 0), maxLevel)
	}
	return out
}

// row is the entry's text in at most limit characters, around its first match where it has any; 0 for no limit.
func (l Line) row(limit int) row {
	if len(l.Matches) == 0 {
		text := fold(l.Text)
		if limit > 0 {
			text = shorten(text, limit)
		}
		return row{text: text}
	}
	q := sound(Quote{Text: l.Text, Matches: l.Matches})
	shown := whole(q)
	if limit > 0 {
		shown = excerpt(q, limit)
	}
	var all row
	for _, b := range blocks(q, shown) {
		for _, r := range b.rows {
			all.add(" ", r)
		}
	}
	return all
}

// joinLine joins a label, which stands out, and the drawn parts behind it that aren't empty; behind a label that ends with
// a colon no other sign is needed.
func joinLine(label string, parts ...string) string {
	rest := strings.Join(withoutEmpty(parts), separator)
	switch {
	case label == "" || rest == "":
		return drawStrong(label) + rest
	case strings.HasSuffix(label, ":"):
		return drawStrong(label) + " " + rest
	}
	return drawStrong(label) + separator + rest
}

// drawStrong draws one line of text in bold, "" as "".
func drawStrong(s string) string {
	if s == "" {
		return ""
	}
	return "**" + isolate(Escape(s)) + "**"
}
