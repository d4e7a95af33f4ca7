package render

import (
	"strings"
	"testing"
)

var hostile = []string{
	"**bold** __under__ *it* _it_ ~~gone~~ ||spoiler|| `code` ``co`de``",
	"***", "****", "_", "a_b_c", `\`, `\\`, `\*`, `a\`, "¯\\_(ツ)_/¯",
	"# heading", "  ### heading", "-# small", "- item", "* item", "+ item", "1. item", "12) item", "- # - 1. x",
	"> quote", ">>> long quote", "> > > > > > > > > > ten", "text\n# heading\n- item\n> quote\n1. one",
	"\u00a0# heading", "\u2028# heading", "\v- item", "x\r# heading\r\n- item",
	"[text](https://example.com)", "[a](<https://example.com> \"t\")", "<https://example.com>", "https://example.com/a_b?c=*d*",
	"http://x.y", "steam://run/1", "discord.gg/abc", "discord.com/invite/abc", "HTTPS://EXAMPLE.COM", "mailto:a@b.c <a@b.c> <+1 555>",
	"@everyone @here <@123> <@!123> <@&123> <#123> <:smile:123> <a:wave:123> </ask:123> <t:1700000000:R> <id:customize>",
	":smile: :+1: 12:30:45 Note: this :) a:b",
	"```go\ncode\n```", "````\n```\n````", "`", "```", "|| x", "3.5 and 1.5. 2026.", "and/or 1/2",
	"\x00\x01\x1b[31mred\x1b[0m\x7f\u0085\u009b", "a\u202eb\u202cc\u2066d\u2069", "\xff\xfe", "e\u0301 *\u0301", "x\u200d*y*",
	"https\u202e://example.com", "@\u2066everyone", "<\u202a@123>", "*\u202e*b*\u202e*",
}

func TestEscape(t *testing.T) {
	for _, s := range hostile {
		checkEscape(t, s)
	}
}

func checkEscape(t *testing.T, s string) {
	t.Helper()
	escaped := Escape(s)
	v := readDiscord(escaped)
	if l := only(v.live); l != "" {
		t.Errorf("Escape(%q) = %q: %s is live", s, escaped, l)
	}
	if bare(v.text) != bare(s) {
		t.Errorf("Escape(%q) = %q shows %q", s, escaped, v.text)
	}
	if got := Unescape(escaped); got != v.text {
		t.Errorf("Unescape(%q) = %q, want %q", escaped, got, v.text)
	}
	if strings.Count(v.text, "\n") != strings.Count(unixBreaks(s), "\n") {
		t.Errorf("Escape(%q) = %q: line breaks are lost", s, escaped)
	}
}

// The checker must see what it is there to see.
func TestCheckerSeesLiveMarkdown(t *testing.T) {
	for s, want := range map[string]string{
		"**a**": "bold", "*a*": "italic", "_a_": "italic", "__a__": "underline", "~~a~~": "strike", "||a||": "spoiler",
		"`a`": "code", "``a`b``": "code", "```\na\n```": "fence", "# a": "heading", "x\n- a": "list", "1. a": "list", "> a": "quote",
		"-# a": "subtext", "[a](b)": "masked link", "<@1>": "angle", "<@&1>": "angle", "<#1>": "angle", "<:a:1>": "angle",
		"</ask:1>": "angle", "<t:1:R>": "angle", "<https://a.b>": "angle", "a https://a.b": "link", "@everyone": "everyone",
		"x @here": "everyone", ":smile:": "shortcode", "discord.gg/a": "invite",
	} {
		if v := readDiscord(s); len(v.live) != 1 || v.live[0] != want {
			t.Errorf("%q: %q, want %q", s, v.live, want)
		}
	}
}

func TestEscapeLeavesProseAlone(t *testing.T) {
	for _, s := range []string{
		`Lee emphasized "particularly profound significance" (in Nara) - at 3.5% & more; it's Japan-South Korea's #1 + 2.`,
		"Focus Area: Details", "日本語の文章。", "مرحبا بالعالم",
	} {
		if got := Escape(s); got != s {
			t.Errorf("Escape(%q) = %q", s, got)
		}
	}
}

func FuzzEscape(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) < 4000 { // the checker's expressions are quadratic
			checkEscape(t, s)
		}
	})
}
