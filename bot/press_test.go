package bot

import (
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"docent/bot/command"
	"docent/bot/discordtest"
	"docent/bot/store"
)

// TestButtonsSurviveARestart: another bot on the same file knows what stands behind them.
func TestButtonsSurviveARestart(t *testing.T) {
	t.Parallel()
	var config Config
	s := newScene(t, func(s *scene, c *Config) {
		s.lib.answer = answeringWith(numbered(4))
		config = *c
	})
	m := s.answered()
	s.stop()
	if err := s.bot.Drain(s.ctx); err != nil {
		t.Fatal(err)
	}
	if err := s.memory.Close(); err != nil {
		t.Fatal(err)
	}
	config.Memory = s.openMemory()
	s.bot = New(config)
	s.connect()
	if r := s.press(m, s.ann, "button.next").Response(s.ctx); !strings.Contains(shown(r.Message), "Passage 4") {
		t.Errorf("after the restart: %q", shown(r.Message))
	}
}

func TestExpiredButtons(t *testing.T) {
	t.Parallel()
	s := newScene(t, passages(4))
	m := s.answered()
	s.clock.advance(store.DefaultLife)
	for _, key := range []string{"button.share", "button.more_context", "button.next", "button.not_it", "button.delete"} {
		told := s.wantNotice(s.press(m, s.ann, key), "say.expired")
		if labels(t, told) != say("button.ask_again") {
			t.Errorf("%s: under the notice there is %s", key, labels(t, told))
		}
	}
	r := s.press(m, s.ann, "button.ask_again").Response(s.ctx)
	if r.Type != discordgo.InteractionResponseModal {
		t.Fatalf("response of type %d", r.Type)
	}
	it := s.SubmitModal(s.channel.ID, s.ann, press{verb: verbAgain}.String(), map[string]string{fieldQuestion: "where did they meet?"})
	if r := it.Response(s.ctx); !strings.Contains(shown(r.Message), "Passage 1") {
		t.Errorf("asked again: %q", shown(r.Message))
	}
}

// TestForgedPresses: whatever a custom_id says, nothing but a private sentence comes of it, unless it is what the reply
// offers.
func TestForgedPresses(t *testing.T) {
	t.Parallel()
	s := newScene(t, passages(2))
	m := s.answered()
	s.ask(s.mention() + " where did they meet?")
	public := s.answer()
	bob := s.NewUser("Bob")
	s.AddMember(s.guild.ID, bob)
	other := s.NewGuild("Other")
	elsewhere := s.NewChannel(other.ID, "general")
	s.AddMember(other.ID, s.ann)
	id := strings.Split(button(t, m, "button.share"), ".")[1]
	forged := func(channelID, messageID string, who *discordgo.User, customID string, values ...string) *discordtest.Interaction {
		s.clock.advance(2 * pressWithin)
		return s.PressForged(channelID, messageID, who, discordgo.ButtonComponent, customID, values...)
	}
	for _, customID := range []string{
		"", "x", "share", "share." + id, "share." + id + ".0", "share." + id + ".0.0.0", "share." + id + ".2.0", "share." + id + ".-1.0",
		"share." + id + ".00.0", "share." + id + ".9999999999999999999.0", "more." + id + ".2.0", "burn." + id + ".0.0",
		"share.0000000000000000.0.0", "share." + strings.ToLower(id) + ".0.0", "share.-.0.0", "page." + id + ".0.100", "pick." + id + ".0.0",
		"share." + id + "\x00.0.0", "../share." + id + ".0.0", strings.Repeat("9", 100),
	} {
		s.wantNotice(forged(s.channel.ID, m.ID, s.ann, customID), "say.expired")
	}
	s.wantNotice(forged(s.channel.ID, m.ID, s.ann, "pick."+id+".0.0", "7"), "say.expired")
	s.wantNotice(forged(s.channel.ID, m.ID, s.ann, "pick."+id+".0.0", "2"), "say.expired")
	s.wantNotice(forged(s.channel.ID, public.ID, bob, "share."+id+".0.0"), "say.only_asker") // what stands in Ann's private answer
	s.MessageCreate(elsewhere.ID, s.ann, s.mention()+" where?")
	there := s.WaitMessage(s.ctx, elsewhere.ID)
	s.wantNotice(forged(elsewhere.ID, there.ID, s.ann, "share."+id+".0.0"), "say.expired")
	for _, fields := range []map[string]string{{fieldQuestion: "where?"}, {}} {
		s.clock.advance(time.Minute)
		s.wantNotice(s.SubmitForged(s.channel.ID, s.ann, "not.0000000000000000.0.0", fields), "say.expired")
		s.wantNotice(s.SubmitForged(s.channel.ID, s.ann, "share."+id+".0.0", fields), "say.expired")
	}
	s.sent(1)
}

func TestParsePress(t *testing.T) {
	t.Parallel()
	for _, p := range []press{
		{verb: verbShare, state: "0123456789ABCDEF"}, {verb: verbPage, state: "ZZZZZZZZZZZZZZZZ", choice: 2, page: 99}, {verb: verbAgain},
	} {
		if got, ok := parsePress(p.String()); !ok || got != p {
			t.Errorf("%+v is read as %+v, %v", p, got, ok)
		}
		if len(p.String()) > 100 {
			t.Errorf("%s is longer than Discord takes", p)
		}
	}
}

func FuzzParsePress(f *testing.F) {
	f.Add("share.0123456789ABCDEF.0.0")
	f.Add("again.-.0.0")
	f.Add("page.0123456789ABCDEF.2.99")
	f.Fuzz(func(t *testing.T, id string) {
		p, ok := parsePress(id)
		if ok && (p.String() != id || p.choice < 0 || p.choice >= command.MaxPassages || p.page < 0 || p.page >= command.MaxPages) {
			t.Errorf("%q is read as %+v", id, p)
		}
	})
}
