package command

import (
	"context"
	"slices"
	"strings"

	"docent/bot/render"
	"docent/retrieval"
	"docent/retrieval/analysis"
	"docent/retrieval/document"
)

const maxFacts = 5 // as many as can be compared side by side

// runFact is /fact: a fact by its name. Where documents give the name different values all are listed, newest first; where
// none has exactly that name, the nearest are.
func (c *Commands) runFact(ctx context.Context, r Request) (Result, error) {
	name := r.Text(optionName)
	text, refusal, ok := c.readQuestion(name)
	if !ok {
		if Clean(name) == "" {
			return done(c.someFacts(ctx))
		}
		return done(refusal, nil)
	}
	found, err := c.lib.Facts(ctx, text, Clean(r.Text(optionSource)), maxFacts)
	if err != nil {
		return done(c.fault("looking a fact up", err))
	}
	if len(found) == 0 {
		return c.nothing("say.no_fact", c.lib.Status().Notice)
	}
	res := Result{Found: true, Facts: found}
	switch named := namesakes(found); {
	case !sameName(found[0].Name, text):
		res.Reply = render.Reply{Text: c.words.Text("say.nearest_facts"), Lines: factLines(found)}
	case agree(named):
		res.Snippets = []retrieval.Snippet{c.inTable(ctx, named[0])}
		res.Reply = render.Reply{Lines: factLines(named[:1]), Cards: cards(res.Snippets)}
	default:
		res.Reply = c.disagreement(named)
	}
	res.Notice = c.notice(c.lib.Status().Notice)
	return res, nil
}

// inTable is a fact with the table around it, its value marked; the fact alone where it stands in none, or the table
// can't be read.
func (c *Commands) inTable(ctx context.Context, f retrieval.FactHit) retrieval.Snippet {
	row := f.Snippet
	if f.Head == "" || len(row.Matches) == 0 {
		return row
	}
	wide, _, err := c.lib.Expand(ctx, row.Citation, 1)
	if err != nil {
		return row
	}
	p, ok := pieceWith(wide)
	if !ok || p.Kind != document.TableRow && p.Kind != document.TableHead {
		return row
	}
	table := narrowed(wide, p)
	at := table.Sentence[0]
	if !strings.HasPrefix(table.Text[at:], row.Text) {
		return row
	}
	value := row.Matches[0]
	table.Before, table.After = false, false // what stands around a table is none of it
	table.Sentence, table.Matches = [2]int{at, at + len(row.Text)}, [][2]int{{at + value[0], at + value[1]}}
	return table
}

// someFacts answers /fact without a name: facts that there are, as examples of what it takes.
func (c *Commands) someFacts(ctx context.Context) (render.Reply, error) {
	found, err := c.lib.Facts(ctx, "", "", maxFacts)
	if err != nil {
		return c.fault("listing facts", err)
	}
	return render.Reply{Text: c.words.Text("say.no_fact_name"), Lines: factLines(found), Private: true}, nil
}

// disagreement lists facts of one name, each with the column that it stands in.
func (c *Commands) disagreement(named []retrieval.FactHit) render.Reply {
	key := "say.facts_disagree"
	if onePath(named) { // rows of one document, as in a table a year: that is no contradiction
		key = "say.facts_several"
	}
	lines := factLines(named)
	for i, f := range named {
		lines[i].Label = join(" · ", f.Name, f.Head)
	}
	return render.Reply{Text: c.words.Text(key), Lines: lines}
}

// namesakes are the facts with the same name as the first, newest first.
func namesakes(found []retrieval.FactHit) []retrieval.FactHit {
	var out []retrieval.FactHit
	for _, f := range found {
		if sameName(f.Name, found[0].Name) {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b retrieval.FactHit) int {
		return b.Snippet.Citation.Date.Compare(a.Snippet.Citation.Date)
	})
	return out
}

func agree(facts []retrieval.FactHit) bool {
	return !slices.ContainsFunc(facts, func(f retrieval.FactHit) bool {
		return !strings.EqualFold(Clean(f.Value), Clean(facts[0].Value))
	})
}

func onePath(facts []retrieval.FactHit) bool {
	return !slices.ContainsFunc(facts, func(f retrieval.FactHit) bool {
		return f.Snippet.Citation.Path != facts[0].Snippet.Citation.Path
	})
}

func factLines(facts []retrieval.FactHit) []render.Line {
	lines := make([]render.Line, 0, len(facts))
	for _, f := range facts {
		lines = append(lines, factLine(f))
	}
	return lines
}

// sameName compares names as the library does: case, accents and white space don't count.
func sameName(a, b string) bool { return analysis.Fold(a) == analysis.Fold(b) }
