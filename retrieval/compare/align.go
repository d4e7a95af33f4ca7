package compare

import (
	"math"

	"docent/retrieval/analysis"
)

// This file lays a sentence beside a text: the stretch of the text that reads most like it, and which word stands for
// which. It is the alignment of sequences by dynamic programming (Sellers 1980), where the text may go on at both ends
// for nothing.

// The costs of an alignment. A word in place of another costs less than one left out, so that at the ends of a sentence,
// too, words stand beside those they replace; the likelier both are meant to be the same, the less.
const (
	costFolded = 1  // other case or accents
	costAlike  = 2  // another form of the word
	costNumber = 3  // a number for a number
	costWord   = 4  // a word for a word
	costGap    = 5  // a word that the other side doesn't have
	costMark   = 1  // a mark that it doesn't have, or another mark
	costNever  = 50 // a word for a mark
)

// A column is one column of an alignment: a token of the sentence, of the text, or both side by side; -1 for none.
type column struct{ said, reads int }

// maxAligned bounds the cells of an alignment; a sentence and a text of more are not laid side by side.
const maxAligned = 4 << 20

// verbatim finds the sentence's tokens in the text, one after the other as they are; start is -1 where they aren't.
func verbatim(said, text []analysis.Surface) (start int) {
	if len(said) == 0 {
		return -1
	}
	for i := 0; i+len(said) <= len(text); i++ {
		n := 0
		for n < len(said) && said[n].Exact == text[i+n].Exact {
			n++
		}
		if n == len(said) {
			return i
		}
	}
	return -1
}

// align lays a sentence beside the stretch of a text that costs least; nil where there is nothing to lay, or too much.
func align(said, text []analysis.Surface) []column {
	n, m := len(said), len(text)
	if n == 0 || m == 0 || (n+1)*(m+1) > maxAligned {
		return nil
	}
	const (
		both = iota
		onlySaid
		onlyRead
		begin
	)
	from := make([]byte, (n+1)*(m+1))
	above, row := make([]int32, m+1), make([]int32, m+1)
	for j := range above {
		from[j] = begin
	}
	gaps, digits := traits(text)
	saidGaps, saidDigits := traits(said)
	for i := 1; i <= n; i++ {
		dropped := saidGaps[i-1]
		row[0] = above[0] + dropped
		at := from[i*(m+1):]
		at[0] = onlySaid
		for j := 1; j <= m; j++ {
			best, way := above[j-1]+replaced(&said[i-1], &text[j-1], saidDigits[i-1] && digits[j-1]), byte(both)
			if c := above[j] + dropped; c < best {
				best, way = c, onlySaid
			}
			if c := row[j-1] + gaps[j-1]; c < best {
				best, way = c, onlyRead
			}
			row[j], at[j] = best, way
		}
		above, row = row, above
	}
	end := 0
	for j, c := range above {
		if c < above[end] {
			end = j
		}
	}
	var back []column
	for i, j := n, end; i > 0; {
		switch from[i*(m+1)+j] {
		case both:
			i, j = i-1, j-1
			back = append(back, column{i, j})
		case onlySaid:
			i--
			back = append(back, column{i, -1})
		default:
			j--
			back = append(back, column{-1, j})
		}
	}
	for i, j := 0, len(back)-1; i < j; i, j = i+1, j-1 {
		back[i], back[j] = back[j], back[i]
	}
	return back
}

// traits are what tokens cost when they are left out, and which of them have a digit.
func traits(tokens []analysis.Surface) (gaps []int32, digits []bool) {
	gaps, digits = make([]int32, len(tokens)), make([]bool, len(tokens))
	for i, t := range tokens {
		gaps[i], digits[i] = gap(t), analysis.HasDigit(t.Exact)
	}
	return gaps, digits
}

func gap(w analysis.Surface) int32 {
	switch {
	case w.Exact == analysis.Barrier:
		return math.MaxInt16
	case w.Word:
		return costGap
	}
	return costMark
}

// replaced is the cost of one token in place of another.
func replaced(a, b *analysis.Surface, numbers bool) int32 {
	switch {
	case a.Exact == b.Exact:
		return 0
	case a.Exact == analysis.Barrier || b.Exact == analysis.Barrier:
		return math.MaxInt16
	case a.Word != b.Word:
		return costNever
	case !a.Word:
		return costMark
	case a.Folded == b.Folded:
		return costFolded
	case numbers:
		return costNumber
	case sameBeginning(a.Folded, b.Folded):
		return costAlike
	}
	return costWord
}

// sameBeginning tells forms of one word by what they share: the first four letters and two thirds of the longer.
func sameBeginning(a, b string) bool {
	n, most := 0, max(len(a), len(b))
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n >= 4 && 3*n >= 2*most
}
