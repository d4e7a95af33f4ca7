package bot

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

// A request is a command as somebody filled it in, whatever the door it came by. It is kept behind the buttons of its
// reply, so that a press can run it again.
type request struct {
	Command string            `json:"command"`           // its name; a subcommand's has its command's before it: "sources show"
	Options map[string]string `json:"options,omitempty"` // by name, as typed
	Earlier string            `json:"earlier,omitempty"` // the question before it, where it is a follow-up
	Asked   time.Time         `json:"asked"`
	Page    int               `json:"page,omitempty"` // of a reply in pages, from 0
}

// text is an option as typed, "" where it wasn't given.
func (r request) text(name string) string { return r.Options[name] }

// number is an option that takes a whole number, 0 where it wasn't given or is none.
func (r request) number(name string) int {
	n, err := strconv.Atoi(strings.TrimSpace(r.Options[name]))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// with is the request with another option, on its first page.
func (r request) with(name, value string) request {
	options := maps.Clone(r.Options)
	if options == nil {
		options = map[string]string{}
	}
	options[name] = value
	r.Options, r.Page = options, 0
	return r
}

// A result is what a request came to: the reply, and what a press may want to know of it.
type result struct {
	render.Reply
	snippets []retrieval.Snippet // what the cards show, one each
	found    bool                // something was; else the documents are silent, or the request was no good
	silent   bool                // the documents say nothing about it
	more     bool                // there is another page
	whole    bool                // a widened quote can't be widened further
	gone     bool                // what was to be widened isn't there any more
	widened  int                 // how often a quote has been widened
	file     *retrieval.File     // to attach
	source   string              // the one document that the reply is about
}

// done makes a result of a reply that shows nothing found.
func done(reply render.Reply, err error) (result, error) { return result{Reply: reply}, err }

// run does what a request asks for. As with every command, the error is for the operator and the reply for the reader.
func (c *Commands) run(ctx context.Context, r request) (result, error) {
	for _, cmd := range allCommands() {
		if cmd.name == r.Command {
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
func (c *Commands) badChoice(cmd command, r request) (render.Reply, bool) {
	for _, o := range cmd.options {
		value := clean(r.text(o.name))
		if value == "" || len(o.choices) == 0 {
			continue
		}
		var values []string
		for _, ch := range o.choices {
			values = append(values, ch.value)
		}
		if !slices.Contains(values, value) {
			args := locale.Args{"text": beginning(value, maxShownValue), "option": o.name, "choices": strings.Join(values, ", ")}
			return c.private("say.bad_choice", args), true
		}
	}
	return render.Reply{}, false
}

// maxShownValue is how much of a faulty value is repeated, in runes.
const maxShownValue = 40

// runHere runs a request for somebody on Discord: that the library can't answer now is for them to know, and no error. It
// is logged where it begins.
func (c *Commands) runHere(ctx context.Context, r request) (result, error) {
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
	res, err := c.run(ctx, request{Command: name, Options: options, Asked: c.now()})
	out := Outcome{Reply: res.Reply, Found: res.found}
	if res.file != nil {
		out.File = res.file.Data
	}
	return out, err
}
