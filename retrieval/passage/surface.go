package passage

import (
	"strings"

	"docent/retrieval/analysis"
)

// Surfaces returns the words and marks of a passage as a reader sees them, with their places in its Text. Between pieces
// of which something was left out stands a barrier.
func (p *Passage) Surfaces() []analysis.Surface {
	return p.tokens(func(piece Piece) (string, []analysis.Surface) {
		tokens := analysis.Surfaces(piece.Text)
		if piece.Plain != "" {
			tokens = analysis.Align(analysis.Surfaces(piece.Plain), tokens)
		}
		return piece.Text, tokens
	})
}

// Reading is the passage as a reader sees it, and the words and marks of written with their places in that.
func (p *Passage) Reading() (text string, tokens []analysis.Surface) {
	var b strings.Builder
	tokens = p.tokens(func(piece Piece) (string, []analysis.Surface) {
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString(piece.Reading())
		return piece.Reading(), analysis.Surfaces(piece.Reading())
	})
	return b.String(), tokens
}

// tokens puts the tokens of the pieces one behind the other, as their texts stand joined by blank lines.
func (p *Passage) tokens(of func(Piece) (text string, tokens []analysis.Surface)) []analysis.Surface {
	var out []analysis.Surface
	at := 0
	for i, piece := range p.Pieces {
		if i > 0 && piece.Skipped {
			out = append(out, analysis.Surface{Exact: analysis.Barrier, Folded: analysis.Barrier, Start: at, End: at, Word: true})
		}
		text, tokens := of(piece)
		for _, w := range tokens {
			w.Start, w.End = w.Start+at, w.End+at
			out = append(out, w)
		}
		at += len(text) + len("\n\n")
	}
	return out
}
