package eval

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"docent/retrieval"
	"docent/retrieval/analysis"
	"docent/retrieval/index"
)

// measureCandidates is how many passages are searched for, in Docent's way and in Bleve's.
const measureCandidates = 100

// search measures the candidates alone, and Bleve's own search beside them.
func (r *measuring) search(ctx context.Context) error {
	return r.with(ctx, func(l *retrieval.Library) error {
		language, store, err := engine(l)
		if err != nil {
			return err
		}
		if r.m.Postings, err = r.matched(ctx, l, language); err != nil {
			return err
		}
		own := func(ctx context.Context, q string) error { return searchWords(ctx, l, language, q) }
		bleve := func(ctx context.Context, q string) error {
			_, err := baseline(ctx, store, q, measureCandidates, language)
			return err
		}
		for _, p := range []struct {
			stage string
			do    func(context.Context, string) error
			ms    *float64
		}{
			{"searching, cold", own, &r.m.CandidatesCold}, {"searching", own, &r.m.Candidates},
			{"searching with Bleve, cold", bleve, &r.m.BleveCold}, {"searching with Bleve", bleve, &r.m.Bleve},
		} {
			run, err := r.each(ctx, p.stage, 1, p.do)
			if err != nil {
				return err
			}
			*p.ms = run.cpuEach()
		}
		if r.m.Bleve > 0 {
			r.m.Ratio = r.m.Candidates / r.m.Bleve
		}
		return nil
	})
}

// matched is how many postings the words of a question have, on average.
func (r *measuring) matched(ctx context.Context, l *retrieval.Library, language string) (mean float64, err error) {
	err = l.Session(func(x *retrieval.Session) error {
		snap := x.Snapshot
		for _, q := range r.questions {
			for _, t := range sameWeight(snap.Analyzer(language), q) {
				n, err := snap.Frequency(ctx, language, t.Term)
				if err != nil {
					return err
				}
				mean += float64(n) / float64(len(r.questions))
			}
		}
		return nil
	})
	return mean, err
}

// engine is the language of most passages, and the store that answers, which nothing replaces while it is measured.
func engine(l *retrieval.Library) (language string, store *index.Store, err error) {
	most := uint64(0)
	err = l.Session(func(x *retrieval.Session) error {
		store = x.Version.Store
		for _, each := range x.Snapshot.Languages() {
			if n := x.Snapshot.Passages(each); n > most {
				language, most = each, n
			}
		}
		return nil
	})
	return language, store, err
}

// searchWords looks up the words that Bleve's search looks up, each with the same weight, where Bleve's search does: in the
// bodies.
func searchWords(ctx context.Context, l *retrieval.Library, language, text string) error {
	return l.Session(func(x *retrieval.Session) error {
		_, err := x.Snapshot.SearchBodies(ctx, language, sameWeight(x.Snapshot.Analyzer(language), text), nil, measureCandidates)
		return err
	})
}

// sameWeight are the words of a text as the index looks them up; one that comes twice counts twice.
func sameWeight(a *analysis.Analyzer, text string) []index.Term {
	var terms []index.Term
	at := map[string]int{}
	for _, t := range a.Tokens(nil, text) {
		i, ok := at[t.Term]
		if !ok {
			i = len(terms)
			at[t.Term] = i
			terms = append(terms, index.Term{Term: t.Term})
		}
		terms[i].Weight++
	}
	return terms
}

// ask measures whole answers.
func (r *measuring) ask(ctx context.Context) error {
	debug.FreeOSMemory()
	resetPeakMemory() // Bleve's own search came before
	return r.with(ctx, func(l *retrieval.Library) error {
		var found, asked atomic.Int64
		answer := func(ctx context.Context, q string) error {
			a, err := l.Answer(ctx, retrieval.Question{Text: q, Asked: r.cfg.Now()})
			asked.Add(1)
			if a.Found {
				found.Add(1)
			}
			return err
		}
		for _, p := range []struct {
			stage            string
			clients          int
			cpu, median, p99 *float64
		}{
			{"asking, cold", 1, &r.m.QuestionCPUCold, &r.m.MedianCold, &r.m.P99Cold},
			{"asking", 1, &r.m.QuestionCPU, &r.m.Median, &r.m.P99},
			{"asking, two clients", 2, &r.m.QuestionCPU2, &r.m.Median2, &r.m.P992},
		} {
			run, err := r.each(ctx, p.stage, p.clients, answer)
			if err != nil {
				return err
			}
			*p.cpu = run.cpuEach()
			*p.median, *p.p99 = milliseconds(run.took.quantile(.5)), milliseconds(run.took.quantile(.99))
		}
		r.m.Answered = float64(found.Load()) / float64(asked.Load())
		r.m.AskPeakMB = megabytes(peakMemory())
		return nil
	})
}

// askBusy measures answers while a document is written and read again without end, with the merges of segments that come
// of it.
func (r *measuring) askBusy(ctx context.Context) error {
	return r.with(ctx, func(l *retrieval.Library) error {
		a, err := r.articles(ctx)
		if err != nil {
			return err
		}
		answer := func(ctx context.Context, q string) error {
			_, err := l.Answer(ctx, retrieval.Question{Text: q, Asked: r.cfg.Now()})
			return err
		}
		if _, err := r.each(ctx, "asking, to warm up", 1, answer); err != nil {
			return err
		}
		changing, stop := context.WithCancel(ctx)
		var group errgroup.Group
		group.Go(func() error {
			path := filepath.Join(r.docs, changedFile)
			for i := 0; changing.Err() == nil; i++ {
				if err := writeMarked(path, a, fmt.Sprintf("busy%dx", i)); err != nil {
					return err
				}
				if _, err := l.Refresh(ctx, []string{changedFile}); err != nil {
					return err
				}
			}
			if err := os.Remove(path); err != nil {
				return err
			}
			_, err := l.Refresh(ctx, []string{changedFile})
			return err
		})
		run, err := r.each(ctx, "asking while a document changes", 1, answer)
		stop()
		r.m.MedianBusy, r.m.P99Busy = milliseconds(run.took.quantile(.5)), milliseconds(run.took.quantile(.99))
		return errors.Join(err, group.Wait())
	})
}

// A round is every question asked once.
type round struct {
	cpu  time.Duration // all questions together
	took timings       // each, wall
}

// cpuEach is the CPU time of a question, ms.
func (r round) cpuEach() float64 { return milliseconds(r.cpu) / float64(len(r.took)) }

// each asks every question once, so many at a time.
func (r *measuring) each(ctx context.Context, stage string, clients int, do func(context.Context, string) error) (round, error) {
	runtime.GC() // what came before isn't this round's to pay
	out := round{took: make(timings, len(r.questions))}
	var next atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	cpu := r.cfg.CPU()
	for range clients {
		group.Go(func() error {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(r.questions) {
					return nil
				}
				begun := r.cfg.Now()
				if err := errors.Join(ctx.Err(), do(ctx, r.questions[i])); err != nil {
					return fmt.Errorf("%s %q: %w", stage, r.questions[i], err)
				}
				out.took[i] = r.cfg.Now().Sub(begun)
				r.cfg.Progress(stage, i+1, len(r.questions))
			}
		})
	}
	err := group.Wait()
	out.cpu = r.cfg.CPU() - cpu
	return out, err
}
