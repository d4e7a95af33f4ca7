package command

import (
	"cmp"
	"context"
	"errors"
	"unicode/utf8"

	"docent/bot/locale"
	"docent/bot/render"
	"docent/retrieval"
)

const (
	maxCompared    = 4000 // runes of a text to compare: the longest message that Discord has
	maxSentences   = 12   // compared sentences that are shown
	maxDifferences = 4    // of a sentence
)

// runVerify is /verify: each sentence of a text, beside what the documents have of it.
func (c *Commands) runVerify(ctx context.Context, r Request) (Result, error) {
	text := r.Text(OptionText)
	switch {
	case !HasWords(Clean(text)):
		return done(c.private("say.nothing_to_check"), nil)
	case utf8.RuneCountInString(text) > maxCompared:
		return done(c.private("say.too_long_to_check", locale.Args{"length": utf8.RuneCountInString(text), "limit": maxCompared}), nil)
	}
	compared, err := c.lib.Verify(ctx, text)
	if err != nil {
		if left := (*retrieval.LeftOutError)(nil); !errors.As(err, &left) {
			return done(c.fault("comparing a text", err))
		}
	}
	if len(compared) == 0 {
		return done(c.private("say.nothing_to_check"), nil)
	}
	return c.comparisons(compared, err != nil), nil
}

// comparisons show what became of each sentence; some means that a part of the text wasn't compared.
func (c *Commands) comparisons(compared []retrieval.Checked, some bool) Result {
	shown := compared[:min(len(compared), maxSentences)]
	key := "say.checked"
	if some || len(shown) < len(compared) {
		key = "say.checked_first"
	}
	res := Result{Reply: render.Reply{
		Text:   c.words.Text("say.not_a_judgement") + "\n" + c.words.Text(key, locale.Args{"count": len(shown)}),
		Notice: c.notice(c.lib.Status().Notice),
	}}
	for _, s := range shown {
		res.Found = res.Found || s.Verdict != retrieval.Absent
		res.Sections = append(res.Sections, c.comparison(s))
	}
	return res
}

// comparison is what became of one sentence: its verdict, where it stands, and what differs.
func (c *Commands) comparison(s retrieval.Checked) render.Section {
	section := render.Section{Heading: c.words.Text("verdict." + string(s.Verdict)), Text: s.Sentence}
	if s.Verdict == retrieval.Absent {
		return section
	}
	at := s.Snippet
	if p, ok := pieceWith(at); ok { // of a whole passage, the paragraph is enough
		at = narrowed(at, p)
	}
	section.Cards = cards([]retrieval.Snippet{at})
	if len(s.Differences) == 0 {
		return section
	}
	section.Table.Head = []string{"", c.words.Text("label.text_says"), c.words.Text("label.document_says")}
	nothing := c.words.Text("label.nothing")
	for _, d := range s.Differences[:min(len(s.Differences), maxDifferences)] {
		section.Table.Rows = append(section.Table.Rows, []string{
			c.words.Text("difference." + string(d.Kind)), cmp.Or(d.Said, nothing), cmp.Or(d.Reads, nothing),
		})
	}
	return section
}
