package bot

import (
	"strings"
	"testing"

	"docent/bot/command"
)

func TestQuestionInMention(t *testing.T) {
	t.Parallel()
	n := names{self: "10", role: "20", users: map[string]string{"10": "Docent", "11": "Ann", "12": ""}}
	for content, want := range map[string]string{
		"<@10> where?":                    "where?",
		"<@!10>where?":                    "where?",
		"where <@10> is it":               "where   is it",
		"where is it <@&20>":              "where is it",
		"<@10><@10> <@&20>":               "",
		"<@10> does <@11> know <@!11>?":   "does Ann know Ann?",
		"<@10> and <@12> and <@99>":       "and <@12> and <@99>",
		"<@10> <@&99> <#5> <:smile:7>":    "<@&99> <#5> <:smile:7>",
		"<@<@10>10>":                      "<@ 10>",
		"<@010>":                          "<@010>",
		"<@100000000000000000000000> why": "<@100000000000000000000000> why",
		"@Docent where?":                  "@Docent where?",
		"":                                "",
	} {
		if got := n.question(content); got != want {
			t.Errorf("question(%q) = %q, want %q", content, got, want)
		}
	}
	if got := (names{self: "10"}).question("<@&> <@&20> x"); got != "<@&> <@&20> x" {
		t.Errorf("without a role of its own: %q", got)
	}
}

func FuzzQuestionInMention(f *testing.F) {
	for _, content := range []string{"", "<@10> where?", "<@!10>", "<@&20>", "<@<@10>10>", "<@11>", "\xff<@10>\x00", "<@10"} {
		f.Add(content)
	}
	n := names{self: "10", role: "20", users: map[string]string{"11": "Ann"}}
	f.Fuzz(func(t *testing.T, content string) {
		got := n.question(content)
		for _, own := range []string{"<@10>", "<@!10>", "<@&20>"} {
			if strings.Contains(got, own) {
				t.Errorf("question(%q) = %q", content, got)
			}
		}
		if !mentionForm.MatchString(content) && got != strings.TrimSpace(content) {
			t.Errorf("question(%q) = %q, without a mention in it", content, got)
		}
		question := command.Clean(got)
		if command.Clean(question) != question {
			t.Errorf("clean isn't settled: %q, then %q", question, command.Clean(question))
		}
	})
}
