package command

import (
	"cmp"
	"context"
	"errors"
	"strconv"

	"docent/bot/locale"
	"docent/bot/render"
	"docent/retrieval"
)

// runSources is /sources list: the documents whose path or title contains the filter, all of them for "", and the files
// that could not be read.
func (c *Commands) runSources(ctx context.Context, r Request) (Result, error) {
	filter := Clean(r.Text(optionFilter))
	sources, err := c.lib.Sources(ctx, filter)
	if err != nil {
		return done(c.fault("listing the sources", err))
	}
	status := c.lib.Status()
	var res Result
	switch {
	case len(sources) > 0:
		first := min(r.Page*maxSources, (len(sources)-1)/maxSources*maxSources) // the last page, where there are fewer by now
		shown := sources[first:min(len(sources), first+maxSources)]
		res.Found, res.More = true, first+len(shown) < len(sources)
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
	res.Notice = c.notice(status.Notice)
	if filter == "" && r.Page == 0 && len(status.Failed) > 0 {
		res.Notice = join(" ", res.Notice, c.words.Text("say.unreadable", locale.Args{"count": len(status.Failed)}))
		for _, f := range status.Failed[:min(len(status.Failed), maxHits)] {
			res.Lines = append(res.Lines, render.Line{Label: f.Path, Text: c.failure(f)})
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
func (c *Commands) runDocument(ctx context.Context, r Request) (Result, error) {
	source := Clean(r.Text(optionSource))
	info, err := c.lib.Document(ctx, source)
	if err != nil {
		return c.misplaced("describing a document", err)
	}
	return Result{Reply: c.describe(info), Found: true, Source: info.Path}, nil
}

func (c *Commands) describe(d retrieval.DocumentInfo) render.Reply {
	about := render.Section{Heading: cmp.Or(d.Title, d.Path)}
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
	r := render.Reply{Notice: c.notice(c.lib.Status().Notice), Sections: []render.Section{about}}
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
func (c *Commands) runFile(ctx context.Context, r Request) (Result, error) {
	file, err := c.lib.Open(ctx, Clean(r.Text(optionSource)), maxFile-1<<10) // what the rest of the message takes
	if large := (*retrieval.TooLargeError)(nil); errors.As(err, &large) {
		size := strconv.FormatInt((large.Size+1<<20-1)>>20, 10)
		return done(c.private("say.file_too_large", locale.Args{"size": size}), nil)
	}
	if err != nil {
		return c.misplaced("opening a document", err)
	}
	return Result{
		Reply: render.Reply{Text: c.words.Text("say.file_here"), Lines: []render.Line{{Place: render.Place{Path: file.Path}}}},
		Found: true, File: &file, Source: file.Path,
	}, nil
}
