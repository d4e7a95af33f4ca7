package command

import (
	"context"
	"sync"

	"docent/bot/locale"
	"docent/retrieval"
)

// fakeLibrary is a Library of functions. A call of one that the test didn't set goes to the nil interface and panics.
type fakeLibrary struct {
	Library
	answer  func(context.Context, retrieval.Question) (retrieval.Answer, error)
	find    func(context.Context, retrieval.Search) (retrieval.Hits, error)
	facts   func(ctx context.Context, name, source string, limit int) ([]retrieval.FactHit, error)
	sources func(ctx context.Context, filter string) ([]retrieval.Source, error)

	quote    func(context.Context, retrieval.Place) (retrieval.Snippet, error)
	expand   func(context.Context, retrieval.Citation, int) (retrieval.Snippet, bool, error)
	document func(context.Context, string) (retrieval.DocumentInfo, error)
	open     func(context.Context, string, int64) (retrieval.File, error)
	verify   func(context.Context, string) ([]retrieval.Checked, error)
	complete func(context.Context, retrieval.Completing) ([]retrieval.Completion, error)

	status func() retrieval.Status
}

func (f *fakeLibrary) Answer(ctx context.Context, q retrieval.Question) (retrieval.Answer, error) {
	if f.answer == nil {
		return f.Library.Answer(ctx, q)
	}
	return f.answer(ctx, q)
}

func (f *fakeLibrary) Find(ctx context.Context, s retrieval.Search) (retrieval.Hits, error) {
	if f.find == nil {
		return f.Library.Find(ctx, s)
	}
	return f.find(ctx, s)
}

func (f *fakeLibrary) Facts(ctx context.Context, name, source string, limit int) ([]retrieval.FactHit, error) {
	if f.facts == nil {
		return f.Library.Facts(ctx, name, source, limit)
	}
	return f.facts(ctx, name, source, limit)
}

func (f *fakeLibrary) Sources(ctx context.Context, filter string) ([]retrieval.Source, error) {
	if f.sources == nil {
		return f.Library.Sources(ctx, filter)
	}
	return f.sources(ctx, filter)
}

func (f *fakeLibrary) Status() retrieval.Status {
	if f.status == nil {
		return f.Library.Status()
	}
	return f.status()
}

func (f *fakeLibrary) Quote(ctx context.Context, at retrieval.Place) (retrieval.Snippet, error) {
	if f.quote == nil {
		return f.Library.Quote(ctx, at)
	}
	return f.quote(ctx, at)
}

func (f *fakeLibrary) Expand(ctx context.Context, at retrieval.Citation, step int) (retrieval.Snippet, bool, error) {
	if f.expand == nil {
		return f.Library.Expand(ctx, at, step)
	}
	return f.expand(ctx, at, step)
}

func (f *fakeLibrary) Document(ctx context.Context, source string) (retrieval.DocumentInfo, error) {
	if f.document == nil {
		return f.Library.Document(ctx, source)
	}
	return f.document(ctx, source)
}

func (f *fakeLibrary) Open(ctx context.Context, source string, limit int64) (retrieval.File, error) {
	if f.open == nil {
		return f.Library.Open(ctx, source, limit)
	}
	return f.open(ctx, source, limit)
}

func (f *fakeLibrary) Verify(ctx context.Context, text string) ([]retrieval.Checked, error) {
	if f.verify == nil {
		return f.Library.Verify(ctx, text)
	}
	return f.verify(ctx, text)
}

func (f *fakeLibrary) Complete(ctx context.Context, c retrieval.Completing) ([]retrieval.Completion, error) {
	if f.complete == nil {
		return f.Library.Complete(ctx, c)
	}
	return f.complete(ctx, c)
}

// locales are the languages that are built in.
var locales = sync.OnceValue(func() *locale.Locales {
	all, err := locale.New()
	if err != nil {
		panic(err)
	}
	return all
})

func english() *locale.Locale { return locales().English() }

// say is a text in English.
func say(key string, args ...locale.Args) string { return english().Text(key, args...) }
