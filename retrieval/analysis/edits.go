package analysis

import "unicode"

// MaxEdits is how many slips of the pen a word may have: none in a short one or one with a digit, where it makes
// another word.
func MaxEdits(word string) int {
	n := 0
	for _, r := range word {
		if unicode.IsDigit(r) {
			return 0
		}
		n++
	}
	switch {
	case n < MinCorrectable:
		return 0
	case n < 2*MinCorrectable:
		return 1
	}
	return 2
}

// Edits counts the letters to insert, drop, replace or swap with their neighbour until a is b, or with beginning set,
// until it is any beginning of b; most+1 stands for any number above most.
func Edits(a, b []rune, beginning bool, most int) int {
	if beginning {
		b = b[:min(len(b), len(a)+most)]
	}
	if len(a) > len(b)+most || len(b) > len(a)+most {
		return most + 1
	}
	var rows [3][MaxEditRunes + 1]int
	if len(a) > MaxEditRunes || len(b) > MaxEditRunes {
		return most + 1
	}
	for j := 0; j <= len(b); j++ {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		row, above, twice := &rows[i%3], &rows[(i-1)%3], &rows[(i+1)%3]
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], twice[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > most {
			return most + 1
		}
	}
	last := &rows[len(a)%3]
	n := last[len(b)]
	if beginning {
		for j := 0; j < len(b); j++ {
			n = min(n, last[j])
		}
	}
	return min(n, most+1)
}

// MaxEditRunes is the longest word that is compared letter by letter.
const MaxEditRunes = 64

// MinCorrectable is the length from which a word may be corrected, in letters. Below it, one edit makes another word of almost
// any.
const MinCorrectable = 4

// A Near is a word of the passages that a misspelt one may have been meant for.
type Near struct {
	Word      string // folded
	Distance  int    // edits: a letter more, less or another, or two neighbours exchanged
	SameStart bool   // the first letter is the same
	Passages  uint64 // how many have some form of it
}
