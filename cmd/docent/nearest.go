package main

// nearest returns the candidate that name was most likely meant to be: the one that is fewest edits away, if those are
// at most a third of its letters (one edit is always allowed). The first wins a tie.
func nearest(name string, candidates []string) (string, bool) {
	best, fewest := "", -1
	for _, c := range candidates {
		d := editDistance([]rune(name), []rune(c))
		if d <= max(1, len(c)/3) && (fewest < 0 || d < fewest) {
			best, fewest = c, d
		}
	}
	return best, fewest >= 0
}

// editDistance counts the letters to insert, delete, replace or swap with their neighbour to make b of a (optimal
// string alignment: no stretch is edited twice).
func editDistance(a, b []rune) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			replace := rows[i-1][j-1]
			if a[i-1] != b[j-1] {
				replace++
			}
			rows[i][j] = min(replace, rows[i-1][j]+1, rows[i][j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
