package command

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"docent/bot/locale"
	"docent/bot/render"
	"docent/retrieval"
)

const maxTried = 5 // how many titles are tried before /help goes without an example of a kind

// runHelp is /help: the commands, with examples that have been tried on the documents just now. One that finds nothing
// isn't shown.
func (c *Commands) runHelp(ctx context.Context, r Request) (Result, error) {
	reply, err := c.help(ctx, r.Asked, strings.TrimPrefix(strings.ToLower(Clean(r.Text(optionTopic))), "/"))
	return Result{Reply: reply, Found: err == nil}, err
}

func (c *Commands) help(ctx context.Context, asked time.Time, topic string) (render.Reply, error) {
	status := c.lib.Status()
	r := render.Reply{Text: c.words.Text("say.help", locale.Args{"count": status.Documents}), Notice: c.notice(status.Notice)}
	if status.Documents == 0 {
		r.Text = c.noDocuments("").Text
	}
	r.Lines = c.commandLines()
	if topic != "" {
		if r.Lines = c.topicLines(topic); r.Lines == nil {
			r = c.private("say.unknown_topic")
			r.Lines = c.commandLines()
			return r, nil
		}
		r.Text = ""
	}
	if status.Documents == 0 {
		return r, nil
	}
	examples, err := c.examples(ctx, asked)
	if err != nil {
		return c.fault("looking for examples", err)
	}
	for _, example := range examples {
		if topic == "" || strings.HasPrefix(example, "/"+topic+" ") {
			r.Lines = append(r.Lines, render.Line{Label: c.words.Text("label.try"), Text: example})
		}
	}
	return r, nil
}

func (c *Commands) commandLines() []render.Line {
	var lines []render.Line
	for _, name := range helpTopics() {
		lines = append(lines, render.Line{Label: c.words.Text("usage." + name), Text: c.words.Text("help." + name)})
	}
	return lines
}

// helpTopics are the names of the commands, without their subcommands.
func helpTopics() []string {
	var names []string
	for _, cmd := range typed() {
		name := cmd.Name
		if group := cmd.Group(); group != "" {
			name = group
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// topicLines explain one command and its options; nil where there is no such command.
func (c *Commands) topicLines(topic string) []render.Line {
	var lines []render.Line
	for _, cmd := range typed() {
		if cmd.Name != topic && cmd.Group() != topic {
			continue
		}
		if len(lines) == 0 {
			lines = append(lines, render.Line{Label: c.words.Text("usage." + topic), Text: c.words.Text("help." + topic)})
		}
		if cmd.Group() != "" {
			lines = append(lines, render.Line{Label: "/" + cmd.Name, Text: c.words.Text("command." + strings.ReplaceAll(cmd.Name, " ", "_"))})
		}
		for _, o := range cmd.Options {
			lines = append(lines, render.Line{Label: o.Name + ":", Text: c.words.Text(o.Key())})
		}
	}
	return lines
}

func (c *Commands) examples(ctx context.Context, asked time.Time) ([]string, error) {
	sources, err := c.lib.Sources(ctx, "")
	if err != nil {
		return nil, err
	}
	facts, err := c.lib.Facts(ctx, "", "", 1)
	if err != nil {
		return nil, err
	}
	question, at, err := c.liveQuestion(ctx, sources, asked)
	if err != nil {
		return nil, err
	}
	var out []string
	if question != "" {
		out = append(out, "/ask "+question)
	}
	if len(facts) > 0 {
		out = append(out, "/fact "+Clean(facts[0].Name))
	}
	if heading := Clean(at.Heading); heading != "" {
		out = append(out, "/find "+heading)
	}
	if at.Lines[0] > 0 {
		out = append(out, fmt.Sprintf("/quote %s %d-%d", at.Path, at.Lines[0], at.Lines[1]))
	}
	return out, nil
}

// liveQuestion asks about one title after the other until one is answered. Where that was read makes examples for other
// commands: its heading and its lines stand in the documents.
func (c *Commands) liveQuestion(ctx context.Context, sources []retrieval.Source, asked time.Time) (question string, at retrieval.Citation, err error) {
	tried := 0
	for _, s := range sources {
		title := Clean(s.Title)
		if title == "" {
			continue
		}
		if tried++; tried > maxTried {
			break
		}
		question := c.words.Text("say.ask_about", locale.Args{"topic": title})
		a, err := c.lib.Answer(ctx, retrieval.Question{Text: question, Limit: 1, Asked: asked})
		if err != nil {
			return "", retrieval.Citation{}, err
		}
		if a.Found && len(a.Snippets) > 0 {
			return question, a.Snippets[0].Citation, nil
		}
	}
	return "", retrieval.Citation{}, nil
}
