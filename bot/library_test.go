package bot

import (
	"context"

	"docent/retrieval"
)

// fakeLibrary is a Library of functions. A call of one that the test didn't set goes to the nil interface and panics.
type fakeLibrary struct {
	Library
	answer  func(context.Context, retrieval.Question) (retrieval.Answer, error)
	find    func(context.Context, retrieval.Search) (retrieval.Hits, error)
	facts   func(ctx context.Context, name, source string, limit int) ([]retrieval.FactHit, error)
	sources func(ctx context.Context, filter string) ([]retrieval.Source, error)
	status  func() retrieval.Status
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
