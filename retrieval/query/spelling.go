package query

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"docent/retrieval/analysis"
)

// This file knows what spelling leaves open: hyphens, compounds, and the separators in numbers.

// spellingExpansions returns the other ways to write parts of a question: "set-up", "set up" and "setup"; "F-16" and "F16";
// "2,000" and "2000". A compound that no document has is taken apart into words that one has.
func spellingExpansions(ctx context.Context, v Vocabulary, queries []*Query, text string) (out []expansion, err error) {
	words := analysis.FoldedWords(text)
	known := func(word string) bool {
		return slices.ContainsFunc(queries, func(q *Query) bool {
			has, failed := v.HasWord(ctx, q.Language, analysis.Fold(word))
			err = cmp.Or(err, failed)
			return has
		})
	}
	for i, w := range words {
		written := text[w.Start:w.End]
		if i+1 < len(words) {
			next := words[i+1]
			between := text[w.End:next.Start]
			joined := written + text[next.Start:next.End]
			hyphen := isHyphen(between)
			if hyphen && mixed(joined) || (hyphen || between == " ") && utf8.RuneCountInString(joined) >= 5 && known(joined) {
				out = append(out, expansion{at: [2]int{w.Start, next.End}, form: joined, confidence: spellingConfidence})
			}
		}
		if apart := partsOfName(written); apart != "" {
			out = append(out, expansion{at: [2]int{w.Start, w.End}, form: apart, confidence: spellingConfidence})
		} else if unseenAt(queries, w.Start) {
			if apart := partsOfCompound(written, known); apart != "" {
				out = append(out, expansion{at: [2]int{w.Start, w.End}, form: apart, confidence: compoundConfidence, loose: true})
			}
		}
	}
	return append(out, numberForms(text)...), err
}

func isHyphen(s string) bool { return s == "-" || s == "\u2010" || s == "\u2011" || s == "–" }

// mixed reports whether a word has letters and digits.
func mixed(s string) bool { return analysis.HasDigit(s) && strings.IndexFunc(s, unicode.IsLetter) >= 0 }

// unseenAt reports whether the word that begins there is in no document.
func unseenAt(queries []*Query, start int) bool {
	found := false
	for _, q := range queries {
		for _, p := range q.placed {
			if p.start != start {
				continue
			}
			if t := q.Terms[p.term]; t.seen || t.Stop || t.Gram {
				return false
			}
			found = true
		}
	}
	return found
}

// partsOfName parts letters from digits in a name like "F16" or "COVID19": one change between them. "" for any other word.
func partsOfName(word string) string {
	at := strings.IndexFunc(word, unicode.IsDigit)
	if at <= 0 || strings.IndexFunc(word[:at], func(r rune) bool { return !unicode.IsLetter(r) }) >= 0 ||
		strings.IndexFunc(word[at:], func(r rune) bool { return !unicode.IsDigit(r) }) >= 0 {
		return ""
	}
	return word[:at] + " " + word[at:]
}

// joints are what stands between the parts of a German compound.
var joints = [...]string{"", "s", "es", "n", "en"}

// partsOfCompound takes a compound apart into two words that documents have, of four letters at least; "" if it can't be.
func partsOfCompound(word string, known func(string) bool) string {
	folded := strings.ToLower(word)
	for at := range folded {
		left, right := folded[:at], folded[at:]
		if utf8.RuneCountInString(left) < analysis.MinCorrectable || utf8.RuneCountInString(right) < analysis.MinCorrectable || !known(right) {
			continue
		}
		for _, joint := range joints {
			if stem, ok := strings.CutSuffix(left, joint); ok && utf8.RuneCountInString(stem) >= analysis.MinCorrectable && known(stem) {
				return stem + " " + right
			}
		}
	}
	return ""
}

// numberForms returns the numbers of a text with and without the separators of thousands.
func numberForms(text string) []expansion {
	var out []expansion
	for at := 0; at < len(text); {
		if text[at] < '0' || text[at] > '9' {
			at++
			continue
		}
		end := at
		for end < len(text) && (text[end] >= '0' && text[end] <= '9' || (text[end] == ',' || text[end] == '.') && end+1 < len(text) && text[end+1] >= '0' && text[end+1] <= '9') {
			end++
		}
		if alone(text, at, end) {
			for _, form := range thousands(text[at:end]) {
				out = append(out, expansion{at: [2]int{at, end}, form: form, confidence: spellingConfidence})
			}
		}
		at = end
	}
	return out
}

// alone reports whether no letter, digit or joint of a name stands on either side.
func alone(text string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	after, _ := utf8.DecodeRuneInString(text[end:])
	return !analysis.IsWordRune(before) && !strings.ContainsRune("-.,/:", before) && !analysis.IsWordRune(after) && !strings.ContainsRune("-/:", after)
}

// thousands returns the other ways to write a number of 1,000 or more: without separators, with commas, with points.
func thousands(number string) []string {
	separator := ""
	for _, m := range [...]string{",", "."} {
		if groups := strings.Split(number, m); len(groups) > 1 {
			if separator != "" || len(groups[0]) > 3 || slices.ContainsFunc(groups[1:], func(g string) bool { return len(g) != 3 }) {
				return nil
			}
			separator = m
		}
	}
	digits := strings.ReplaceAll(number, separator, "")
	if separator == "" && (len(digits) < 4 || len(digits) > 15 || strings.HasPrefix(digits, "0")) || len(digits) < 4 {
		return nil
	}
	if separator == "" && len(digits) == 4 && digits >= "1900" && digits < "2100" { // a year
		return nil
	}
	var out []string
	for _, m := range [...]string{"", ",", "."} {
		if m == separator && separator != "" || m == "" && separator == "" {
			continue
		}
		form := digits
		for at := len(digits) - 3; m != "" && at > 0; at -= 3 {
			form = form[:at] + m + form[at:]
		}
		out = append(out, form)
	}
	return out
}
