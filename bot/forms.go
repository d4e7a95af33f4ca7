package bot

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/bwmarrin/discordgo"

	"docent/bot/command"
	"docent/bot/locale"
	"docent/bot/render"
	"docent/bot/store"
	"docent/retrieval"
)

// This file opens forms, and takes what was filled in.

// The fields of forms.
const (
	fieldQuestion = "question"
	fieldReason   = "reason"
	fieldDetails  = "details"

	maxDetails = 1000
)

// feedbackReasons are what may be wrong with an answer, by the keys of their words in [choice].
var feedbackReasons = []string{"wrong_passage", "out_of_date", "missing", "other"}

// openForm shows the form that a press asks for.
func (b *Bot) openForm(r *response, p press) {
	err := b.notices.submit(r.interaction.ID, func() {
		b.finish(r, b.guard(func(ctx context.Context) error {
			st, refused, err := b.recallFor(r, p)
			switch {
			case p.verb == verbAgain && errors.Is(err, errExpired): // one can always ask again
				return r.modal(ctx, askForm(r.words, press{verb: verbAgain}, ""))
			case errors.Is(err, errExpired):
				return b.aside(ctx, r, refused)
			case err != nil:
				return err
			case p.verb == verbAgain:
				return r.modal(ctx, askForm(r.words, p, st.Request.Text(command.OptionQuestion)))
			}
			return r.modal(ctx, wrongForm(r.words, p))
		}))
	})
	if err != nil {
		b.counts.refused.Add(1)
	}
}

// askForm asks for a question, with the one before to begin from.
func askForm(words *locale.Locale, p press, question string) *discordgo.InteractionResponseData {
	return form(words.Text("form.ask_again"), p, label(words.Text("field.question"), discordgo.TextInput{
		CustomID: fieldQuestion, Style: discordgo.TextInputParagraph, Required: true, MinLength: 1, MaxLength: command.MaxQuestion,
		Value: command.Beginning(command.Clean(question), command.MaxQuestion),
	}))
}

// wrongForm asks what is wrong with an answer.
func wrongForm(words *locale.Locale, p press) *discordgo.InteractionResponseData {
	menu := discordgo.SelectMenu{MenuType: discordgo.StringSelectMenu, CustomID: fieldReason, Placeholder: words.Text("select.reason")}
	for _, reason := range feedbackReasons {
		menu.Options = append(menu.Options, discordgo.SelectMenuOption{Label: words.Text("choice." + reason), Value: reason})
	}
	return form(words.Text("form.not_it"), p,
		label(words.Text("field.reason"), menu),
		label(words.Text("field.details"), discordgo.TextInput{CustomID: fieldDetails, Style: discordgo.TextInputParagraph, MaxLength: maxDetails}),
	)
}

func form(title string, p press, fields ...discordgo.MessageComponent) *discordgo.InteractionResponseData {
	return &discordgo.InteractionResponseData{CustomID: p.String(), Title: title, Components: fields}
}

// A labelled is a field of a form with its label, a component that discordgo lacks.
// https://docs.discord.com/developers/components/reference#label
type labelled struct {
	text  string
	field discordgo.MessageComponent
}

func label(text string, field discordgo.MessageComponent) labelled { return labelled{text, field} }

// Type is the component's type.
func (labelled) Type() discordgo.ComponentType { return 18 }

// MarshalJSON writes the component. A text input in a label has no label of its own.
func (l labelled) MarshalJSON() ([]byte, error) {
	raw, err := json.Marshal(l.field)
	if err != nil {
		return nil, err
	}
	var field map[string]any
	if err := json.Unmarshal(raw, &field); err != nil {
		return nil, err
	}
	for _, empty := range []string{"label", "placeholder", "value"} {
		if field[empty] == "" {
			delete(field, empty)
		}
	}
	delete(field, "disabled") // forms have nothing that is disabled
	return json.Marshal(map[string]any{"type": l.Type(), "label": l.text, "component": field})
}

// onForm takes a form that was filled in.
func (b *Bot) onForm(r *response, data discordgo.ModalSubmitInteractionData) {
	p, ok := parsePress(data.CustomID)
	fields := fieldsOf(data.Components)
	switch {
	case ok && p.verb == verbAgain:
		b.take(r, b.limiter, r.interaction.ID, func(ctx context.Context) error { return b.askAgain(ctx, r, p, fields[fieldQuestion]) })
	case ok && p.verb == verbNotIt:
		b.take(r, b.presses, r.interaction.ID, func(ctx context.Context) error { return b.takeFeedback(ctx, r, p, fields) })
	default:
		b.respondSoon(r, expired(r.words))
	}
}

// fieldsOf are the values of a form by the names of its fields.
func fieldsOf(components []discordgo.MessageComponent) map[string]string {
	fields := map[string]string{}
	for _, c := range components {
		if input, ok := c.(*discordgo.TextInput); ok {
			fields[input.CustomID] = input.Value
		}
	}
	return fields
}

// askAgain answers the question of a form. It may lean on the one that stood in the form before.
func (b *Bot) askAgain(ctx context.Context, r *response, p press, question string) error {
	st, _, err := b.recallFor(r, p)
	if err != nil && !errors.Is(err, errExpired) {
		return err
	}
	req := command.Question("", "", time.Time{})
	if err == nil && st.Request.Command == command.AskName {
		req = st.Request
		switch before, now := command.Clean(req.Text(command.OptionQuestion)), command.Clean(question); {
		case before == now:
		case retrieval.FollowsUp(now):
			req.Earlier = before
		default:
			req.Earlier = ""
		}
	}
	req = req.About(question)
	req.Asked = sentAt(r.interaction.ID)
	return b.respond(ctx, r, req)
}

// takeFeedback keeps what somebody says is wrong with an answer.
func (b *Bot) takeFeedback(ctx context.Context, r *response, p press, fields map[string]string) error {
	st, refused, err := b.recallFor(r, p)
	if errors.Is(err, errExpired) {
		return b.aside(ctx, r, refused)
	}
	if err != nil {
		return err
	}
	f := store.Feedback{
		At: b.now().UTC(), User: askerID(r.interaction), Guild: r.interaction.GuildID, Question: st.Request.Summary(),
		Reason: knownReason(fields[fieldReason]), Text: command.Beginning(command.Clean(fields[fieldDetails]), maxDetails),
	}
	if p.choice < len(st.Passages) {
		at := st.Passages[p.choice].Citation
		f.Path, f.Lines = at.Path, at.Lines
	}
	added, err := b.memory.AddFeedback(p.state, f)
	switch {
	case errors.Is(err, store.ErrUnknown):
		return b.aside(ctx, r, expired(r.words))
	case err != nil:
		return err
	case !added:
		return b.aside(ctx, r, render.Private(r.words.Text("say.done_already")))
	}
	b.log.Info("somebody says that an answer is wrong", "reason", f.Reason, "path", f.Path, "lines", f.Lines)
	_, err = r.send(ctx, render.Reply{Text: r.words.Text("say.thanks"), Private: true, Actions: again(r.words, p.state)})
	return err
}

// knownReason is a reason that the form offers; "other" for what it doesn't.
func knownReason(s string) string {
	for _, reason := range feedbackReasons {
		if s == reason {
			return reason
		}
	}
	return "other"
}
