package main

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rooms says what each room may import of this module, and of the modules that not everybody may know. Modules that are
// named for no room are open to all, and so is the standard library but for what forbidden says.
var rooms = map[string][]string{
	"cmd/docent":                      {"bot", "bot/gateway", "bot/locale", "bot/render", "bot/rest", "bot/store", "retrieval", dotenvModule, websocketModule, termModule},
	"bot":                             {"bot/gateway", "bot/locale", "bot/render", "bot/rest", "bot/store", "retrieval", "retrieval/document", discordModule},
	"bot/locale":                      {},
	"bot/render":                      {"bot/locale", discordModule},
	"bot/gateway":                     {discordModule, websocketModule},
	"bot/rest":                        {discordModule},
	"bot/store":                       {boltModule},
	"bot/discordtest":                 {discordModule, websocketModule},
	"retrieval":                       {"retrieval/analysis", "retrieval/document", "retrieval/index", "retrieval/passage", "retrieval/parse", "retrieval/parse/charset"},
	"retrieval/analysis":              {"retrieval/document", bleveModule},
	"retrieval/document":              {},
	"retrieval/document/documenttest": {"retrieval/document"},
	"retrieval/index":                 {"retrieval/analysis", bleveModule, boltModule},
	"retrieval/passage":               {"retrieval/analysis", "retrieval/document"},
	"retrieval/parse":                 {"retrieval/document", "retrieval/parse/charset", "retrieval/parse/markdown", "retrieval/parse/text"},
	"retrieval/parse/charset":         {},
	"retrieval/parse/markdown":        {"retrieval/document"},
	"retrieval/parse/text":            {"retrieval/document", "retrieval/parse/charset"},
}

// The modules that not every room may know.
const (
	bleveModule     = "github.com/blevesearch/"
	boltModule      = "go.etcd.io/bbolt"
	discordModule   = "github.com/bwmarrin/discordgo"
	dotenvModule    = "github.com/joho/godotenv"
	termModule      = "golang.org/x/term"
	websocketModule = "github.com/gorilla/websocket"
)

var guarded = []string{bleveModule, boltModule, discordModule, dotenvModule, termModule, websocketModule}

// forbidden is what of the standard library a room must do without.
var forbidden = map[string][]string{
	"bot":                      {"os", "path/filepath"},
	"bot/render":               {"os", "path/filepath", "net/http"},
	"bot/gateway":              {"os"},
	"bot/locale":               {"os", "net/http"},
	"bot/rest":                 {"os"},
	"retrieval/document":       {"os", "net/http"},
	"retrieval/analysis":       {"os", "net/http"},
	"retrieval/passage":        {"os", "net/http"},
	"retrieval/parse":          {"os", "net/http"},
	"retrieval/parse/charset":  {"os", "net/http"},
	"retrieval/parse/markdown": {"os", "net/http"},
	"retrieval/parse/text":     {"os", "net/http"},
	"retrieval":                {"net/http"},
	"retrieval/index":          {"net/http"},
}

func TestImports(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		allowed, ok := rooms[s.room]
		if !ok {
			t.Errorf("%s: there is no room %s in the house", s.path, s.room)
			continue
		}
		for _, imp := range s.ast.Imports {
			name, _ := strconv.Unquote(imp.Path.Value)
			if why := badImport(s, name, allowed); why != "" {
				t.Errorf("%s imports %s: %s", s.path, name, why)
			}
		}
	}
}

func badImport(s source, name string, allowed []string) string {
	if room, ok := strings.CutPrefix(name, module+"/"); ok {
		switch {
		case isTestRoom(room) && !s.test:
			return "that is for tests"
		case room == s.room, isTestRoom(room), slices.Contains(allowed, room):
			return ""
		}
		return "that is another room's business"
	}
	if s.test || isTestRoom(s.room) {
		return "" // a test may meet the world as it likes
	}
	if slices.Contains(forbidden[s.room], name) {
		return "this room does without it"
	}
	for _, g := range guarded {
		if strings.HasPrefix(name, g) && !slices.Contains(allowed, g) {
			return "only other rooms know it"
		}
	}
	return ""
}

// isTestRoom tells the rooms that serve other rooms' tests.
func isTestRoom(room string) bool { return strings.HasSuffix(room, "test") }
