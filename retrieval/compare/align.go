package compare

import (
	"math"
	"slices"

	"docent/retrieval/analysis"
)

// This file aligns a sentence with the stretch of a text that is most like it, word by word. It is the alignment of sequences by
// dynamic programming (Sellers 1980), where the text may go on at both ends at no cost.

// The costs of an alignment. A word in place of another costs less than one left out, so that at the ends of a sentence,
// too, words stand beside those they replace; the likelier both are meant to be the same, the less.
const (
	costFolded      = 1  // other case or accents
	costAlike       = 2  // another form of the word
	costNumber      = 3  // a number for a number
	costWord        = 4  // a word for a word
	costGap         = 5  // a word that the other side doesn't have
	costPunctuation = 1  // punctuation that it doesn't have, or other punctuation
	costNever       = 50 // a word for punctuation
)

// A column is one column of an alignment: the index of a token of the sentence and of one of the text; -1 for none.
type column struct{ said, reads int }

// maxAligned bounds the cells of an alignment; a sentence and a text of more are not aligned.
const maxAligned = 4 << 20

// verbatim returns the index of the text's token at which the sentence's tokens stand, one after the other as they are; -1 where
// they don't.
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

// align returns the alignment of a sentence with the stretch of a text that costs least; nil where either has no token, or both
// have too many.
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
	slices.Reverse(back)
	return back
}

// traits returns what tokens cost when they are left out, and which of them have a digit.
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
	return costPunctuation
}

// replaced returns the cost of one token in place of another.
func replaced(a, b *analysis.Surface, numbers bool) int32 {
	switch {
	case a.Exact == b.Exact:
		return 0
	case a.Exact == analysis.Barrier || b.Exact == analysis.Barrier:
		return math.MaxInt16
	case a.Word != b.Word:
		return costNever
	case !a.Word:
		return costPunctuation
	case a.Folded == b.Folded:
		return costFolded
	case numbers:
		return costNumber
	case similar(a.Folded, b.Folded):
		return costAlike
	}
	return costWord
}

// similar reports whether two words are likely forms of one: they share their first four letters and two thirds of the longer.
func similar(a, b string) bool {
	n, most := 0, max(len(a), len(b))
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n >= 4 && 3*n >= 2*most
}
