package main

import (
	"go/ast"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// house is every room, from the roof down, with the rooms that it may import. All of those stand below it, so that
// nothing goes in a circle: a room is read, understood and tested without what stands above it. What it needs from above
// it is given as arguments.
//
// A new room gets a row here, above the rooms that it imports, and joins the rows of those that import it.
var house = []room{
	// What is started: environment, folders, signals.
	{"cmd/docent", uses{"bot", "bot/command", "bot/gateway", "bot/rest", "bot/store", "bot/render", "bot/locale", "retrieval"}},

	// For whoever changes ranking. Neither is in the bot's binary.
	{"cmd/docent-eval", uses{"retrieval/eval", "retrieval"}},
	{"retrieval/eval", uses{"retrieval", "retrieval/corpus", "retrieval/index", "retrieval/parse/charset", "retrieval/passage", "retrieval/analysis", "retrieval/document"}},

	// Discord: an event in, a reply out. Of the rooms below bot, command alone knows the documents.
	{"bot", uses{"bot/command", "bot/gateway", "bot/rest", "bot/store", "bot/render", "bot/locale", "retrieval", "retrieval/document"}},
	{"bot/command", uses{"bot/render", "bot/locale", "retrieval", "retrieval/analysis", "retrieval/document"}},
	{"bot/gateway", uses{"bot/wire"}},
	{"bot/rest", uses{"bot/wire"}},
	{"bot/wire", nil},
	{"bot/store", nil},
	{"bot/render", uses{"bot/locale"}},
	{"bot/locale", nil},

	// The documents: retrieval is the door, and what stands below it doesn't know it.
	{"retrieval", uses{"retrieval/corpus", "retrieval/rank", "retrieval/compare", "retrieval/complete", "retrieval/index", "retrieval/query", "retrieval/parse", "retrieval/parse/charset", "retrieval/passage", "retrieval/analysis", "retrieval/document"}},
	{"retrieval/corpus", uses{"retrieval/index", "retrieval/parse", "retrieval/parse/charset", "retrieval/passage", "retrieval/analysis", "retrieval/document"}},
	{"retrieval/rank", uses{"retrieval/index", "retrieval/query", "retrieval/passage", "retrieval/analysis", "retrieval/document"}},
	{"retrieval/compare", uses{"retrieval/passage", "retrieval/analysis", "retrieval/document"}},
	{"retrieval/complete", uses{"retrieval/analysis", "retrieval/document"}},
	{"retrieval/query", uses{"retrieval/analysis", "retrieval/document"}},
	{"retrieval/index", uses{"retrieval/analysis"}},
	{"retrieval/parse", uses{"retrieval/parse/markdown", "retrieval/parse/text", "retrieval/parse/charset", "retrieval/document"}},
	{"retrieval/parse/markdown", uses{"retrieval/document"}},
	{"retrieval/parse/text", uses{"retrieval/parse/charset", "retrieval/document"}},
	{"retrieval/parse/charset", nil},
	{"retrieval/passage", uses{"retrieval/analysis", "retrieval/document"}},
	{"retrieval/analysis", uses{"retrieval/document"}},

	// For tests, which may import them from anywhere.
	{"bot/discordtest", nil},
	{"retrieval/document/documenttest", uses{"retrieval/document"}},

	// What a file says: known to whoever reads one.
	{"retrieval/document", nil},
}

// keepers are the rooms that alone may import something from outside of the house. The first row that names a path, or a
// folder that it is in, decides. What no row names is open to all; tests may meet the world as they like.
var keepers = []keeper{
	// Files, processes and the environment; the network.
	{"os", uses{"cmd/docent", "cmd/docent-eval", "bot/store", "retrieval", "retrieval/eval", "retrieval/corpus", "retrieval/index"}},
	{"path/filepath", uses{"cmd/docent", "cmd/docent-eval", "retrieval", "retrieval/eval", "retrieval/corpus", "retrieval/index"}},
	{"net/url", everybody},
	{"net", uses{"cmd/docent", "bot", "bot/gateway", "bot/rest"}},

	// Discord.
	{"github.com/bwmarrin/discordgo", uses{"bot", "bot/wire", "bot/gateway", "bot/rest", "bot/render"}},
	{"github.com/gorilla/websocket", uses{"cmd/docent", "bot/gateway"}},

	// Where things are kept.
	{"github.com/blevesearch/bleve/v2/analysis", uses{"retrieval/index", "retrieval/analysis"}},
	{"github.com/blevesearch/snowballstem", uses{"retrieval/analysis"}},
	{"github.com/blevesearch", uses{"retrieval/index", "retrieval/eval"}},
	{"go.etcd.io/bbolt", uses{"bot/store", "retrieval/index"}},

	// What is started.
	{"github.com/joho/godotenv", uses{"cmd/docent"}},
	{"github.com/peterh/liner", uses{"cmd/docent"}},
	{"golang.org/x/term", uses{"cmd/docent"}},
}

// timeless are the rooms that get the time as an argument: they say the same whenever they are asked.
var timeless = uses{
	"bot/command", "bot/render", "bot/locale",
	"retrieval/rank", "retrieval/compare", "retrieval/complete", "retrieval/query", "retrieval/parse", "retrieval/passage", "retrieval/analysis", "retrieval/document",
}

type (
	room struct {
		name string
		uses uses
	}
	keeper struct {
		path  string
		rooms uses
	}
	uses []string
)

var everybody = uses{"everybody"}

// find returns the room's row.
func find(name string) (room, bool) {
	for _, r := range house {
		if r.name == name {
			return r, true
		}
	}
	return room{}, false
}

// Every row is a room, and its arrows run down.
func TestHouse(t *testing.T) {
	t.Parallel()
	for i, r := range house {
		if files, err := filepath.Glob(filepath.Join(root, r.name, "*.go")); err != nil || len(files) == 0 {
			t.Errorf("there is no room %s: %v", r.name, err)
		}
		for _, other := range r.uses {
			if !slices.ContainsFunc(house[i+1:], func(below room) bool { return below.name == other }) {
				t.Errorf("%s may import %s, which doesn't stand below it", r.name, other)
			}
		}
		if slices.ContainsFunc(house[:i], func(above room) bool { return above.name == r.name }) {
			t.Errorf("%s has two rows", r.name)
		}
	}
	for _, k := range keepers {
		for _, name := range k.rooms {
			if _, ok := find(name); !ok && name != everybody[0] {
				t.Errorf("%s is for %s, which is no room", k.path, name)
			}
		}
	}
	for _, name := range timeless {
		if _, ok := find(name); !ok {
			t.Errorf("%s is timeless, and no room", name)
		}
	}
}

// Every import is one that the tables allow.
func TestImports(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		for _, imp := range s.ast.Imports {
			path, _ := strconv.Unquote(imp.Path.Value)
			if why := badImport(s.room, path, s.test); why != "" {
				t.Errorf("%s imports %s: %s", s.path, path, why)
			}
		}
	}
}

// badImport says why a room, or its tests, may not import a package; "" if they may.
func badImport(name, path string, test bool) string {
	r, ok := find(name)
	if !ok {
		return "the importing folder is no room of the house"
	}
	if other, ok := strings.CutPrefix(path, module+"/"); ok {
		switch {
		case isTestRoom(other) && !test:
			return "that is for tests"
		case other == name, isTestRoom(other), slices.Contains(r.uses, other):
			return ""
		}
		return "that is not below it"
	}
	if test || isTestRoom(name) {
		return ""
	}
	for _, k := range keepers {
		if path != k.path && !strings.HasPrefix(path, k.path+"/") {
			continue
		}
		if !slices.Equal(k.rooms, everybody) && !slices.Contains(k.rooms, name) {
			return "that is for " + strings.Join(k.rooms, ", ")
		}
		break
	}
	return ""
}

func TestBadImport(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		room, path string
		test       bool
		bad        bool
	}{
		{"cmd/docent", module + "/bot", false, false},
		{"bot", module + "/retrieval", false, false},
		{"retrieval", module + "/bot", false, true},
		{"retrieval/index", module + "/retrieval", false, true},
		{"retrieval/index", module + "/retrieval", true, true},
		{"retrieval/parse/text", module + "/retrieval/parse/markdown", false, true},
		{"retrieval/analysis", module + "/retrieval/index", false, true},
		{"bot", module + "/bot/discordtest", false, true},
		{"bot", module + "/bot/discordtest", true, false},
		{"bot/new", "strings", false, true},
		{"bot/render", "net/url", false, false},
		{"bot/render", "net/http", false, true},
		{"bot/render", "net/http", true, false},
		{"bot", "os", false, true},
		{"bot", "os/exec", false, true},
		{"bot", "path", false, false},
		{"retrieval", "github.com/blevesearch/bleve/v2", false, true},
		{"retrieval/analysis", "github.com/blevesearch/bleve/v2/analysis/lang/de", false, false},
		{"retrieval/analysis", "github.com/blevesearch/bleve/v2/mapping", false, true},
	} {
		if why := badImport(c.room, c.path, c.test); (why != "") != c.bad {
			t.Errorf("%s imports %s, test %v: %q", c.room, c.path, c.test, why)
		}
	}
}

// isTestRoom reports whether a room serves other rooms' tests.
func isTestRoom(name string) bool { return strings.HasSuffix(name, "test") }

// The environment is read where the program starts, and the clock not where only an argument may tell the time.
func TestEnvironmentAndClock(t *testing.T) {
	t.Parallel()
	environment := []string{"os.Getenv", "os.LookupEnv", "os.Environ", "os.ExpandEnv"}
	clock := []string{"time.Now", "time.Since", "time.Until", "time.Sleep", "time.After", "time.AfterFunc", "time.Tick", "time.NewTimer", "time.NewTicker"}
	for _, s := range sources(t) {
		if s.test || isTestRoom(s.room) {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			switch name := callee(sel); {
			case !strings.HasPrefix(s.room, "cmd/") && slices.Contains(environment, name):
				t.Errorf("%s reads the environment: %s", s.path, name)
			case isTimeless(s.room) && slices.Contains(clock, name):
				t.Errorf("%s looks at the clock: %s", s.path, name)
			}
			return true
		})
	}
}

// isTimeless reports whether a room, or the one that it is a part of, is timeless.
func isTimeless(name string) bool {
	return slices.ContainsFunc(timeless, func(r string) bool { return name == r || strings.HasPrefix(name, r+"/") })
}
