package command

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"docent/bot/locale"
	"docent/bot/render"
	"docent/retrieval"
)

// A Request is a command as somebody filled it in, whatever the door it came by. It is kept behind the buttons of its
// reply, so that a press can run it again.
type Request struct {
	Command string              `json:"command"`           // its name; a subcommand's has its command's before it: "sources show"
	Options map[string]string   `json:"options,omitempty"` // by name, as typed
	Earlier string              `json:"earlier,omitempty"` // the question before it, where it is a follow-up
	Asked   time.Time           `json:"asked"`             // when; zero: now
	Page    int                 `json:"page,omitempty"`    // of a reply in pages, from 0
	At      *retrieval.Citation `json:"at,omitempty"`      // of "expand": the passage that it began with
	Step    int                 `json:"step,omitempty"`    // of "expand": how often
	Once    bool                `json:"-"`                 // nobody will ask for another page
	Why     bool                `json:"-"`                 // show how scores came about
}

// Question is the request to answer a question, behind the one before it where it is a follow-up.
func Question(text, earlier string, asked time.Time) Request {
	return Request{Command: AskName, Options: map[string]string{OptionQuestion: text}, Earlier: earlier, Asked: asked}
}

// Document is the request for a whole document.
func Document(source string, asked time.Time) Request {
	return Request{Command: sourceFile, Options: map[string]string{optionSource: source}, Asked: asked}
}

// Weak is the request for what matches the question of r too weakly to answer it.
func (r Request) Weak() Request {
	return Request{Command: findName, Asked: r.Asked, Options: map[string]string{
		optionQuery: r.Text(OptionQuestion), optionSource: r.Text(optionSource),
		optionSince: r.Text(optionSince), optionUntil: r.Text(optionUntil),
	}}
}

// Text is an option as typed, "" where it wasn't given.
func (r Request) Text(name string) string { return r.Options[name] }

// number is an option that takes a whole number, 0 where it wasn't given or is none.
func (r Request) number(name string) int {
	n, err := strconv.Atoi(strings.TrimSpace(r.Options[name]))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// About is the request, on its first page, with what it is about: the question, or the text to check.
func (r Request) About(text string) Request {
	r.Options, r.Page = maps.Clone(r.Options), 0
	if r.Options == nil {
		r.Options = map[string]string{}
	}
	if r.Command == verifyName {
		r.Options[OptionText] = text
	} else {
		r.Options[OptionQuestion] = text
	}
	return r
}

// Run does what a request asks for. The error is for the operator; the reply with it can be shown as it is, and says that
// something went wrong, never that nothing was found.
func (c *Commands) Run(ctx context.Context, r Request) (Result, error) {
	res, err := c.carryOut(ctx, r)
	res.Request = r
	c.links.fill(&res)
	return res, err
}

func (c *Commands) carryOut(ctx context.Context, r Request) (Result, error) {
	if r.Command == expandName {
		return c.expand(ctx, r)
	}
	for _, cmd := range All() {
		if cmd.Name == r.Command {
			if bad, ok := c.badChoice(cmd, r); ok {
				return done(bad, nil)
			}
			return cmd.run(c, ctx, r)
		}
	}
	return done(c.private("say.unknown_form"), nil)
}

// badChoice is what to say about an option whose value is none of its choices.
func (c *Commands) badChoice(cmd Command, r Request) (render.Reply, bool) {
	for _, o := range cmd.Options {
		value := Clean(r.Text(o.Name))
		if value == "" || len(o.Choices) == 0 {
			continue
		}
		var values []string
		for _, ch := range o.Choices {
			values = append(values, ch.Value)
		}
		if !slices.Contains(values, value) {
			args := locale.Args{"text": Beginning(value, maxShownValue), "option": o.Name, "choices": strings.Join(values, ", ")}
			return c.private("say.bad_choice", args), true
		}
	}
	return render.Reply{}, false
}

// maxShownValue is how much of a faulty value is repeated, in runes.
const maxShownValue = 40

// Summary is what the request asks, in one line.
func (r Request) Summary() string {
	for _, name := range []string{OptionQuestion, optionName, optionQuery} {
		if text := Clean(r.Text(name)); text != "" {
			return text
		}
	}
	return join(" ", r.Command, Clean(r.Text(optionSource)), r.Text(optionLines), Clean(r.Text(optionHeading)))
}
