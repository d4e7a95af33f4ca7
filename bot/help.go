package bot

import (
	"context"

	"docent/bot/locale"
	"docent/bot/render"
	"docent/retrieval"
)

const maxTried = 5 // how many titles are tried before /help goes without an example of a kind

// Help lists the commands, with examples that have been tried on the documents just now: an example that finds nothing
// isn't shown.
func (c *Commands) Help(ctx context.Context) (render.Reply, error) {
	status := c.lib.Status()
	r := render.Reply{Text: c.words.Text("say.help", locale.Args{"count": status.Documents}), Notice: status.Notice, Lines: c.commandLines()}
	if status.Documents == 0 {
		r.Text = c.noDocuments("").Text
		return r, nil
	}
	examples, err := c.examples(ctx)
	if err != nil {
		return c.fault("looking for examples", err)
	}
	for _, example := range examples {
		r.Lines = append(r.Lines, render.Line{Label: c.words.Text("label.try"), Text: example})
	}
	return r, nil
}

func (c *Commands) commandLines() []render.Line {
	var lines []render.Line
	for _, name := range []string{"ask", "fact", "find", "sources", "help"} {
		lines = append(lines, render.Line{Label: c.words.Text("usage." + name), Text: c.words.Text("help." + name)})
	}
	return lines
}

func (c *Commands) examples(ctx context.Context) ([]string, error) {
	sources, err := c.lib.Sources(ctx, "")
	if err != nil {
		return nil, err
	}
	facts, err := c.lib.Facts(ctx, "", "", 1)
	if err != nil {
		return nil, err
	}
	question, heading, err := c.liveQuestion(ctx, sources)
	if err != nil {
		return nil, err
	}
	var out []string
	if question != "" {
		out = append(out, "/ask "+question)
	}
	if len(facts) > 0 {
		out = append(out, "/fact "+clean(facts[0].Name))
	}
	if heading != "" {
		out = append(out, "/find "+heading)
	}
	return out, nil
}

// liveQuestion asks about one title after the other until one is answered. The heading of what answered it makes an
// example for /find: it stands in the documents.
func (c *Commands) liveQuestion(ctx context.Context, sources []retrieval.Source) (question, heading string, err error) {
	tried := 0
	for _, s := range sources {
		title := clean(s.Title)
		if title == "" {
			continue
		}
		if tried++; tried > maxTried {
			return "", "", nil
		}
		question := c.words.Text("say.ask_about", locale.Args{"topic": title})
		a, err := c.lib.Answer(ctx, retrieval.Question{Text: question, Limit: 1, Asked: c.now()})
		if err != nil {
			return "", "", err
		}
		if a.Found && len(a.Snippets) > 0 {
			return question, clean(a.Snippets[0].Citation.Heading), nil
		}
	}
	return "", "", nil
}
