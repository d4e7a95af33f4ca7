package render

import (
	"net/url"
	"strings"
	"testing"
)

func TestSafeURL(t *testing.T) {
	for in, want := range map[string]string{
		"https://example.com/a/b.md#L3":                   "https://example.com/a/b.md#L3",
		"http://localhost:8080/x?page=3&q=a+b":            "http://localhost:8080/x?page=3&q=a+b",
		"https://[::1]:80/x":                              "https://[::1]:80/x",
		"https://example.com/a (b)/c.md":                  "https://example.com/a%20%28b%29/c.md",
		"https://example.com/?q=<@1>)](https://evil)":     "https://example.com/?q=%3C%401%3E%29%5D%28https://evil%29",
		"https://example.com/*a*_b_`c`|d|\"'\\":           "https://example.com/%2Aa%2A_b_%60c%60%7Cd%7C%22%27%5C",
		"https://example.com/日本#見出し":                      "https://example.com/%E6%97%A5%E6%9C%AC#%E8%A6%8B%E5%87%BA%E3%81%97",
		"https://example.com":                             "https://example.com",
		"javascript:alert(1)":                             "",
		"data:text/html,x":                                "",
		"//example.com/x":                                 "",
		"https://":                                        "",
		"https://user:pass@example.com/":                  "",
		"https://exämple.com/":                            "",
		"https://example.com\u202e/":                      "",
		"https://a b/":                                    "",
		"https://example.com/\x00":                        "",
		"https://example.com/%zz":                         "",
		"https://example.com/" + strings.Repeat("x", 600): "",
		"https://example.com/" + strings.Repeat("(", 400): "",
		"": "",
	} {
		if got := safeURL(in); got != want {
			t.Errorf("safeURL(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzSafeURL(f *testing.F) {
	for _, s := range hostile {
		f.Add("https://example.com/" + s)
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := safeURL(s)
		if got == "" {
			return
		}
		if safeURL(got) != got {
			t.Errorf("safeURL(%q) = %q, and of that %q", s, got, safeURL(got))
		}
		u, err := url.Parse(got)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || len(got) > maxURL {
			t.Errorf("safeURL(%q) = %q", s, got)
		}
		for way, want := range map[linking]string{inEmbed: got, inContent: "<" + got + ">"} {
			v := readDiscord("a " + way.link("b", got) + " c")
			if len(v.links) != 1 || v.links[0] != want || v.text != "a b c" {
				t.Errorf("%q is read as %+v", way.link("b", got), v)
			}
		}
	})
}
