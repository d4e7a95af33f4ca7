package bot

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/bwmarrin/discordgo"

	"docent/bot/locale"
	"docent/retrieval"
)

func TestAnswersKeepTheirOrder(t *testing.T) {
	t.Parallel()
	s := newScene(t, func(s *scene, _ *Config) {
		s.lib.answer = func(_ context.Context, q retrieval.Question) (retrieval.Answer, error) {
			return retrieval.Answer{Documents: len(q.Text)}, nil
		}
	})
	var asked []string
	for i := range 5 {
		person := s.NewUser("Person")
		s.AddMember(s.guild.ID, person)
		asked = append(asked, s.MessageCreate(s.channel.ID, person, s.mention()+" question"+strings.Repeat("!", i)).ID)
	}
	for i, id := range asked {
		if answer := s.answer(); answer.MessageReference.MessageID != id {
			t.Fatalf("answer %d is not to question %d", i, i)
		}
	}
}

// TestFaults has the library fail, and panic: each is logged once, and the asker is told the same reference.
func TestFaults(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]answerFunc{
		"error": func(context.Context, retrieval.Question) (retrieval.Answer, error) {
			return retrieval.Answer{}, errDisk
		},
		"panic": func(context.Context, retrieval.Question) (retrieval.Answer, error) { panic(errDisk) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t, nil)
			works := s.lib.answer
			var once sync.Once
			s.lib.answer = func(ctx context.Context, q retrieval.Question) (a retrieval.Answer, err error) {
				do := works
				once.Do(func() { do = answer })
				return do(ctx, q)
			}
			s.ask(s.mention() + " where did they meet?")
			told := s.answer()
			const reference = "CHQP6SBE" // what "docen" is in the alphabet of references
			if told.Content != written(say("say.fault_reference", locale.Args{"reference": reference})) {
				t.Errorf("the asker was told %q", shown(told))
			}
			log := s.log.String()
			if strings.Count(log, "level=ERROR") != 1 || !strings.Contains(log, "reference="+reference) || !strings.Contains(log, errDisk.Error()) {
				t.Errorf("the log is %s", log)
			}
			if strings.Contains(log, "where did they meet") {
				t.Errorf("the log repeats the question: %s", log)
			}
			s.ask(s.mention() + " where did they meet?")
			if answer := s.answer(); len(answer.Embeds) != 1 {
				t.Errorf("after the fault the bot answered %q", shown(answer))
			}
			if got := s.bot.Counts(); got.Failed != 1 {
				t.Errorf("counted %+v", got)
			}
		})
	}
}

// TestLibraryThatCannotAnswerSaysWhy: a folder that is away is told of in one sentence, as no error and no silence.
func TestLibraryThatCannotAnswerSaysWhy(t *testing.T) {
	t.Parallel()
	const why = "The documents folder is missing. Nothing can be quoted until it is back."
	s := newScene(t, func(s *scene, _ *Config) {
		s.lib.answer = func(context.Context, retrieval.Question) (retrieval.Answer, error) {
			return retrieval.Answer{}, &retrieval.UnavailableError{Notice: retrieval.Notice{Kind: "folder_missing"}}
		}
	})
	s.ask(s.mention() + " where did they meet?")
	if told := s.answer(); told.Content != written(why) {
		t.Errorf("the mention was told %q", shown(told))
	}
	if r := s.slash(optionQuestion, "where did they meet?").Response(s.ctx); !r.Private || r.Message.Content != written(why) {
		t.Errorf("/ask was told %q", shown(r.Message))
	}
	if log := s.log.String(); strings.Contains(log, "level=ERROR") {
		t.Errorf("the log is %s", log)
	}
}

func TestDrainFinishesWhatIsBeingAnswered(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	started := make(chan struct{}, 10)
	s := newScene(t, func(s *scene, _ *Config) { s.lib.answer = announce(started, blockUntil(release, s.lib.answer)) })
	s.ask(s.mention() + " where did they meet?")
	<-started
	s.stop() // the gateway's context has ended; what was taken is answered all the same
	drained := make(chan error, 1)
	go func() { drained <- s.bot.Drain(s.ctx) }()
	select {
	case err := <-drained:
		t.Fatalf("drained with a question under way: %v", err)
	default:
	}
	close(release)
	if err := <-drained; err != nil {
		t.Fatal(err)
	}
	if len(s.Messages(s.channel.ID)) != 1 {
		t.Error("the question under way was not answered")
	}
	late := s.ask("(a question after the end)")
	late.Mentions = []*discordgo.User{s.Server.Bot()}
	s.bot.Handle(s.ctx, &discordgo.MessageCreate{Message: late})
	if len(s.Messages(s.channel.ID)) != 1 {
		t.Error("a question was answered after the drain")
	}
}

func TestDrainIsBounded(t *testing.T) {
	t.Parallel()
	started := make(chan struct{}, 1)
	s := newScene(t, func(s *scene, _ *Config) {
		s.lib.answer = func(ctx context.Context, _ retrieval.Question) (retrieval.Answer, error) {
			started <- struct{}{}
			<-ctx.Done()
			return retrieval.Answer{}, ctx.Err()
		}
	})
	s.ask(s.mention() + " where did they meet?")
	<-started
	s.stop()
	ctx, cancel := context.WithCancel(s.ctx)
	cancel()
	if err := s.bot.Drain(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("drain: %v", err)
	}
}
