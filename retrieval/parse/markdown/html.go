package markdown

import (
	"html"
	"strings"
)

// unseen are the elements whose content isn't text.
var unseen = []string{"script", "style", "template"}

// stripTags is what a reader sees of HTML, in one pass: no tags, no comments, no scripts; an image is its description.
func stripTags(s string) string {
	var b strings.Builder
	for s != "" {
		open := strings.IndexByte(s, '<')
		if open < 0 {
			b.WriteString(s)
			break
		}
		b.WriteString(s[:open])
		s = s[open:]
		if rest, found := strings.CutPrefix(s, "<!--"); found {
			_, s, _ = strings.Cut(rest, "-->")
			continue
		}
		if len(s) < 2 || !isTagStart(s[1]) {
			b.WriteByte('<')
			s = s[1:]
			continue
		}
		tag, rest, closed := strings.Cut(s, ">")
		if !closed {
			b.WriteString(s)
			break
		}
		b.WriteString(" " + altText(tag))
		s = skipUnseen(tag, rest)
	}
	return strings.Join(strings.Fields(html.UnescapeString(b.String())), " ")
}

func isTagStart(c byte) bool {
	return c == '/' || c == '!' || c == '?' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// altText is the description in an image's tag.
func altText(tag string) string {
	if !strings.HasPrefix(strings.ToLower(tag[:min(len(tag), 4)]), "<img") {
		return ""
	}
	_, alt, found := strings.Cut(tag, `alt="`)
	if !found {
		return ""
	}
	alt, _, _ = strings.Cut(alt, `"`)
	return alt
}

// skipUnseen returns what follows an element without text whose tag was just read, and rest after any other tag.
func skipUnseen(tag, rest string) string {
	name := strings.ToLower(strings.TrimPrefix(tag[:min(len(tag), 12)], "<"))
	for _, element := range unseen {
		if after, found := strings.CutPrefix(name, element); found && (after == "" || strings.ContainsAny(after[:1], " \t\r\n")) {
			if end := indexFold(rest, "</"+element); end >= 0 {
				return rest[end:]
			}
			return ""
		}
	}
	return rest
}

// indexFold is where s holds an ASCII word in any case, or -1.
func indexFold(s, word string) int {
	for i := 0; i+len(word) <= len(s); i++ {
		if s[i] == word[0] && strings.EqualFold(s[i:i+len(word)], word) {
			return i
		}
	}
	return -1
}
