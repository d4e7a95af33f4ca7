package render

import (
	"fmt"
	"strings"
	"time"
)

// The replies of the commands that look up and read, for the golden files.

const budgetTable = "| Year | Department | Budget (million) | Note |\n|------|:----------|-----:|------|\n" +
	"| 2024 | Education | 120 | before the reform |\n| 2025 | Education | 135 | first year |\n| 2026 | Education | 150 | includes new schools |"

// gridCard quotes a Markdown table whose last row answers.
func gridCard(table, answer string, matches ...string) Card {
	intro := "The city's budget grew."
	q := Quote{Text: intro + "\n\n" + table}
	q.Sentence = find(q.Text, answer)
	for _, m := range matches {
		q.Matches = append(q.Matches, find(q.Text, m))
	}
	q.Pieces = []Piece{
		{Start: 0, End: len(intro), First: 3, Last: 3},
		{Start: len(intro) + 2, End: len(q.Text), First: 5, Last: 5 + breaks(table), Table: true},
	}
	return Card{Quote: q, Title: "Budget report", Path: "reports/budget.md", Date: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)}
}

// rowsCard quotes a long table of which only the rows around the answer fit, each a piece of its own.
func rowsCard() Card {
	var q Quote
	add := func(line string, n int, head bool) {
		if q.Text != "" {
			q.Text += "\n\n"
		}
		q.Pieces = append(q.Pieces, Piece{Start: len(q.Text), End: len(q.Text) + len(line), First: n, Last: n + breaks(line), Table: true, Head: head})
		q.Text += line
	}
	add("| City | Visitors | Change |\n|---|---|---|", 10, true)
	for i := range 80 {
		add(fmt.Sprintf("| City %d | %d,000 | %d%% |", i+1, 10+i, i%7), 12+i, false)
	}
	q.Sentence = find(q.Text, "| City 61 | 70,000 | 4% |")
	return Card{Quote: q, Title: "Visitors", Path: "visitors.md"}
}

func linked(c Card) Card {
	c.URL = "https://git.example.com/docs/blob/main/" + c.Path + "#L54"
	return c
}

func documentReply() Reply {
	at := func(line int) Place { return Place{First: line, Last: line} }
	return Reply{Sections: []Section{
		{Heading: seedTitle, Fields: []Field{
			{Name: "Path", Place: Place{Path: seedPath, URL: "https://git.example.com/docs/" + seedPath}},
			{Name: "Date", Value: "14 Jan 2026"},
			{Name: "Language", Value: "en"},
			{Name: "Length", Value: "62 lines · 9 passages"},
			{Name: "Read on", Value: "15 Jan 2026"},
			{Name: "SHA-256", Value: strings.Repeat("0123456789abcdef", 4)},
		}},
		{Heading: "Metadata", Fields: []Field{{Name: "Reviewed by", Value: "A. Editor", Place: at(4)}}},
		{Heading: "Facts", Note: "2", Lines: []Line{
			{Label: "Cooperation Scope", Text: "Economic and economic security matters", Place: at(22)},
			{Label: "January Tuesday", Text: "Nara, Japan Current discussions", Place: at(41)},
		}},
		{Heading: "Headings", Lines: []Line{
			{Text: "Strategic Partnership Development", Level: 2, Place: at(17)},
			{Text: "Meeting Context", Level: 3, Place: at(31)},
			{Text: "Timeline", Level: 4, Place: at(37)},
			{Text: "Economic Security Focus", Level: 2, Place: at(52)},
		}},
	}}
}

func verifyReply() Reply {
	sentence := restrictions
	q := quoteOf(sentence, "", 54, "dual-use")
	return Reply{Text: "3 sentences, compared with the documents:", Sections: []Section{
		{Heading: "Found word for word", Text: "Lee met Takaichi in Nara.", Cards: []Card{{Quote: quoteOf("Lee met Takaichi in Nara.", "", 9), Path: seedPath}}},
		{Heading: "Close", Text: strings.Replace(sentence, "dual-use", "24 military", 1), Cards: []Card{{Quote: q, Path: seedPath}},
			Table: Table{Head: []string{"The text says", "The document says"}, Rows: [][]string{{"24 military goods", "dual-use goods"}, {"", "new"}, {"on Tuesday, 13 January 2026, in the old capital", "in January"}}}},
		{Heading: "Not found", Text: "The talks were about football."},
	}, Notice: "I compare words. Whether a sentence is true is not for me to say."}
}

func longQuote() Card {
	var all []string
	for i := range 55 {
		all = append(all, fmt.Sprintf("Paragraph %d of the minutes says that the committee met, that it talked about the budget of the year, and that it will go on with that in its next meeting. Nobody was against it.", i+1))
	}
	return Card{Quote: quoteOf(strings.Join(all, "\n\n"), "", 10), Title: "Minutes", Heading: "Second day", Path: "minutes/day 2.txt", Whole: true}
}

func lookupReplies() map[string]Reply {
	one := func(c Card) Reply { return Reply{Cards: []Card{c}} }
	bold := Reply{Text: "2 passages have that:", Lines: []Line{
		{Label: "Focus", Text: restrictions, Matches: [][2]int{find(restrictions, "export restrictions"), find(restrictions, "goods")}, Place: Place{Path: seedPath, First: 54, Last: 54, URL: "https://git.example.com/" + seedPath + "#L54"}},
		{Label: "Long", Text: strings.Repeat("hay and more hay, ", 40) + "needle, " + strings.Repeat("hay again, ", 40), Matches: [][2]int{find(strings.Repeat("hay and more hay, ", 40)+"needle", "needle")}, Place: Place{Path: "a[1].txt", URL: "https://git.example.com/a[1].txt"}},
	}}
	odd := linked(answerCard())
	odd.Path, odd.URL = "odd [x](y) `z`.txt", "https://git.example.com/odd [x](y) `z` <@1> @everyone.txt"
	short := longQuote()
	short.Quote = quoteOf("Two sentences stand here. They fit.", "", 3)
	wide := "| Nr | Name of the department | Responsible person | Address | Telephone | Remarks and further details |\n|-|-|-|-|-|-|\n" +
		"| 1 | Education | Ann Example | 12 Long Street, Springfield | 555-0100 | open on weekdays |\n| 2 | Culture | Bob Example | 13 Short Lane, Springfield | 555-0101 | closed in August |"
	tabs := gridCard("Item\tPrice\tStock\nApples\t3.50\t12\nPears\t4.20\t7", "Pears\t4.20\t7", "Pears")
	tabs.Quote.Pieces[1].Head = true
	return map[string]Reply{
		"linked":      {Cards: []Card{linked(answerCard()), linked(tableCard())}},
		"odd_link":    one(odd),
		"long_link":   one(Card{Quote: quoteOf("Text.", "", 1), Path: "a.txt", URL: "https://git.example.com/" + strings.Repeat("x", 480)}),
		"table":       one(gridCard(budgetTable, "| 2026 | Education | 150 | includes new schools |", "2026", "Education")),
		"wide_table":  one(gridCard(wide, "| 2 | Culture | Bob Example | 13 Short Lane, Springfield | 555-0101 | closed in August |", "Culture")),
		"tab_table":   one(tabs),
		"long_table":  one(rowsCard()),
		"cjk_table":   one(gridCard("| 年 | 都市 | 予算(百万円) |\n|---|---|--:|\n| 2025 | 奈良市 | 1,350 |\n| 2026 | 東京都千代田区 | 12,000 |", "| 2025 | 奈良市 | 1,350 |", "奈良市")),
		"rtl_table":   one(gridCard("| שנה | עיר |\n|---|---|\n| 2025 | ירושלים |\n| 2026 | حيفا |", "| 2026 | حيفا |")),
		"fence_table": one(gridCard("| a | b |\n|---|---|\n| ```x | @everyone |\n| 2 | <@1> |", "| 2 | <@1> |")),
		"bold_hits":   bold,
		"document":    documentReply(),
		"verify":      verifyReply(),
		"whole":       one(short),
		"parts":       {Text: "Lines 10 to 188 of minutes/day 2.txt:", Cards: []Card{longQuote()}, Notice: "Stale."},
	}
}
