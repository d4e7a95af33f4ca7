package bot

import (
	"context"
	"errors"
	"time"

	"docent/bot/command"
	"docent/retrieval"
	"docent/retrieval/document"
)

// The words of bot/command that the tests speak of most.
const (
	askName        = command.AskName
	menuAsk        = "Ask the documents"
	menuCheck      = "Check against documents"
	optionQuestion = command.OptionQuestion
	optionSource   = "source"
	optionShow     = command.OptionShow
	optionText     = command.OptionText
	optionMessage  = command.OptionMessage
	optionPassages = "passages"
	showMe         = "me"
	showEveryone   = command.ShowEveryone
)

// fakeLibrary is a Library of functions. A call of one that the test didn't set panics.
type fakeLibrary struct {
	command.Library
	answer func(context.Context, retrieval.Question) (retrieval.Answer, error)
	find   func(context.Context, retrieval.Search) (retrieval.Hits, error)
	quote  func(context.Context, retrieval.Place) (retrieval.Snippet, error)
	expand func(context.Context, retrieval.Citation, int) (retrieval.Snippet, bool, error)
	open   func(context.Context, string, int64) (retrieval.File, error)
	status func() retrieval.Status
}

func (f *fakeLibrary) Answer(ctx context.Context, q retrieval.Question) (retrieval.Answer, error) {
	return f.answer(ctx, q)
}

func (f *fakeLibrary) Find(ctx context.Context, s retrieval.Search) (retrieval.Hits, error) {
	return f.find(ctx, s)
}

func (f *fakeLibrary) Quote(ctx context.Context, at retrieval.Place) (retrieval.Snippet, error) {
	return f.quote(ctx, at)
}

func (f *fakeLibrary) Expand(ctx context.Context, at retrieval.Citation, step int) (retrieval.Snippet, bool, error) {
	return f.expand(ctx, at, step)
}

func (f *fakeLibrary) Open(ctx context.Context, source string, limit int64) (retrieval.File, error) {
	return f.open(ctx, source, limit)
}

func (f *fakeLibrary) Status() retrieval.Status { return f.status() }

var (
	noon    = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	errDisk = errors.New("the disk is on fire")
)

// talks is a snippet with everything a snippet may have.
func talks() retrieval.Snippet {
	const text = "Takaichi and Lee met in Nara.\n\nCooperation Scope: Economic matters"
	return retrieval.Snippet{
		Text: text,
		Pieces: []retrieval.Piece{
			{Start: 0, End: 29, Span: retrieval.Span{Start: 100, End: 129, First: 9, Last: 9}, Kind: document.Paragraph},
			{Start: 31, End: len(text), Span: retrieval.Span{Start: 200, End: 235, First: 22, Last: 22}, Kind: document.TableRow, Skipped: true},
		},
		Sentence: [2]int{0, 29},
		Matches:  [][2]int{{0, 8}, {13, 16}},
		Before:   true,
		After:    true,
		Citation: citation("talks.txt", 9, 22),
		Score:    3,
		Why:      []retrieval.Reason{{What: "takaichi", Share: 0.75}, {What: "lee", Share: 0.25}},
	}
}

func citation(path string, first, last int) retrieval.Citation {
	return retrieval.Citation{
		Title: "Deeper Economic Security Cooperation", Heading: "Overview", Path: path, Lines: [2]int{first, last},
		Date: time.Date(2026, 1, 14, 7, 0, 0, 0, time.UTC),
	}
}

// answering is a library that answers with a, and stands as status says.
func answering(a retrieval.Answer, status retrieval.Status) *fakeLibrary {
	return &fakeLibrary{
		answer: func(context.Context, retrieval.Question) (retrieval.Answer, error) { return a, nil },
		status: func() retrieval.Status { return status },
	}
}
