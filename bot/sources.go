package bot

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"docent/bot/locale"
	"docent/bot/render"
	"docent/retrieval"
)

// Sources lists the documents whose path or title contains filter, all of them for "", and the files that could not be
// read.
func (c *Commands) Sources(ctx context.Context, filter string) (render.Reply, error) {
	res, err := c.sources(ctx, filter, 0)
	return res.Reply, err
}

// runSources is /sources list.
func (c *Commands) runSources(ctx context.Context, r request) (result, error) {
	return c.sources(ctx, r.text(optionFilter), r.Page)
}

func (c *Commands) sources(ctx context.Context, filter string, page int) (result, error) {
	filter = clean(filter)
	sources, err := c.lib.Sources(ctx, filter)
	if err != nil {
		return done(c.fault("listing the sources", err))
	}
	status := c.lib.Status()
	var res result
	switch {
	case len(sources) > 0:
		first := min(page*maxSources, (len(sources)-1)/maxSources*maxSources) // the last page, where there are fewer by now
		shown := sources[first:min(len(sources), first+maxSources)]
		res.found, res.more = true, first+len(shown) < len(sources)
		res.Text = c.counted("say.sources", "say.sources_some", first+1, len(shown), len(sources))
		if len(shown) < len(sources) {
			res.Text += " " + c.words.Text("say.sources_narrow")
		}
		for _, s := range shown {
			res.Lines = append(res.Lines, c.sourceLine(s))
		}
	case status.Documents == 0:
		res.Reply = c.noDocuments("")
	default:
		res.Text = c.words.Text("say.no_such_source")
	}
	res.Notice = status.Notice
	if filter == "" && page == 0 && len(status.Failed) > 0 {
		res.Notice = join(" ", status.Notice, c.words.Text("say.unreadable", locale.Args{"count": len(status.Failed)}))
		for _, f := range status.Failed[:min(len(status.Failed), maxHits)] {
			res.Lines = append(res.Lines, failureLine(f))
		}
	}
	return res, nil
}

const (
	maxShownFacts    = 10
	maxShownHeadings = 20
	hashShown        = 16 // of a hash's 64 digits: enough to tell two editions of a file apart
)

// runDocument is /sources show.
func (c *Commands) runDocument(ctx context.Context, r request) (result, error) {
	source := clean(r.text(optionSource))
	info, err := c.lib.Document(ctx, source)
	if err != nil {
		return c.misplaced("describing a document", err)
	}
	return result{Reply: c.describe(info), found: true, source: info.Path}, nil
}

func (c *Commands) describe(d retrieval.DocumentInfo) render.Reply {
	about := render.Section{Heading: orElse(d.Title, d.Path)}
	add := func(key, text string) {
		if text != "" {
			about.Fields = append(about.Fields, render.Field{Name: c.words.Text(key), Value: text})
		}
	}
	add("label.path", d.Path)
	add("label.date", c.words.Date(d.Date))
	add("label.language", d.Language)
	add("label.length", join(" · ", c.words.Text("label.line_count", locale.Args{"count": d.Lines}),
		c.words.Text("label.passages", locale.Args{"count": d.Passages})))
	add("label.indexed", c.words.Date(d.Indexed))
	add("label.hash", d.Hash[:min(len(d.Hash), hashShown)])
	r := render.Reply{Notice: c.lib.Status().Notice, Sections: []render.Section{about}}
	more := func(key string, s render.Section) {
		if s.Heading = c.words.Text(key); len(s.Fields)+len(s.Lines) > 0 {
			r.Sections = append(r.Sections, s)
		}
	}
	more("label.fields", render.Section{Fields: factFields(d.Fields)})
	more("label.outline", render.Section{Lines: outline(d)})
	more("label.facts", render.Section{Fields: factFields(d.Facts[:min(len(d.Facts), maxShownFacts)])})
	return r
}

func factFields(facts []retrieval.FactHit) []render.Field {
	var fields []render.Field
	for _, f := range facts {
		fields = append(fields, render.Field{Name: f.Name, Value: f.Value, Place: place(f.Snippet.Citation)})
	}
	return fields
}

// outline lists a document's headings.
func outline(d retrieval.DocumentInfo) []render.Line {
	var lines []render.Line
	for _, s := range d.Outline[:min(len(d.Outline), maxShownHeadings)] {
		lines = append(lines, render.Line{
			Label: s.Heading, Level: max(s.Level-1, 0), Place: render.Place{Path: d.Path, First: s.Line, Last: s.Line},
		})
	}
	return lines
}

// maxFile is the largest file that is attached, in bytes: what Discord takes on every server.
const maxFile = 10 << 20

// runFile is /sources file.
func (c *Commands) runFile(ctx context.Context, r request) (result, error) {
	file, err := c.lib.Open(ctx, clean(r.text(optionSource)), maxFile-1<<10) // what the rest of the message takes
	if large := (*retrieval.TooLargeError)(nil); errors.As(err, &large) {
		size := strconv.FormatInt((large.Size+1<<20-1)>>20, 10)
		return done(c.private("say.file_too_large", locale.Args{"size": size}), nil)
	}
	if err != nil {
		return c.misplaced("opening a document", err)
	}
	return result{
		Reply: render.Reply{Text: c.words.Text("say.file_here"), Lines: []render.Line{{Place: render.Place{Path: file.Path}}}},
		found: true, file: &file, source: file.Path,
	}, nil
}

// misplaced replies to a place that can't be found, and to every other fault of a look-up.
func (c *Commands) misplaced(doing string, err error) (result, error) {
	bad := (*retrieval.PlaceError)(nil)
	if !errors.As(err, &bad) {
		return done(c.fault(doing, err))
	}
	r := render.Reply{Private: true, Text: c.words.Text(placeFaults(bad), locale.Args{"count": bad.Lines})}
	for _, near := range bad.Near {
		r.Lines = append(r.Lines, render.Line{Label: near})
	}
	return done(r, nil)
}

// placeFaults is the key of what to say about a place that can't be found.
func placeFaults(e *retrieval.PlaceError) string {
	near := len(e.Near) > 0
	switch e.Fault {
	case retrieval.SeveralSources:
		return "say.several_sources"
	case retrieval.NoSuchLines:
		return "say.no_such_lines"
	case retrieval.NoSuchHeading:
		if near {
			return "say.heading_near"
		}
		return "say.no_such_heading"
	case retrieval.NoSuchPage:
		return "say.no_such_page"
	case retrieval.TooManyLines:
		return "say.too_many_lines"
	case retrieval.SeveralHeadings:
		return "say.several_headings"
	case retrieval.NothingThere:
		return "say.nothing_there"
	case retrieval.Unspecified:
		return "say.unspecified"
	}
	if near {
		return "say.source_near"
	}
	return "say.no_such_source"
}

// A linesError is a range of lines that can't be read.
type linesError struct{ text string }

func (e linesError) Error() string { return fmt.Sprintf("%q names no lines", e.text) }

// readLines reads "24" or "24-31", the dash being any, with spaces where people put them; zero where nothing is given.
func readLines(text string) ([2]int, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return [2]int{}, nil
	}
	first, last, ranged := strings.Cut(strings.NewReplacer("–", "-", "—", "-", "−", "-", "‐", "-", "‑", "-").Replace(text), "-")
	if !ranged {
		last = first
	}
	from, err1 := strconv.Atoi(strings.TrimSpace(first))
	to, err2 := strconv.Atoi(strings.TrimSpace(last))
	if err1 != nil || err2 != nil || from < 1 || to < from {
		return [2]int{}, linesError{text}
	}
	return [2]int{from, to}, nil
}

// runQuote is /quote.
func (c *Commands) runQuote(ctx context.Context, r request) (result, error) {
	lines, err := readLines(r.text(optionLines))
	if err != nil {
		return done(c.private("say.bad_lines", locale.Args{"text": clean(r.text(optionLines))}), nil)
	}
	s, err := c.lib.Quote(ctx, retrieval.Place{
		Source: clean(r.text(optionSource)), Lines: lines, Heading: clean(r.text(optionHeading)), Page: r.number(optionPage),
	})
	if err != nil {
		return c.misplaced("quoting", err)
	}
	return c.quoted(s), nil
}

// quoted is a result of one quote.
func (c *Commands) quoted(s retrieval.Snippet) result {
	all := []retrieval.Snippet{s}
	res := result{Reply: render.Reply{Cards: cards(all), Notice: c.lib.Status().Notice}, snippets: all, found: true, source: s.Citation.Path}
	res.Cards[0].Whole = true
	return res
}

// runWiden shows a quote with more of what stands around it: by a paragraph on each side at the first step, its section
// at the second.
func (c *Commands) runWiden(ctx context.Context, r request) (result, error) {
	lines, err := readLines(r.text(optionLines))
	if err != nil {
		return result{Reply: c.private("say.deleted_source"), gone: true}, nil
	}
	step := min(max(r.number(optionStep), 1), maxWidened)
	at := retrieval.Citation{Path: r.text(optionSource), Lines: lines, Page: r.number(optionPage), Heading: r.text(optionHeading)}
	s, whole, err := c.lib.Widen(ctx, at, step)
	if bad := (*retrieval.PlaceError)(nil); errors.As(err, &bad) {
		return result{Reply: c.private("say.deleted_source"), gone: true}, nil
	}
	if err != nil {
		return done(c.fault("widening a quote", err))
	}
	res := c.quoted(s)
	res.widened, res.whole = step, whole || step == maxWidened
	return res, nil
}

// maxWidened is how often a quote can be widened: the paragraphs around it, and its section.
const maxWidened = 2

// widening is the request that widens a quote, once more than it has been.
func widening(at retrieval.Citation, step int) request {
	r := request{Command: widenName, Options: map[string]string{
		optionSource: at.Path, optionHeading: at.Heading, optionStep: strconv.Itoa(step),
	}}
	if at.Lines[0] > 0 {
		r.Options[optionLines] = strconv.Itoa(at.Lines[0]) + "-" + strconv.Itoa(max(at.Lines[0], at.Lines[1]))
	}
	if at.Page > 0 {
		r.Options[optionPage] = strconv.Itoa(at.Page)
	}
	return r
}
