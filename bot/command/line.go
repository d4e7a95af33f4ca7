package command

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"docent/bot/locale"
	"docent/bot/render"
)

// Line does what one line typed at a terminal asks for: a command with a slash, or a bare question. An empty line has an
// empty reply. The error is for the operator, the reply for the reader, as with Run.
func (c *Commands) Line(ctx context.Context, line string, asked time.Time) (render.Reply, error) {
	name, rest := splitLine(line)
	switch name {
	case "":
		if rest == "" {
			return render.Reply{}, nil
		}
		res, err := c.Run(ctx, Request{Command: AskName, Options: map[string]string{OptionQuestion: rest}, Asked: asked, Once: true})
		return res.Reply, err
	case "quit":
		return render.Reply{}, nil
	}
	r, ok := readLine(name, rest)
	if ok {
		r.Asked = asked
		res, err := c.Run(ctx, r)
		return res.Reply, err
	}
	near := Nearest(name, append(helpTopics(), "quit"))
	if near == "" {
		return c.private("say.unknown_command"), nil
	}
	return c.private("say.unknown_command_near", locale.Args{"name": near}), nil
}

// readLine makes a request of a command and what stands behind it. Of a command with subcommands the first is meant where
// none is named.
func readLine(name, rest string) (Request, bool) {
	sub, behind, _ := strings.Cut(rest, " ")
	var first *Command
	for _, cmd := range typed() {
		switch {
		case cmd.Name == name:
			return cmd.readTyped(rest), true
		case cmd.Name == name+" "+strings.ToLower(sub):
			return cmd.readTyped(behind), true
		case name != "" && cmd.Group() == name && first == nil:
			first = &cmd
		}
	}
	if first == nil {
		return Request{}, false
	}
	return first.readTyped(rest), true
}

// namedOption is an option that is typed with its name: name:value, or name:"several words".
var namedOption = regexp.MustCompile(`(?:^|\s)([a-z]+):("[^"]*"|[^\s"]\S*)`)

// readTyped reads the options of a command off a line. What is left when those with a name are taken out is the first
// option. A page of a list in pages is "page:2".
func (cmd Command) readTyped(line string) Request {
	r := Request{Command: cmd.Name, Options: map[string]string{}}
	line = namedOption.ReplaceAllStringFunc(line, func(typed string) string {
		parts := namedOption.FindStringSubmatch(typed)
		name, value := parts[1], strings.Trim(parts[2], `"`)
		_, known := cmd.Option(name)
		switch {
		case known:
			r.Options[name] = value
		case name == optionPage && isPage(value):
			r.Page, _ = strconv.Atoi(value)
			r.Page--
		default:
			return typed
		}
		return " "
	})
	line = cmd.readLast(strings.TrimSpace(line), r)
	if rest := strings.TrimSpace(line); rest != "" && len(cmd.Options) > 0 {
		main := cmd.Options[0].Name
		r.Options[main] = strings.TrimSpace(r.Options[main] + " " + rest)
	}
	return r
}

// readLast reads the option that the last word of a line is by its looks, and returns what stands before it.
func (cmd Command) readLast(line string, r Request) string {
	at := strings.LastIndexFunc(line, unicode.IsSpace)
	for _, o := range cmd.Options {
		if o.last != nil && at > 0 && r.Options[o.Name] == "" && o.last.MatchString(line[at+1:]) {
			r.Options[o.Name] = line[at+1:]
			return line[:at]
		}
	}
	return line
}

func isPage(s string) bool {
	n, err := strconv.Atoi(s)
	return err == nil && n >= 1 && n <= MaxPages
}

// splitLine parts a line into the command's name in lower case, without the slash, and what follows. The name is "" for
// a bare question, and "/" for a lone slash.
func splitLine(line string) (name, rest string) {
	line = strings.TrimSpace(line)
	if !strings.HasPrefix(line, "/") {
		return "", line
	}
	end := strings.IndexFunc(line, unicode.IsSpace)
	if end < 0 {
		end = len(line)
	}
	name, rest = strings.ToLower(line[1:end]), strings.TrimSpace(line[end:])
	if name == "" {
		name = "/"
	}
	return name, rest
}
