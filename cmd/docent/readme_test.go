package main

import (
	"context"
	"os"
	"regexp"
	"strings"
	"testing"
)

// consoleBlock is a fenced block of README.md that shows a command and the beginning of what it prints.
var consoleBlock = regexp.MustCompile("(?ms)^ *```console\n(.*?)^ *```")

// Every command that README.md shows with its output runs on the seed documents and prints that.
func TestReadmeCommands(t *testing.T) {
	t.Parallel()
	src, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := consoleBlock.FindAllStringSubmatch(string(src), -1)
	if len(blocks) == 0 {
		t.Fatal("README.md shows no command")
	}
	for _, b := range blocks {
		command, shown, _ := strings.Cut(b[1], "\n")
		t.Run(command, func(t *testing.T) {
			args, ok := strings.CutPrefix(command, "$ go run ./cmd/docent")
			if !ok {
				t.Fatal("expected a command that begins: $ go run ./cmd/docent")
			}
			r := seedTrial(t).run(context.Background(), words(args)...)
			if r.status == exitFault {
				t.Fatalf("status %d: %s", r.status, r.err)
			}
			shown, cut := strings.CutSuffix(shown, "...\n")
			if !strings.HasPrefix(r.out, shown) || !cut && r.out != shown {
				t.Errorf("it prints:\n%s", r.out)
			}
		})
	}
}

// words splits a command line as a shell does, with no more than double quotes.
func words(line string) []string {
	var out []string
	for i, part := range strings.Split(line, `"`) {
		if i%2 == 1 {
			out = append(out, part)
		} else {
			out = append(out, strings.Fields(part)...)
		}
	}
	return out
}

// README.md names every variable, every command and every flag.
func TestReadmeIsComplete(t *testing.T) {
	src, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range variables {
		if !strings.Contains(string(src), "| `"+v.name+"` |") {
			t.Errorf("README.md doesn't list %s", v.name)
		}
	}
	for _, c := range commands() {
		if !strings.Contains(string(src), "docent "+c.name) {
			t.Errorf("README.md doesn't name docent %s", c.name)
		}
	}
	for _, f := range flagHelp {
		if !strings.Contains(string(src), "--"+f.name) {
			t.Errorf("README.md doesn't name --%s", f.name)
		}
	}
}
