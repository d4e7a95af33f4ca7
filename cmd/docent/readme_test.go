package main

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"docent/bot"
	"docent/bot/discordtest"

	"github.com/bwmarrin/discordgo"
)

// These tests hold what the pages show to what the program prints.

// maxReadme is how long README.md may be, in bytes: what is read in one go. What is longer stands beside its code.
const maxReadme = 12 << 10

// consoleBlock is a fenced block that shows a command and the beginning of what it prints.
var consoleBlock = regexp.MustCompile("(?ms)^ *```console\n(.*?)^ *```")

func TestReadmeIsShort(t *testing.T) {
	t.Parallel()
	if n := len(pages(t)["README.md"]); n > maxReadme {
		t.Errorf("README.md has %d bytes, more than %d", n, maxReadme)
	}
}

// Every command that a page shows with its output runs on the seed documents and prints that.
func TestReadmeCommands(t *testing.T) {
	t.Parallel()
	shown := map[string]int{}
	for page, text := range pages(t) {
		for _, b := range consoleBlock.FindAllStringSubmatch(text, -1) {
			shown[page]++
			command, output, _ := strings.Cut(b[1], "\n")
			t.Run(page+": "+command, func(t *testing.T) {
				t.Parallel()
				args, ok := strings.CutPrefix(command, "$ go run ./cmd/docent")
				if !ok {
					t.Fatal("expected a command that begins: $ go run ./cmd/docent")
				}
				r := seedTrial(t).run(context.Background(), words(args)...)
				if r.status == exitFault {
					t.Fatalf("status %d: %s", r.status, r.err)
				}
				output, cut := strings.CutSuffix(output, "...\n")
				if !strings.HasPrefix(r.out, output) || !cut && r.out != output {
					t.Errorf("it prints:\n%s", r.out)
				}
			})
		}
	}
	for _, page := range []string{"README.md", "cmd/docent/README.md"} {
		if shown[page] == 0 {
			t.Errorf("%s shows no command", page)
		}
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

// The card that README.md draws is the one that is posted for the question above it, with the buttons that stand under it.
func TestReadmeCard(t *testing.T) {
	t.Parallel()
	asked := regexp.MustCompile("`@Docent ([^`]+)`[^\n]*\n\n((?:>.*\n)+)").FindStringSubmatch(pages(t)["README.md"])
	if asked == nil {
		t.Fatal("README.md draws no card below a question")
	}
	tr := &botTrial{trial: seedTrial(t), discord: discordtest.New(t, discordtest.WithToken(testToken), discordtest.WithIntents(bot.Intents))}
	tr.connect(t)
	guild := tr.discord.NewGuild("news")
	channel, ann := tr.discord.NewChannel(guild.ID, "questions"), tr.discord.NewUser("ann")
	tr.discord.AddMember(guild.ID, ann)
	indexed := make(chan struct{})
	tr.errs.want, tr.errs.seen = "the index is up to date", func() { close(indexed) }
	tr.start(t)
	<-indexed
	tr.discord.WaitConnected(t.Context())
	tr.discord.MessageCreate(channel.ID, ann, "<@"+tr.discord.Bot().ID+"> "+asked[1])
	posted := tr.discord.WaitMessage(t.Context(), channel.ID)
	if len(posted.Embeds) != 1 {
		t.Fatalf("%d cards were posted", len(posted.Embeds))
	}
	drawn, want := unquoted(asked[2]), posted.Embeds[0].Description
	for _, row := range posted.Components {
		for _, c := range row.(*discordgo.ActionsRow).Components {
			want += " `" + c.(*discordgo.Button).Label + "`"
		}
	}
	if !slices.Equal(strings.Fields(drawn), strings.Fields(want)) {
		t.Errorf("README.md draws\n%s\nand this is posted:\n%s", drawn, want)
	}
}

// unquoted takes the marks of a Markdown quote off its lines.
func unquoted(quote string) string {
	var b strings.Builder
	for line := range strings.Lines(quote) {
		b.WriteString(strings.TrimPrefix(strings.TrimPrefix(line, ">"), " "))
	}
	return b.String()
}
