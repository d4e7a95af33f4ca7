package render

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"docent/bot/locale"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGolden holds every way in which a reply is drawn against testdata/NAME.golden. ESC is written ␛ there.
func TestGolden(t *testing.T) {
	for name, reply := range replies() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkMessages(t, reply)
			got := drawAll(t, reply)
			path := filepath.Join("testdata", name+".golden")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s differs (-update rewrites it); got:\n%s", path, got)
			}
		})
	}
}

var english = sync.OnceValue(func() *locale.Locale {
	all, err := locale.New()
	if err != nil {
		panic(err)
	}
	return all.English()
})

func drawAll(t *testing.T, r Reply) string {
	t.Helper()
	var b strings.Builder
	encode := func(out []Outgoing) {
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(out); err != nil {
			t.Fatal(err)
		}
	}
	fmt.Fprintln(&b, "=== Discord, with embeds, as JSON")
	drawn := Message(r, Capabilities{Embed: true, Attach: true}, english())
	var files []File
	for i := range drawn {
		files = append(files, drawn[i].Files...)
		drawn[i].Files = nil
	}
	encode(drawn)
	for _, f := range files {
		fmt.Fprintf(&b, "=== attached: %s, %s, %d bytes that begin\n%s\n", f.Name, f.ContentType, len(f.Data), f.Data[:min(len(f.Data), 200)])
	}
	for i, out := range Message(r, Capabilities{}, english()) {
		fmt.Fprintf(&b, "=== Discord, without embeds, message %d\n%s\n", i+1, out.Content)
	}
	for _, opt := range []TerminalOptions{{}, {Width: 40}, {Color: true}, {Width: 40, Color: true}} {
		opt.Words = english()
		fmt.Fprintf(&b, "=== terminal, %d columns, colour %t\n", opt.Width, opt.Color)
		if err := Terminal(&b, r, opt); err != nil {
			t.Fatal(err)
		}
	}
	return strings.ReplaceAll(b.String(), "\x1b", "␛")
}

// quoteOf builds a quote whose pieces are the paragraphs of text, from the given line on with an empty line between them.
func quoteOf(text, sentence string, line int, matches ...string) Quote {
	q := Quote{Text: text, Sentence: find(text, sentence)}
	at := 0
	for _, p := range strings.Split(text, "\n\n") {
		q.Pieces = append(q.Pieces, Piece{Start: at, End: at + len(p), First: line, Last: line + breaks(p)})
		at += len(p) + 2
		line += breaks(p) + 2
	}
	from := q.Sentence[0]
	for _, m := range matches {
		i := strings.Index(text[from:], m)
		if i < 0 {
			panic(m + " is not in the text")
		}
		q.Matches = append(q.Matches, [2]int{from + i, from + i + len(m)})
		from += i + len(m)
	}
	return q
}

func find(text, part string) [2]int {
	if part == "" {
		return [2]int{}
	}
	i := strings.Index(text, part)
	if i < 0 {
		panic(part + " is not in the text")
	}
	return [2]int{i, i + len(part)}
}

const (
	securityFocus = `The emphasis on economic security cooperation reflects growing concerns about supply chain vulnerabilities and resource dependencies in the region. China has implemented new export restrictions on dual-use goods that could enhance Japan's military capabilities and launched an anti-dumping investigation into key chip-making materials.`
	hospitality   = `Lee expressed gratitude for the "exceptionally warm and generous hospitality" provided by Takaichi, acknowledging her "special consideration" for improving South Korea-Japan relations. This diplomatic engagement demonstrates both countries' commitment to strengthening bilateral ties despite the complex regional security environment.`
	restrictions  = `China has implemented new export restrictions on dual-use goods that could enhance Japan's military capabilities and launched an anti-dumping investigation into key chip-making materials.`
	timeline      = "Meeting Timeline: Location Context\n\nLate October: South Korea APEC summit sidelines\n\nJanuary Tuesday: Nara, Japan Current discussions"
	seedTitle     = "Japan and South Korea Pursue Deeper Economic Security Cooperation Amid Regional Tensions"
	seedPath      = "000_d37a9010beba2f3d.txt"
)

func seedCard(heading string, q Quote) Card {
	return Card{Quote: q, Title: seedTitle, Heading: heading, Path: seedPath, Date: time.Date(2026, 1, 14, 7, 0, 0, 0, time.UTC)}
}

func answerCard() Card {
	return seedCard("Economic Security Focus", quoteOf(securityFocus+"\n\n"+hospitality, restrictions, 54,
		"new", "export", "restrictions", "dual-use", "goods"))
}

func tableCard() Card {
	q := quoteOf("Their diplomatic engagement began with an in-person meeting.\n\n"+timeline, "January Tuesday: Nara, Japan Current discussions", 37, "January", "Tuesday")
	for i := range q.Pieces[1:] {
		q.Pieces[i+1].Table = true
		q.Pieces[i+1].First, q.Pieces[i+1].Last = 39+i, 39+i
	}
	q.Pieces[1].Skipped = true
	q.Before, q.After = true, true
	return seedCard("Meeting Context and Relationship Building", q)
}

func codeCard(code string) Card {
	intro, outro := "Build it so:", "Then run it."
	q := Quote{Text: intro + "\n\n" + code + "\n\n" + outro, Sentence: [2]int{0, len(intro)}, Matches: [][2]int{{0, len("Build")}}}
	start := len(intro) + 2
	end := start + len(code)
	last := 5 + breaks(code)
	q.Matches = append(q.Matches, find(q.Text, "run"))
	q.Pieces = []Piece{
		{Start: 0, End: len(intro), First: 3, Last: 3},
		{Start: start, End: end, First: 5, Last: last, Code: true},
		{Start: end + 2, End: len(q.Text), First: last + 2, Last: last + 2},
	}
	return Card{Quote: q, Title: "Handbook", Heading: "Building", Path: "docs/handbook.md"}
}

// longCodeCard's code is longer than a card, and the sentence is a line of it.
func longCodeCard() Card {
	var code []string
	for i := range 60 {
		code = append(code, fmt.Sprintf("\tstep%d(ctx, \"**%d**\")", i, i))
	}
	c := codeCard(strings.Join(code, "\n"))
	c.Quote.Sentence = find(c.Quote.Text, code[30])
	return c
}

func longCard() Card {
	var before, after []string
	for i := range 30 {
		before = append(before, fmt.Sprintf("Sentence %d stands well before the one that matters.", i+1))
		after = append(after, fmt.Sprintf("Sentence %d stands some way after it.", i+1))
	}
	text := strings.Join(before[:15], "\n") + "\n\n" + strings.Join(before[15:], "\n") + "\nThe drums were played in Nara.\n" +
		strings.Join(after[:3], "\n") + "\n\n" + strings.Join(after[3:], "\n")
	return Card{Quote: quoteOf(text, "The drums were played in Nara.", 1, "drums", "Nara"), Heading: "Drums", Path: "long.txt"}
}

func replies() map[string]Reply {
	three := Reply{Cards: []Card{answerCard(), tableCard(), longCard()}, Notice: "The index is being rebuilt; some documents may be missing."}
	three.Cards[0].Why = []string{"0.412  restrictions", "0.120  export (in the heading)"}
	hits := Reply{Text: "7 passages have that; here are 1 to 3:"}
	for i := range 3 {
		hits.Lines = append(hits.Lines, Line{Label: "Economic Security Focus · " + seedTitle, Text: restrictions, Place: Place{Path: seedPath, First: 54 + i, Last: 56 + i}})
	}
	sources := Reply{Text: "60 documents:"}
	for i := range 60 {
		sources.Lines = append(sources.Lines, Line{Label: fmt.Sprintf("Report %d of the committee on economic security in the region", i+1), Text: "14 Jan 2026 · 12 passages", Place: Place{Path: fmt.Sprintf("reports/2026/%03d_report.txt", i+1)}})
	}
	one := func(c Card) Reply { return Reply{Cards: []Card{c}} }
	plainCard := func(q Quote) Reply { return one(Card{Quote: q, Title: "A title", Path: "a.txt"}) }
	all := map[string]Reply{
		"answer":       one(answerCard()),
		"three_cards":  three,
		"long_passage": one(longCard()),
		"fact":         {Lines: []Line{{Label: "January Tuesday", Text: "Nara, Japan Current discussions", Place: Place{Path: seedPath, First: 41, Last: 41, Date: answerCard().Date}}}, Cards: []Card{tableCard()}},
		"silence": {Text: "I found nothing about that in this one document. The nearest that it has:", Lines: []Line{
			{Label: "Regional Diplomatic Balance", Text: seedTitle, Place: Place{Path: seedPath, First: 29, Last: 29}},
			{Label: "hospitality", Text: "is a word that the documents use"},
		}},
		"hits":    hits,
		"sources": sources,
		"help": {Text: "Ask in your own words. I answer with quotes.\n\nThe commands:", Lines: []Line{
			{Label: "/ask QUESTION", Text: "a question; the word /ask may be left out"},
			{Label: "/sources [WORD]", Text: "the documents that I read; a word narrows the list"},
			{Label: "Try:", Text: "/ask What do the documents say about " + seedTitle + "?"},
		}},
		"notice_only": {Notice: "The documents folder can't be read."},
		"empty":       {},
		"echo":        {Text: "Asked: is **this** <@123> @everyone https://example.com `code`\n# or a heading?", Cards: []Card{answerCard()}},
		"code":        one(codeCard("func main() {\n\tfmt.Println(`**hello** <@1> https://example.com`)\n\n\treturn\n}")),
		"fenced_code": one(codeCard("```go\n\tx := 1\n```\n@everyone")),
		"long_code":   one(longCodeCard()),
		"cjk": plainCard(quoteOf("日本の高市早苗首相と韓国の李在明大統領は奈良で会談した。両首脳は経済安全保障協力を深めることで合意した。韓国語「한국어 문장」と中文也可以。"+
			strings.Repeat("長い文章が続いても、言葉の途中では切らない。", 60), "両首脳は経済安全保障協力を深めることで合意した。", 1, "経済安全保障", "合意")),
		"right_to_left": one(Card{Quote: quoteOf("התזמורת ניגנה בנארה. المتحدث قال \"مرحبا\" في 2026.\n\nLatin \u202edesrever\u202c text \u2067isolated\u2069.", "התזמורת ניגנה בנארה.", 2, "ניגנה"),
			Title: "כותרת ארוכה", Heading: "مقدمة", Path: "תיקייה/קובץ.txt", Date: time.Date(2026, 1, 14, 0, 0, 0, 0, time.UTC)}),
		"zalgo":          plainCard(quoteOf("Z"+strings.Repeat("\u0301\u0323", 40)+"algo "+strings.Repeat("e\u0301", 30)+" he comes.", "", 1, "e\u0301")),
		"giant_grapheme": plainCard(quoteOf("Start. Z"+strings.Repeat("\u0301", 10000)+" end.", "", 1)),
		"long_word":      plainCard(quoteOf("Short. "+strings.Repeat("abcdefghij", 1000)+"needle"+strings.Repeat("abcdefghij", 10), "", 1, "needle")),
		"long_sentence":  plainCard(quoteOf(strings.Repeat("and so on and on ", 100)+"to the needle in "+strings.Repeat("the hay and so on ", 100)+".", "", 1, "needle")),
		"nested_quotes":  plainCard(quoteOf("> > > > > > > > > > ten deep\n>>> long", "", 1, "ten")),
		"links": plainCard(quoteOf("See https://example.com/a_b?c=*d* or [this](https://evil.example) or <https://a.b> or discord.gg/abc. "+
			"Very long: https://example.com/"+strings.Repeat("segment/", 20)+"end", "", 1)),
		"mentions": one(Card{Quote: quoteOf("@everyone @here <@123> <@!123> <@&123> <#123> <:smile:123> <a:wave:123> </ask:123> <t:1700000000:R> :smile: <id:customize>", "", 1),
			Title: "<@123> **title**", Heading: "# @everyone", Path: "a`b/**c** @everyone <@1>.txt"}),
		"controls": plainCard(quoteOf("a\x1b[31mred\x1b[0m \x07bell\x00 c1\u009b31m tab\tand\vfeed\f\r\nnext", "", 1, "red")),
		"paged":    one(Card{Quote: quoteOf("From a page.", "", 0), Page: 3, Title: "Paged", Path: "b.pdf"}),
		"titles": one(Card{Quote: quoteOf("Text.", "", 1), Heading: strings.Repeat("Heading words ", 20), Title: strings.Repeat("Title words ", 20),
			Path: strings.Repeat("folder/", 40) + "file.txt"}),
	}
	maps.Copy(all, lookupReplies())
	return all
}
