package bot

import (
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"docent/bot/store"
	"docent/retrieval"
)

func TestNotIt(t *testing.T) {
	t.Parallel()
	s := newScene(t, passages(2))
	m := s.answered()
	id := button(t, m, "button.not_it")
	for _, key := range []string{"say.thanks", "say.done_already"} {
		if r := s.press(m, s.ann, "button.not_it").Response(s.ctx); r.Type != discordgo.InteractionResponseModal {
			t.Fatalf("response of type %d", r.Type)
		}
		it := s.SubmitModal(s.channel.ID, s.ann, id, map[string]string{fieldReason: "out_of_date", fieldDetails: "It is from 2019."})
		s.wantNotice(it, key)
	}
	s.settle()
	said, err := s.memory.Feedback()
	if err != nil || len(said) != 1 {
		t.Fatalf("kept %+v, %v", said, err)
	}
	want := store.Feedback{
		At: said[0].At, User: s.ann.ID, Guild: s.guild.ID, Question: "where did they meet?", Path: "talks.txt", Lines: [2]int{10, 10},
		Reason: "out_of_date", Text: "It is from 2019.",
	}
	if said[0] != want || time.Since(said[0].At).Abs() > time.Hour {
		t.Errorf("kept %+v", said[0])
	}
}

func TestAskAgain(t *testing.T) {
	t.Parallel()
	var asked func() []retrieval.Question
	s := newScene(t, listening(&asked))
	m := s.answered(optionSource, "talks")
	id := button(t, m, "button.ask_again")
	for _, question := range []string{"and in October?", "Who signed the treaty of Versailles?"} {
		s.press(m, s.ann, "button.ask_again").Response(s.ctx)
		s.settleAsk()
		r := s.SubmitModal(s.channel.ID, s.ann, id, map[string]string{fieldQuestion: question}).Response(s.ctx)
		if !r.Private || len(r.Message.Embeds) != 1 {
			t.Errorf("%q: %+v", question, r.Message)
		}
	}
	all := asked()
	if q := all[1]; q.Text != "and in October?" || q.Earlier != "where did they meet?" || q.Source != "talks" {
		t.Errorf("asked %+v", q)
	}
	if q := all[2]; q.Text != "Who signed the treaty of Versailles?" || q.Earlier != "" {
		t.Errorf("asked %+v", q)
	}
}
