package bot

import (
	"context"
	"strings"
	"unicode"

	"docent/bot/locale"
	"docent/bot/render"
	"docent/retrieval"
)

// commandNames are the words that may stand behind a slash at a terminal. The terminal itself takes "quit" before a line
// gets here; it is in the list so that a slip of the finger is understood.
var commandNames = []string{"ask", "fact", "find", "sources", "help", "quit"}

// Line does what one line typed at a terminal asks for: a command with a slash, or a bare question. An empty line has an
// empty reply. The error is for the operator, the reply for the reader, as with every command.
func (c *Commands) Line(ctx context.Context, line string) (render.Reply, error) {
	name, rest := splitLine(line)
	switch name {
	case "":
		if rest == "" {
			return render.Reply{}, nil
		}
		return c.Ask(ctx, retrieval.Question{Text: rest})
	case "ask":
		return c.Ask(ctx, retrieval.Question{Text: rest})
	case "fact":
		return c.Fact(ctx, rest, "")
	case "find":
		return c.Find(ctx, retrieval.Search{Text: rest})
	case "sources":
		return c.Sources(ctx, rest)
	case "help":
		return c.Help(ctx)
	case "quit":
		return render.Reply{}, nil
	}
	near := nearest(name, commandNames)
	if near == "" {
		return c.private("say.unknown_command"), nil
	}
	return c.private("say.unknown_command_near", locale.Args{"name": near}), nil
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

// nearest is the name that typed most likely stands for: one that it begins, or one at most two slips away; else "".
func nearest(typed string, names []string) string {
	best, fewest := "", 3
	for _, name := range names {
		if strings.HasPrefix(name, typed) {
			return name
		}
		// Three letters of which two are wrong are another word.
		if n := slips(typed, name); n < fewest && n < len(name)-1 {
			best, fewest = name, n
		}
	}
	return best
}

// slips counts the letters to insert, delete, change, or swap with their neighbour, to make a of b. Words much longer
// than any name are not measured: they count as their length.
func slips(a, b string) int {
	s, t := []rune(a), []rune(b)
	if len(s) > 2*len(t)+2 {
		return len(s)
	}
	rows := make([][]int, len(s)+1)
	for i := range rows {
		rows[i] = make([]int, len(t)+1)
		rows[i][0] = i
	}
	for j := range t {
		rows[0][j+1] = j + 1
	}
	for i := 1; i <= len(s); i++ {
		for j := 1; j <= len(t); j++ {
			change := rows[i-1][j-1]
			if s[i-1] != t[j-1] {
				change++
			}
			rows[i][j] = min(change, rows[i-1][j]+1, rows[i][j-1]+1)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(s)][len(t)]
}
