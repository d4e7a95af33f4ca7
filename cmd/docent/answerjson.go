package main

import (
	"encoding/json"
	"io"
	"time"

	"docent/bot/command"
	"docent/retrieval"
)

// The shapes that --json prints. They are an interface to other programs: fields are added, never changed.

type answerJSON struct {
	Question    string           `json:"question"`
	Found       bool             `json:"found"`
	Snippets    []snippetJSON    `json:"snippets"`
	Suggestions []suggestionJSON `json:"suggestions"`
	Disagree    []int            `json:"disagree,omitempty"` // the snippets that state other numbers of the same thing
	Read        *readingJSON     `json:"read,omitempty"`     // only where the question wasn't read just as it stands
}

// readingJSON is how a question was read. Dates are days; until is the first that no longer counts.
type readingJSON struct {
	Text        string          `json:"text"`
	Phrases     []string        `json:"phrases,omitempty"`
	Missing     []string        `json:"missing,omitempty"`
	Excluded    []string        `json:"excluded,omitempty"`
	Source      string          `json:"source,omitempty"`
	Since       *dateDay        `json:"since,omitempty"`
	Until       *dateDay        `json:"until,omitempty"`
	Period      *periodJSON     `json:"period,omitempty"`
	Corrections []rewordingJSON `json:"corrections,omitempty"`
	Also        []rewordingJSON `json:"also,omitempty"`
	Ignored     []string        `json:"ignored,omitempty"`
	Cut         bool            `json:"cut,omitempty"`
}

type periodJSON struct {
	Words string   `json:"words"`
	Since *dateDay `json:"since,omitempty"`
	Until *dateDay `json:"until,omitempty"`
}

type rewordingJSON struct {
	Typed string `json:"typed"`
	Read  string `json:"read"`
}

type hitsJSON struct {
	Query    string        `json:"query"`
	Found    bool          `json:"found"`
	Total    int           `json:"total"`
	Snippets []snippetJSON `json:"snippets"`
}

type factsJSON struct {
	Name  string     `json:"name"`
	Found bool       `json:"found"`
	Facts []factJSON `json:"facts"`
}

type factJSON struct {
	Name     string       `json:"name"`
	Value    string       `json:"value"`
	Head     string       `json:"head"`
	Text     string       `json:"text"`
	Citation citationJSON `json:"citation"`
}

// snippetJSON is a quote. Sentence counts bytes of Text, end exclusive; Text is UTF-8 as the file has it.
type snippetJSON struct {
	Text     string         `json:"text"`
	Sentence [2]int         `json:"sentence"`
	Citation citationJSON   `json:"citation"`
	AlsoIn   []citationJSON `json:"also_in,omitempty"`
	Score    float64        `json:"score"`
	Why      []reasonJSON   `json:"why,omitempty"`
}

// citationJSON says where a quote was read. Date is null where the document has none.
type citationJSON struct {
	Title   string   `json:"title"`
	Heading string   `json:"heading"`
	Path    string   `json:"path"`
	Lines   [2]int   `json:"lines"`
	Date    *dateDay `json:"date"`
}

type suggestionJSON struct {
	Kind     retrieval.SuggestionKind `json:"kind"`
	Text     string                   `json:"text"`
	Citation *citationJSON            `json:"citation,omitempty"`
}

type reasonJSON struct {
	What  string  `json:"what"`
	Share float64 `json:"share"`
}

// A dateDay is written as RFC 3339, and as YYYY-MM-DD at midnight UTC, which is how a date without a time of day is kept.
type dateDay time.Time

// MarshalJSON writes the date.
func (d dateDay) MarshalJSON() ([]byte, error) {
	t := time.Time(d)
	layout := time.RFC3339
	if t.Equal(t.UTC().Truncate(24*time.Hour)) && t.Location() == time.UTC {
		layout = time.DateOnly
	}
	return json.Marshal(t.Format(layout))
}

func newAnswerJSON(question string, a retrieval.Answer) answerJSON {
	out := answerJSON{
		Question:    question,
		Found:       a.Found,
		Snippets:    newSnippetsJSON(a.Snippets),
		Suggestions: []suggestionJSON{},
		Disagree:    a.Disagree,
	}
	if !a.Read.Plain() {
		out.Read = newReadingJSON(a.Read)
	}
	for _, s := range a.Suggestions {
		j := suggestionJSON{Kind: s.Kind, Text: s.Text}
		if s.Citation.Path != "" {
			c := newCitationJSON(s.Citation)
			j.Citation = &c
		}
		out.Suggestions = append(out.Suggestions, j)
	}
	return out
}

func newReadingJSON(r retrieval.Reading) *readingJSON {
	out := &readingJSON{
		Text: r.Text, Phrases: r.Phrases, Missing: r.Missing, Excluded: r.Excluded, Source: r.Source,
		Since: day(r.Since), Until: day(r.Until), Ignored: r.Ignored, Cut: r.Cut,
	}
	if !r.Period.IsZero() {
		out.Period = &periodJSON{r.Period.Words, day(r.Period.Since), day(r.Period.Until)}
	}
	for _, c := range r.Corrections {
		out.Corrections = append(out.Corrections, rewordingJSON(c))
	}
	for _, a := range r.Also {
		out.Also = append(out.Also, rewordingJSON(a))
	}
	return out
}

func day(t time.Time) *dateDay {
	if t.IsZero() {
		return nil
	}
	d := dateDay(t)
	return &d
}

func newSnippetsJSON(snippets []retrieval.Snippet) []snippetJSON {
	out := []snippetJSON{}
	for _, s := range snippets {
		j := snippetJSON{Text: s.Text, Sentence: s.Sentence, Citation: newCitationJSON(s.Citation), Score: s.Score}
		for _, c := range s.AlsoIn {
			j.AlsoIn = append(j.AlsoIn, newCitationJSON(c))
		}
		for _, r := range s.Why {
			j.Why = append(j.Why, reasonJSON(r))
		}
		out = append(out, j)
	}
	return out
}

func newHitsJSON(query string, h retrieval.Hits) hitsJSON {
	return hitsJSON{Query: query, Found: len(h.Snippets) > 0, Total: h.Total, Snippets: newSnippetsJSON(h.Snippets)}
}

func newFactsJSON(name string, facts []retrieval.FactHit) factsJSON {
	out := factsJSON{Name: name, Found: len(facts) > 0, Facts: []factJSON{}}
	for _, f := range facts {
		out.Facts = append(out.Facts, factJSON{f.Name, f.Value, f.Head, f.Snippet.Text, newCitationJSON(f.Snippet.Citation)})
	}
	return out
}

func newCitationJSON(c retrieval.Citation) citationJSON {
	out := citationJSON{Title: c.Title, Heading: c.Heading, Path: c.Path, Lines: c.Lines}
	out.Date = day(c.Date)
	return out
}

// resultJSON is the shape of what a command came to.
func resultJSON(res command.Result) any {
	switch req := res.Request; req.Command {
	case command.FindName:
		return newHitsJSON(req.Text(command.OptionQuery), res.Hits)
	case command.FactName:
		return newFactsJSON(req.Text(command.OptionName), res.Facts)
	default:
		return newAnswerJSON(req.Text(command.OptionQuestion), res.Answer)
	}
}

// printJSON writes v, indented, with < > & as they are: it is read by programs and people, not by a browser.
func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
