package command

import (
	"context"
	"errors"
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
	Command string            `json:"command"`           // its name; a subcommand's has its command's before it: "sources show"
	Options map[string]string `json:"options,omitempty"` // by name, as typed
	Earlier string            `json:"earlier,omitempty"` // the question before it, where it is a follow-up
	Asked   time.Time         `json:"asked"`
	Page    int               `json:"page,omitempty"` // of a reply in pages, from 0
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

// With is the request with another option, on its first page.
func (r Request) With(name, value string) Request {
	options := maps.Clone(r.Options)
	if options == nil {
		options = map[string]string{}
	}
	options[name] = value
	r.Options, r.Page = options, 0
	return r
}

// A Result is what a request came to: the reply, and what a press may want to know of it.
type Result struct {
	render.Reply
	Snippets []retrieval.Snippet // what the cards show, one each
	Found    bool                // something was; else the documents are silent, or the request was no good
	Silent   bool                // the documents say nothing about it
	More     bool                // there is another page
	Whole    bool                // a widened quote can't be widened further
	Gone     bool                // what was to be widened isn't there any more
	Widened  int                 // how often a quote has been widened
	File     *retrieval.File     // to attach
	Source   string              // the one document that the reply is about
}

// done makes a result of a reply that shows nothing found.
func done(reply render.Reply, err error) (Result, error) { return Result{Reply: reply}, err }

// run does what a request asks for. As with every command, the error is for the operator and the reply for the reader.
func (c *Commands) run(ctx context.Context, r Request) (Result, error) {
	for _, cmd := range All() {
		if cmd.Name == r.Command {
			if bad, ok := c.badChoice(cmd, r); ok {
				return done(bad, nil)
			}
			res, err := cmd.run(c, ctx, r)
			c.links.fill(&res)
			return res, err
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

// RunHere runs a request for somebody on Discord: that the library can't answer now is for them to know, and no error. It
// is logged where it begins.
func (c *Commands) RunHere(ctx context.Context, r Request) (Result, error) {
	res, err := c.run(ctx, r)
	if away := (*retrieval.UnavailableError)(nil); errors.As(err, &away) {
		return res, nil
	}
	return res, err
}

// An Outcome is what a command came to, for a program that asks.
type Outcome struct {
	Reply render.Reply
	Found bool   // something was
	File  []byte // of "sources file"; nil for every other command
}

// Run carries a command out by its name, a subcommand's with its command's before it ("sources show"), with its options
// by their names.
func (c *Commands) Run(ctx context.Context, name string, options map[string]string) (Outcome, error) {
	res, err := c.run(ctx, Request{Command: name, Options: options, Asked: c.now()})
	out := Outcome{Reply: res.Reply, Found: res.Found}
	if res.File != nil {
		out.File = res.File.Data
	}
	return out, err
}
