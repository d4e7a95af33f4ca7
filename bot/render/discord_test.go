package render

import (
	"regexp"
	"strings"
	"unicode"
)

// This file reads Markdown as Discord's clients do, on its own terms: it knows nothing of how the package writes it. The
// rules are those of Discord's parser, tried in order at each place.

// A seen is what a reader of a message sees.
type seen struct {
	text  string   // everything, without the Markdown
	quote string   // what stands in block quotes and code blocks
	live  []string // the constructs that came to life, in order: "bold", "quote", "user mention"
	bold  []string // what is set in bold
	links []string // where masked links lead, in angle brackets where they stand in them
}

var lineRules = []struct {
	name string
	re   *regexp.Regexp
}{
	{"quote", regexp.MustCompile(`^ *> `)},
	{"long quote", regexp.MustCompile(`^ *>>> ?`)},
	{"subtext", regexp.MustCompile(`^ *-#[ \t]+`)},
	{"heading", regexp.MustCompile(`^ *#{1,3}\s`)},
	{"list", regexp.MustCompile(`^[ \t]*(?:[-*+]|\d+[.)])[ \t]`)},
}

var escapeRule = regexp.MustCompile(`^\\([^0-9A-Za-z\s])`)

// Each pattern's first group is what is read on as text, where it has one. begins are the bytes that it can match at; only
// to save time.
var inlineRules = []struct {
	name, begins string
	re           *regexp.Regexp
}{
	{"fence", "`", regexp.MustCompile("(?s)^```(?:[a-zA-Z0-9_+\\-.#]+\n)?\n*([^\n].*?)\n*```")},
	{"code", "`", regexp.MustCompile("(?s)^``(.*?[^`])``")},
	{"code", "`", regexp.MustCompile("(?s)^`([^`]+)`")},
	{"bold", "*", regexp.MustCompile(`(?s)^\*\*((?:\\.|[^\\])+?)\*\*`)},
	{"underline", "_", regexp.MustCompile(`(?s)^__(?:\\.|[^\\])+?__`)},
	{"italic", "*", regexp.MustCompile(`(?s)^\*(?:\\.|[^\\*])+\*`)},
	{"italic", "_", regexp.MustCompile(`(?s)^_(?:\\.|[^\\_])+_`)},
	{"strike", "~", regexp.MustCompile(`(?s)^~~.+?~~`)},
	{"spoiler", "|", regexp.MustCompile(`(?s)^\|\|.+?\|\|`)},
	{"masked link", "[", regexp.MustCompile(`(?s)^\[(.*?)\]\((.*?)\)`)},
	{"angle", "<", regexp.MustCompile(`^<(?:@[!&]?\d*|#\d*|a?:\w+:\d+|t:-?\d+(?::\w)?|/[^>]*:\d+|id:\w+|sound:[^>]*|\+?[\d -]+|[^@ >]+@[^ >]+|[^: >]+:/[^ >]+)>`)},
	{"everyone", "@", regexp.MustCompile(`^@(?:everyone|here)`)},
	{"link", "hHsSdD", regexp.MustCompile(`^(?i:https?|steam|discord)://[^\s<]`)},
	{"invite", "dD", regexp.MustCompile(`^(?i:discord(?:app)?\.[a-z]+/\S)`)},
	{"shortcode", ":", regexp.MustCompile(`^:[^\s:\\]+:`)},
}

// readDiscord reads s as a message's content or an embed's description.
func readDiscord(s string) seen {
	var v seen
	var text, quote strings.Builder
	quoted, start := false, true
	put := func(t string, inQuote bool) {
		text.WriteString(t)
		if inQuote {
			quote.WriteString(t)
		}
	}
next:
	for s != "" {
		if start {
			for _, rule := range lineRules {
				if m := rule.re.FindString(s); m != "" {
					v.live = append(v.live, rule.name)
					quoted = quoted || rule.name == "quote"
					s = s[len(m):]
					continue next
				}
			}
			start = false
		}
		if s == "" {
			break
		}
		if s[0] == '\\' {
			if m := escapeRule.FindStringSubmatch(s); m != nil {
				put(m[1], quoted)
				s = s[len(m[0]):]
				continue
			}
		}
		for _, rule := range inlineRules {
			if strings.IndexByte(rule.begins, s[0]) < 0 {
				continue
			}
			m := rule.re.FindStringSubmatch(s)
			if m == nil || rule.name == "bold" && strings.HasPrefix(s[len(m[0]):], "*") {
				continue
			}
			v.live = append(v.live, rule.name)
			switch rule.name {
			case "bold":
				inner := readDiscord(m[1])
				for _, l := range inner.live {
					v.live = append(v.live, l+" in bold")
				}
				v.bold = append(v.bold, inner.text)
				put(inner.text, quoted)
			case "masked link":
				inner := readDiscord(m[1])
				for _, l := range inner.live {
					v.live = append(v.live, l+" in a link")
				}
				v.links = append(v.links, m[2])
				put(inner.text, quoted)
			case "fence":
				put(m[1], true)
			case "code":
				put(m[1], quoted)
			}
			s = s[len(m[0]):]
			continue next
		}
		r := []rune(s[:min(len(s), 4)])[0]
		if r == '\n' {
			quoted, start = false, true
			quote.WriteByte('\n')
		}
		put(string(r), quoted)
		s = s[len(string(r)):]
	}
	v.text, v.quote = text.String(), quote.String()
	return v
}

// bare is what is left of a text when white space, ellipses and what Discord doesn't show are taken away, and controls are
// one character: what must be the same in a quote and in its source.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), r == '…':
			return -1
		case strings.ContainsRune("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", r):
			return -1
		case unicode.IsControl(r):
			return '\uFFFD'
		}
		return r
	}, string([]rune(s)))
}

func only(live []string, allowed ...string) string {
next:
	for _, l := range live {
		for _, a := range allowed {
			if l == a {
				continue next
			}
		}
		return l
	}
	return ""
}
