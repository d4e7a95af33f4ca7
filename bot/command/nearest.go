package command

import (
	"strings"

	"docent/retrieval/analysis"
)

// Nearest returns the name that typed most likely stands for: one that it begins, or else the one that is the fewest edits
// away, of which longer names may have more. It returns "" where there is none; of several the first.
func Nearest(typed string, names []string) string {
	if typed == "" {
		return ""
	}
	best, fewest := "", 0
	for _, name := range names {
		if strings.HasPrefix(name, typed) {
			return name
		}
		most := max(len(name)/3, min(2, len(name)-2)) // three letters of which two are wrong are another word
		if n := analysis.Edits([]rune(typed), []rune(name), false, most); n <= most && (best == "" || n < fewest) {
			best, fewest = name, n
		}
	}
	return best
}
