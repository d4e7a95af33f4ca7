package command

import (
	"strings"
	"testing"

	"docent/bot/locale"
	"docent/retrieval"
)

// TestRemarks says of an answer how its question was read, where else its quotes stand, and that the documents disagree.
func TestRemarks(t *testing.T) {
	t.Parallel()
	words, err := locale.New()
	if err != nil {
		t.Fatal(err)
	}
	c := &Commands{words: words.English()}
	snippet := retrieval.Snippet{Text: "The fee is 80 euros.", Sentence: [2]int{0, 20}, Citation: retrieval.Citation{Path: "a.md", Lines: [2]int{3, 3}},
		AlsoIn: []retrieval.Citation{{Path: "b/*c*.md", Lines: [2]int{4, 6}}, {Path: "d.pdf", Page: 2}, {Path: "d.pdf", Page: 2}}}
	for name, tt := range map[string]struct {
		answer retrieval.Answer
		text   string
		notice string
	}{
		"as it stands": {retrieval.Answer{Snippets: []retrieval.Snippet{{Text: "x"}}}, "", ""},
		"corrected": {retrieval.Answer{Snippets: []retrieval.Snippet{{Text: "x"}},
			Read: retrieval.Reading{Text: "the fee?", Corrections: []retrieval.Rewording{{}}}}, "", "Searched for “the fee?”."},
		"a phrase that stands nowhere": {retrieval.Answer{Snippets: []retrieval.Snippet{{Text: "x"}}, Read: retrieval.Reading{Missing: []string{"no fee"}}, Notice: retrieval.Notice{Kind: "not_indexed"}},
			"", "No document has “no fee” word for word, so I looked for its words. The documents have not been indexed yet."},
		"in several places": {retrieval.Answer{Snippets: []retrieval.Snippet{snippet, snippet}}, "", "The same also stands in b/*c*.md lines 4–6, d.pdf page 2."},
		"contradicted":      {retrieval.Answer{Snippets: []retrieval.Snippet{{Text: "x"}, {Text: "y"}}, Disagree: []int{0, 1}}, "The documents disagree about that, newest first:", ""},
	} {
		tt.answer.Found = true
		if r := c.answer(tt.answer); r.Text != tt.text || r.Notice != tt.notice {
			t.Errorf("%s: %q, %q; want %q, %q", name, r.Text, r.Notice, tt.text, tt.notice)
		}
	}
	silent := c.answer(retrieval.Answer{Documents: 2, Read: retrieval.Reading{Text: "the fee?", Corrections: []retrieval.Rewording{{}}}})
	if !strings.HasPrefix(silent.Text, "I found nothing") || silent.Notice != "Searched for “the fee?”." {
		t.Errorf("silence: %q, %q", silent.Text, silent.Notice)
	}
}
