package render

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"docent/bot/locale"
)

// checkMessages holds all that is true of every reply against r.
func checkMessages(t *testing.T, r Reply) {
	t.Helper()
	for _, can := range []Capabilities{{Embed: true}, {}, {Attach: true}, {Embed: true, Attach: true}} {
		out := Message(r, can, english())
		if len(out) > maxMessages+maxCards {
			t.Errorf("%+v: %d messages", can, len(out))
		}
		if warned := strings.Contains(contentsOf(out), "⚠ "); fold(r.Notice) != "" && !warned {
			t.Errorf("%+v: the notice is lost", can)
		}
		links := linksOf(r)
		for _, m := range out {
			checkLimits(t, can, m)
			checkMarkdown(t, m.Content, inAngles(links))
			for _, e := range m.Embeds {
				checkMarkdown(t, e.Description, links)
			}
		}
	}
}

// inAngles are links as they must stand in a message's content, where they would unfurl.
func inAngles(links []string) []string {
	var out []string
	for _, l := range links {
		out = append(out, "<"+l+">")
	}
	return out
}

// linksOf lists where the links of a reply may lead.
func linksOf(r Reply) []string {
	var out []string
	cards, lines := slices.Clone(r.Cards), slices.Clone(r.Lines)
	for _, s := range r.Sections {
		cards, lines = append(cards, s.Cards...), append(lines, s.Lines...)
		for _, f := range s.Fields {
			out = append(out, safeURL(f.Place.URL))
		}
	}
	for _, c := range cards {
		out = append(out, safeURL(c.URL))
	}
	for _, l := range lines {
		out = append(out, safeURL(l.Place.URL))
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}

func checkLimits(t *testing.T, can Capabilities, m Outgoing) {
	t.Helper()
	if m.Content == "" && len(m.Embeds) == 0 {
		t.Error("an empty message")
	}
	if n := utf16Length(m.Content); n > 2000 {
		t.Errorf("content of %d characters", n)
	}
	if m.Content != strings.TrimSpace(m.Content) {
		t.Errorf("content %q has white space around it", m.Content)
	}
	if !can.Embed && len(m.Embeds) > 0 || !can.Attach && len(m.Files) > 0 || len(m.Embeds) > 10 {
		t.Errorf("%+v: %d embeds, %d files", can, len(m.Embeds), len(m.Files))
	}
	total := 0
	for _, e := range m.Embeds {
		n := utf16Length(e.Description)
		if total += n; n > 4096 || n == 0 {
			t.Errorf("a description of %d characters", n)
		}
	}
	if total > 6000 {
		t.Errorf("embeds of %d characters together", total)
	}
}

func utf16Length(s string) int {
	n := 0
	for _, r := range s {
		if n++; r >= 0x10000 {
			n++
		}
	}
	return n
}

func checkMarkdown(t *testing.T, s string, links []string) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Errorf("%q isn't UTF-8", s)
	}
	v := readDiscord(s)
	if l := only(v.live, "bold", "quote", "code", "fence", "list", "subtext", "masked link", "code in a link"); l != "" {
		t.Errorf("%q: %s is live", s, l)
	}
	for _, link := range v.links {
		if !slices.Contains(links, link) {
			t.Errorf("%q leads to %q", s, link)
		}
	}
	for _, bold := range v.bold {
		if bold != strings.TrimSpace(bold) || bold == "" {
			t.Errorf("%q: %q in bold has white space around it", s, bold)
		}
	}
	if strings.Contains(v.text, "**") && !strings.Contains(s, `\*`) && !strings.Contains(s, "`") {
		t.Errorf("%q: a mark shows as text", s)
	}
}

// A card with nothing but a quote and the path "p" shows the quote, then the place.
func checkVerbatim(t *testing.T, q Quote) {
	t.Helper()
	source := bare(q.Text)
	for _, can := range []Capabilities{{Embed: true}, {}} {
		var shown strings.Builder
		for _, m := range Message(Reply{Cards: []Card{{Quote: q, Path: "p"}}}, can, english()) {
			text := m.Content
			if can.Embed {
				text = m.Embeds[0].Description
			}
			shown.WriteString(readDiscord(text).quote)
		}
		if inColumns(q) {
			checkWords(t, q, shown.String())
			continue
		}
		if got := bare(shown.String()); !strings.Contains(source, got) {
			t.Errorf("%+v: shown is %q, which %q doesn't have", can, got, source)
		}
	}
}

// inColumns reports whether a quote has rows that may be drawn in columns.
func inColumns(q Quote) bool {
	return slices.ContainsFunc(q.Pieces, func(p Piece) bool {
		return p.Table && p.Start < p.End && p.End <= len(q.Text) && strings.ContainsAny(q.Text[p.Start:p.End], "|\t")
	})
}

// Columns keep the words of a table and not their sequence, since cells are wrapped side by side.
func checkWords(t *testing.T, q Quote, shown string) {
	t.Helper()
	source := bare(q.Text)
	for word := range strings.FieldsSeq(shown) {
		if word = strings.Trim(bare(word), "▸─·:"); !strings.Contains(source, word) {
			t.Errorf("%q isn't in %q", word, q.Text)
		}
	}
}

func TestVerbatim(t *testing.T) {
	for name, r := range replies() {
		for _, c := range r.Cards {
			checkVerbatim(t, c.Quote)
			if t.Failed() {
				t.Fatal(name)
			}
		}
	}
}

func TestWholePassageIsShownWhereItFits(t *testing.T) {
	q := answerCard().Quote
	out := Message(Reply{Cards: []Card{{Quote: q, Path: "p"}}}, Capabilities{Embed: true}, english())
	if got := readDiscord(out[0].Embeds[0].Description).quote; bare(got) != bare(q.Text) || strings.Contains(got, "…") {
		t.Errorf("shown: %q", got)
	}
}

func TestBoldOnlyInTheSentence(t *testing.T) {
	q := answerCard().Quote
	q.Matches = append([][2]int{find(q.Text, "emphasis")}, q.Matches...)
	q.Matches = append(q.Matches, find(q.Text, "hospitality"))
	out := Message(Reply{Cards: []Card{{Quote: q, Path: "p"}}}, Capabilities{Embed: true}, english())
	got := readDiscord(out[0].Embeds[0].Description).bold
	if want := []string{"new export restrictions", "dual-use goods"}; !slices.Equal(got, want) {
		t.Errorf("bold: %q, want %q", got, want)
	}
}

func TestSentenceWithoutMatchesIsBold(t *testing.T) {
	q := answerCard().Quote
	q.Matches = [][2]int{find(q.Text, "hospitality")}
	out := Message(Reply{Cards: []Card{{Quote: q, Path: "p"}}}, Capabilities{Embed: true}, english())
	if got := readDiscord(out[0].Embeds[0].Description).bold; !slices.Equal(got, []string{restrictions}) {
		t.Errorf("bold: %q", got)
	}
}

// Matches that touch, or have only a space or nothing visible between them, are one; those across the comma are two.
func TestMarksNeverTouch(t *testing.T) {
	text := "ab cd\u202e\u202eef, gh*ij"
	q := Quote{Text: text, Matches: [][2]int{{0, 1}, {1, 2}, {2, 5}, {len("ab cd\u202e"), len("ab cd\u202e\u202eef")}, find(text, " gh"), find(text, "*")}}
	out := Message(Reply{Cards: []Card{{Quote: q, Path: "p"}}}, Capabilities{Embed: true}, english())
	if got, want := out[0].Embeds[0].Description, "> **ab cdef**, **gh\\***ij\n`p`"; got != want {
		t.Errorf("%s\nwant:\n%s", got, want)
	}
}

func TestPlaceNamesWhatIsShown(t *testing.T) {
	for name, test := range map[string]struct {
		quote Quote
		want  string
	}{
		"one line":        {quoteOf("One line.", "", 9), "`p` line 9"},
		"several":         {quoteOf("One.\n\nTwo.\nThree.", "", 9), "`p` lines 9–12"},
		"no lines known":  {Quote{Text: "Text."}, "`p`"},
		"an excerpt":      {quoteOf("Gone. "+strings.Repeat("x ", 500)+".\n\n"+strings.Repeat("y ", 440)+".", strings.Repeat("y ", 440)+".", 1), "`p` line 3"},
		"part of a piece": {quoteOf(strings.Repeat("Gone for good.\n", 100)+"Here it is.\n"+strings.Repeat("w", 880)+"\n"+strings.Repeat("z", 880), "Here it is.", 1), "`p` lines 101–102"},
	} {
		out := Message(Reply{Cards: []Card{{Quote: test.quote, Path: "p"}}}, Capabilities{Embed: true}, english())
		description := out[0].Embeds[0].Description
		if got := description[strings.LastIndexByte(description, '\n')+1:]; got != test.want {
			t.Errorf("%s: %q, want %q, in\n%s", name, got, test.want, description)
		}
	}
}

func TestPathCannotBreakOut(t *testing.T) {
	for _, path := range []string{"`", "a`b", "``", "`@everyone`", "a\n# b", "a\u202eb", "\x1b", strings.Repeat("`", 500), "**", "a b/c\\"} {
		r := Reply{Cards: []Card{{Quote: quoteOf("Text.", "", 1), Path: path}}, Lines: []Line{{Label: "x", Place: Place{Path: path}}}}
		checkMessages(t, r)
	}
}

func TestOneMessageWithoutEmbeds(t *testing.T) {
	r := Reply{Text: "Here.", Cards: []Card{answerCard(), answerCard(), longCard()}, Notice: "Rebuilding."}
	if out := Message(r, Capabilities{}, english()); len(out) != 1 {
		t.Errorf("%d messages", len(out))
	}
}

// Quotes of nothing but characters to escape leave no room for three on one message.
func TestCardsThatNeedAMessageEach(t *testing.T) {
	c := Card{Quote: quoteOf(strings.Repeat("*", 900), "", 1), Title: strings.Repeat("_", 300), Heading: strings.Repeat("_", 300), Path: strings.Repeat("`", 300)}
	r := Reply{Text: strings.Repeat("* ", 3000), Cards: []Card{c, c, c}, Lines: []Line{{Label: strings.Repeat("* ", 300)}}, Notice: strings.Repeat("*", 500)}
	checkMessages(t, r)
	out := Message(r, Capabilities{}, english())
	if len(out) != 3 {
		t.Fatalf("%d messages", len(out))
	}
	for i, m := range out {
		if !strings.Contains(m.Content, "> …") && !strings.Contains(m.Content, `> \*`) && !strings.Contains(m.Content, `> **\*`) {
			t.Errorf("message %d has no quote: %s", i, m.Content)
		}
	}
	if !strings.Contains(out[0].Content, "⚠") {
		t.Error("the notice is lost")
	}
}

func TestEveryCardFitsTheLeastRoom(t *testing.T) {
	for _, s := range []string{"*", "`", "_ ", "א*", "😀", "`/"} {
		s = strings.Repeat(s, 500)
		q := quoteOf(s+"\n\n"+s, s, 1000000)
		q.Before, q.After = true, true
		c := Card{Quote: q, Title: s, Heading: "x" + s, Path: s, Date: answerCard().Date, Why: []string{s, s}, URL: "https://example.com/" + strings.Repeat("x", 480)}
		for _, words := range everyLocale(t) {
			if drawn, limit := (drawer{words}).drawCard(c, minCardRoom, maxQuote, inEmbed); length(drawn) > minCardRoom || limit == 0 {
				t.Errorf("%s: %d characters with a quote cut to %d:\n%s", words.Code(), length(drawn), limit, drawn)
			}
		}
	}
}

func TestLongListSaysWhatIsLeftOut(t *testing.T) {
	r := replies()["sources"]
	for _, can := range []Capabilities{{Embed: true}, {}} {
		out := Message(r, can, english())
		if len(out[len(out)-1].Files) != 0 {
			t.Error("a file where none may be attached")
		}
		shown := out[len(out)-1].Content
		if can.Embed {
			shown = out[0].Embeds[0].Description
		}
		if can.Embed && (len(out) != 1 || !strings.HasSuffix(shown, " more")) {
			t.Errorf("%+v: %d messages, the last ends %q", can, len(out), shown[max(0, len(shown)-30):])
		}
	}
	out := Message(r, Capabilities{Embed: true, Attach: true}, english())
	if len(out[0].Files) != 1 || strings.Count(string(out[0].Files[0].Data), "\n- ") != len(r.Lines) {
		t.Error("the whole list isn't attached")
	}
}

func TestAttachedListIsBounded(t *testing.T) {
	list := make([]Line, 3000)
	for i := range list {
		list[i].Text = strings.Repeat("word ", 200)
	}
	if n := len(drawer{english()}.replyFile(Reply{Lines: list}).Data); n > 1<<20 || n < 1<<19 {
		t.Errorf("%d bytes", n)
	}
}

func TestNothingToSay(t *testing.T) {
	for _, r := range []Reply{{}, {Text: " \n\u202e"}, {Notice: "\t"}, {Cards: []Card{{}, {}}}, {Cards: []Card{{Quote: Quote{Text: "\u202e"}}}}} {
		for _, can := range []Capabilities{{Embed: true}, {}} {
			if out := Message(r, can, english()); len(out) != 0 {
				t.Errorf("%+v: %+v", r, out)
			}
		}
	}
}

// Right-to-left headings, titles and paths must not reorder what stands beside them.
func TestRightToLeftIsIsolated(t *testing.T) {
	out := Message(replies()["right_to_left"], Capabilities{Embed: true}, english())
	drawn := out[0].Embeds[0].Description
	for _, want := range []string{"**\u2068مقدمة\u2069** · \u2068כותרת ארוכה\u2069\n", "\u2068`תיקייה/קובץ.txt`\u2069 lines"} {
		if !strings.Contains(drawn, want) {
			t.Errorf("%q has no %q", drawn, want)
		}
	}
	if strings.ContainsAny(drawn, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067") {
		t.Errorf("%q has controls of the document", drawn)
	}
}

func FuzzMessage(f *testing.F) {
	for _, s := range hostile {
		for kinds := range uint(4) {
			f.Add(s, s, s, 3, 20, uint(5), kinds+32)
		}
	}
	for _, r := range replies() {
		for _, c := range r.Cards {
			f.Add(c.Quote.Text, c.Title, c.Path, c.Quote.Sentence[0], c.Quote.Sentence[1], uint(7), uint(len(c.Quote.Text)))
		}
	}
	f.Fuzz(func(t *testing.T, text, title, path string, from, to int, step, kinds uint) {
		if len(text)+len(title)+len(path) > 6000 {
			t.Skip("slow to check")
		}
		q := fuzzQuote(text, from, to, step, kinds)
		checkVerbatim(t, q)
		link := "https://example.com/" + path
		card := Card{Quote: q, Title: title, Heading: path, Path: path, URL: link, Why: []string{title}}
		line := Line{Label: title, Text: text, Place: Place{Path: path, First: int(kinds % 3), URL: link}, Matches: q.Matches, Level: from}
		section := Section{
			Heading: title, Note: path, Text: text, Cards: []Card{card}, Lines: []Line{line, line},
			Table:  Table{Head: []string{title, path}, Rows: [][]string{{text, title}, {path}, {title, text, path}}},
			Fields: []Field{{Name: title, Value: text, Place: line.Place}},
		}
		whole := card
		whole.Whole = true
		switch kinds % 4 {
		case 0:
			checkMessages(t, Reply{Text: text, Cards: []Card{card, card, card, card}, Lines: []Line{line, line}, Notice: title})
		case 1:
			checkMessages(t, Reply{Text: title, Lines: []Line{line, line, line, line, line, line, line, line}, Notice: text})
		case 2:
			checkMessages(t, Reply{Text: title, Cards: []Card{whole}, Notice: path})
		case 3:
			checkMessages(t, Reply{Text: path, Lines: []Line{line}, Sections: []Section{section, section, section}, Cards: []Card{card}, Notice: title})
		}
	})
}

// fuzzQuote is a quote with a piece for each paragraph of text, every step bytes a match, and kinds of pieces by the bits
// of kinds.
func fuzzQuote(text string, from, to int, step, kinds uint) Quote {
	q := quoteOf(text, "", int(kinds%5))
	q.Sentence = [2]int{from, to}
	for i := range q.Pieces {
		bits := kinds >> (uint(i) % 16 * 2)
		q.Pieces[i].Table, q.Pieces[i].Code, q.Pieces[i].Skipped = bits&3 == 1, bits&3 == 2, bits&4 != 0
	}
	size := int(step%7) + 1
	for at := int(step % 100); at < len(text) && len(q.Matches) < 50; at += size + int(step%11) {
		q.Matches = append(q.Matches, [2]int{at, min(at+size, len(text))})
	}
	q.Before, q.After = kinds&8 != 0, kinds&16 != 0
	return q
}

func everyLocale(t *testing.T) []*locale.Locale {
	t.Helper()
	all, err := locale.New()
	if err != nil {
		t.Fatal(err)
	}
	return all.All()
}

// What the renderer itself says follows the reader's language, and stays within the limits in each.
func TestEveryLanguage(t *testing.T) {
	places := map[string]string{
		"en": "`p` lines 3–1,234 · 14 Jan 2026", "de": "`p` Zeilen 3–1.234 · 14. Jan. 2026", "es": "`p` líneas 3–1.234 · 14 ene 2026",
		"fr": "`p` lignes 3–1\u00a0234 · 14 janv. 2026", "ja": "`p` 3〜1,234行目 · 2026年1月14日",
	}
	for _, words := range everyLocale(t) {
		d := drawer{words}
		at := Place{Path: "p", First: 3, Last: 1234, Date: answerCard().Date}
		if got, want := d.drawPlace(at, unlinked), places[words.Code()]; got != want {
			t.Errorf("%s: %q, want %q", words.Code(), got, want)
		}
		for name, r := range replies() {
			for _, can := range []Capabilities{{Embed: true}, {}, {Attach: true}} {
				for _, m := range Message(r, can, words) {
					checkLimits(t, can, m)
				}
			}
			if err := Terminal(io.Discard, r, TerminalOptions{Words: words}); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		more := Message(replies()["sources"], Capabilities{}, words)
		if last := more[len(more)-1].Content; !strings.Contains(last, "\n… ") {
			t.Errorf("%s: %q doesn't say that something is left out", words.Code(), last)
		}
	}
}

// A section that is cut short says so, and the whole is attached.
func TestSectionsThatAreTooLong(t *testing.T) {
	r := Reply{Sections: []Section{{Heading: "Headings"}, {Heading: "Facts", Fields: []Field{{Name: "Date", Value: "2026"}}}}}
	for i := range 300 {
		r.Sections[0].Lines = append(r.Sections[0].Lines, Line{Text: fmt.Sprintf("Heading number %d of the outline", i+1), Level: i % 3})
	}
	for _, can := range []Capabilities{{Embed: true, Attach: true}, {Attach: true}} {
		out := Message(r, can, english())
		last := out[len(out)-1]
		shown := last.Content
		if can.Embed {
			shown = last.Embeds[0].Description
		}
		for _, want := range []string{" more\n\n**Facts**\n**Date** · 2026", "\n- Heading number 1"} {
			if all := fmt.Sprint(contentsOf(out), shown); !strings.Contains(all, want) {
				t.Errorf("%+v: no %q in %s", can, want, all)
			}
		}
		if len(last.Files) != 1 || !strings.Contains(string(last.Files[0].Data), "Heading number 300 of") {
			t.Errorf("%+v: the whole isn't attached", can)
		}
	}
}

func contentsOf(out []Outgoing) string {
	var all []string
	for _, m := range out {
		all = append(all, m.Content)
	}
	return strings.Join(all, "\n\n")
}

// A whole passage is complete in its parts, in order, with no ellipsis between them.
func TestPartsAreTheWhole(t *testing.T) {
	c := longQuote()
	c.Quote = quoteOf(c.Quote.Text[:6000], "", 10)
	for _, can := range []Capabilities{{Embed: true}, {}} {
		var shown strings.Builder
		out := Message(Reply{Cards: []Card{c}}, can, english())
		if len(out) < 2 {
			t.Fatalf("%+v: %d parts", can, len(out))
		}
		for i, m := range out {
			text := m.Content
			if can.Embed {
				text = m.Embeds[0].Description
			}
			if want := fmt.Sprintf("-# Part %d of %d\n", i+1, len(out)); !strings.HasPrefix(text, want) {
				t.Errorf("part %d begins %q", i+1, text[:30])
			}
			shown.WriteString(readDiscord(text).quote)
		}
		if got, want := bare(shown.String()), bare(c.Quote.Text); got != want || strings.Contains(shown.String(), "…") {
			t.Errorf("%+v: shown %q, want %q", can, got, want)
		}
	}
}

func TestWholePassageIsAttachedWhereItMay(t *testing.T) {
	c := longQuote()
	out := Message(Reply{Cards: []Card{c}, Files: []File{{Name: "a.pdf"}}}, Capabilities{Embed: true, Attach: true}, english())
	if len(out) != 1 || len(out[0].Files) != 2 || string(out[0].Files[0].Data) != c.Quote.Text+"\n" || out[0].Files[1].Name != "a.pdf" {
		t.Errorf("%d messages, files %+v", len(out), len(out[0].Files))
	}
	c.Quote = quoteOf("Short.", "", 1)
	if out = Message(Reply{Cards: []Card{c}}, Capabilities{Embed: true, Attach: true}, english()); len(out) != 1 || len(out[0].Files) != 0 {
		t.Error("what fits is attached")
	}
}

// However much there is, the notice is said.
func TestNoticeIsNeverLost(t *testing.T) {
	long := strings.Repeat("Words of a long text, ", 500)
	section := Section{Heading: "A", Text: long, Lines: []Line{{Label: long, Text: long}}}
	r := Reply{Text: long, Lines: []Line{{Text: long}, {Text: long}}, Sections: []Section{section, section, section}, Cards: []Card{longCard()}, Notice: long}
	checkMessages(t, r)
	r.Text = strings.Repeat("A paragraph of its own.\n", 400)
	checkMessages(t, r)
	r.Text = ""
	checkMessages(t, r)
}

// Short sections are whole; a long one among them gets what they leave, in as many embeds as that takes.
func TestSectionsShareTheRoom(t *testing.T) {
	var r Reply
	for i := range 11 {
		r.Sections = append(r.Sections, Section{Heading: fmt.Sprintf("Section %d", i+1), Text: strings.Repeat("word ", 50)})
	}
	r.Sections[4].Text = ""
	for i := range 200 {
		r.Sections[4].Lines = append(r.Sections[4].Lines, Line{Text: fmt.Sprintf("entry number %d", i+1)})
	}
	checkMessages(t, r)
	out := Message(r, Capabilities{Embed: true}, english())
	if len(out) != 1 || len(out[0].Embeds) > maxSectionEmbeds {
		t.Fatalf("%d messages, the first with %d embeds", len(out), len(out[0].Embeds))
	}
	shown := ""
	for _, e := range out[0].Embeds {
		shown += e.Description + "\n"
	}
	for i := range 11 {
		if !strings.Contains(shown, fmt.Sprintf("**Section %d**", i+1)) {
			t.Errorf("section %d is missing", i+1)
		}
	}
	if n := strings.Count(shown, "word"); n != 500 || strings.Count(shown, "…") != 1 {
		t.Errorf("%d words of short sections, %d ellipses", n, strings.Count(shown, "…"))
	}
	if n := strings.Count(shown, "entry number"); n < 100 {
		t.Errorf("only %d entries of the long one", n)
	}
}
