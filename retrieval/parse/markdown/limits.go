package markdown

// Limits of what goldmark is given. Its time and memory grow with lines times depth, and with the square of the brackets
// in one paragraph; beyond these, text is read plainly.
const (
	// maxLines is the longest text, in lines, whose structure is read. Ten megabytes of prose have some 200,000.
	maxLines = 500_000
	// maxDepth is how deep quotes and lists may be nested. Lines deeper than it are read as paragraphs.
	maxDepth = 32
	// minDepth is what the longest text may still nest.
	minDepth = 4
	// maxLineDepth bounds lines times depth: goldmark keeps 24 bytes for each.
	maxLineDepth = 1 << 21
	// maxDefinitionLines is the longest paragraph, in lines, in which link definitions are looked for.
	maxDefinitionLines = 1000
	// maxInlineBytes is the longest paragraph whose inline markup is read.
	maxInlineBytes = 20_000
	// inlineBudget bounds the sum of the squares of the brackets in a text's paragraphs: goldmark takes up to 40 ns for
	// each unit. Prose with a link in every sentence stays a hundred times below it.
	inlineBudget = 15_000_000
)

// depthLimit is how deep a text of so many lines may be nested.
func depthLimit(lines int) int {
	return min(maxDepth, max(minDepth, maxLineDepth/(lines+1)))
}

// nestedDeeper reports whether a line's marks of quotes and lists, with the indentation before them, may stand for more
// levels than limit. Two columns of indentation can be a level.
func nestedDeeper(line []byte, limit int) bool {
	depth, columns := 0, 0
	for i := 0; i < len(line); {
		switch c := line[i]; {
		case c == ' ':
			columns++
			i++
			continue
		case c == '\t':
			columns += 4
			i++
			continue
		case c == '>', (c == '-' || c == '*' || c == '+') && i+1 < len(line) && isSpace(line[i+1]):
			i++
		case c >= '0' && c <= '9' && orderedMark(line[i:]) > 0:
			i += orderedMark(line[i:])
		default:
			return depth > 0 && depth+columns/2 > limit+1
		}
		depth++
		if depth > limit {
			return true
		}
	}
	return depth+columns/2 > limit+1 && depth > 0
}

// orderedMark is the length of "1." or "1)" before white space, or 0.
func orderedMark(s []byte) int {
	n := 0
	for n < len(s) && n < 9 && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	if n+1 < len(s) && (s[n] == '.' || s[n] == ')') && isSpace(s[n+1]) {
		return n + 1
	}
	return 0
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' }
