package eval

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"

	"docent/retrieval"
)

// SampleFigures say how silence falls in a folder of so many documents. Questions whose documents were drawn can be
// answered; those whose documents weren't, can't.
type SampleFigures struct {
	Size      int // documents asked for
	Documents int // in a draw: fewer where there aren't as many
	Draws     int

	Hit1, Kept, Refused, SilenceAUC Figure // as in Figures
}

// How much is drawn. In a folder of a single document a few questions can be answered: it takes several draws to count them.
const (
	sampleSeed     = 1 // any number; always the same, so that all runs draw the same
	mostDraws      = 20
	drawnDocuments = 200 // all draws together, where one draw isn't more
	mostUnanswered = 300 // questions of a draw that can't be answered
)

// A sample is what came of the draws of one size.
type sample struct {
	SampleFigures
	can, cannot []float64 // margins
	hits        mean
}

// add takes in the draws from another index.
func (s *sample) add(other *sample) {
	s.Documents = max(s.Documents, other.Documents)
	s.Draws += other.Draws
	s.can, s.cannot = append(s.can, other.can...), append(s.cannot, other.cannot...)
	s.hits.n, s.hits.sum, s.hits.squares = s.hits.n+other.hits.n, s.hits.sum+other.hits.sum, s.hits.squares+other.hits.squares
}

func (s *sample) figures() SampleFigures {
	f := s.SampleFigures
	var silence Figures
	silence.silence(s.can, s.cannot)
	f.Hit1, f.Kept, f.Refused, f.SilenceAUC = s.hits.figure(), silence.Kept, silence.Refused, silence.SilenceAUC
	return f
}

// samples draws documents for each size, and asks everything of them.
func (r *indexRun) samples(ctx context.Context) (out []*sample, err error) {
	for _, size := range r.cfg.Samples {
		rng := rand.New(rand.NewPCG(sampleSeed, uint64(size)))
		all, err := r.drawingOrder(rng)
		if err != nil {
			return nil, err
		}
		s := &sample{SampleFigures: SampleFigures{Size: size, Documents: min(size, len(all))}}
		draws := max(1, min(mostDraws, drawnDocuments/s.Documents, len(all)/s.Documents))
		for i := range draws {
			drawn := all[i*s.Documents : (i+1)*s.Documents]
			if err := r.draw(ctx, s, drawn, rng); err != nil {
				return nil, fmt.Errorf("%s, %d documents: %w", r.name, size, err)
			}
			s.Draws++
		}
		out = append(out, s)
	}
	return out, nil
}

// drawingOrder is a random order of the documents, but that those which answer a question come first: without them there
// is nothing to ask.
func (r *indexRun) drawingOrder(rng *rand.Rand) ([]string, error) {
	all, err := r.paths()
	if err != nil {
		return nil, err
	}
	rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	answering := map[string]bool{}
	for _, a := range r.asked {
		if a.judged() {
			for _, place := range a.relevant {
				answering[place.path] = true
			}
		}
	}
	rest := slices.DeleteFunc(slices.Clone(all), func(p string) bool { return answering[p] })
	return append(slices.DeleteFunc(all, func(p string) bool { return !answering[p] }), rest...), nil
}

// draw makes a folder of some documents, with its index, and asks everything of it.
func (r *indexRun) draw(ctx context.Context, s *sample, paths []string, rng *rand.Rand) (err error) {
	dir, err := os.MkdirTemp(r.dir, "sample-")
	if err != nil {
		return fmt.Errorf("making a temporary folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	docs := filepath.Join(dir, "docs")
	if err := copyDocuments(ctx, r.docs, paths, docs); err != nil {
		return err
	}
	drawn := &indexRun{evaluating: r.evaluating, name: "a sample of " + r.name, docs: docs, data: filepath.Join(dir, "data"), asked: r.askedOf(paths, rng)}
	margins, hits := make([]float64, len(drawn.asked)), make([]bool, len(drawn.asked))
	err = drawn.opened(ctx, func() error {
		stage := fmt.Sprintf("asking %s, size %d", drawn.name, len(paths))
		return drawn.share(ctx, stage, len(drawn.asked), func(ctx context.Context, x *retrieval.Session, i int) error {
			a := drawn.asked[i]
			ranked, err := x.Rank(ctx, drawn.question(a), nil, 0)
			margins[i], hits[i] = margin(ranked), len(ranked) > 0 && a.rightIn(ranked[0].Passage)
			return a.about(err)
		})
	})
	for i, a := range drawn.asked {
		if a.judged() {
			s.can = append(s.can, margins[i])
			s.hits.note(hits[i])
		} else {
			s.cannot = append(s.cannot, margins[i])
		}
	}
	return err
}

// askedOf are the questions that some documents answer, and some of those that they don't.
func (r *indexRun) askedOf(paths []string, rng *rand.Rand) []asked {
	drawn := map[string]bool{}
	for _, p := range paths {
		drawn[p] = true
	}
	var can, cannot []asked
	for _, a := range r.asked {
		if a.judged() && slices.ContainsFunc(a.relevant, func(r relevant) bool { return drawn[r.path] }) {
			can = append(can, a)
			continue
		}
		a.foreign = true
		cannot = append(cannot, a)
	}
	rng.Shuffle(len(cannot), func(i, j int) { cannot[i], cannot[j] = cannot[j], cannot[i] })
	return append(can, cannot[:min(len(cannot), mostUnanswered)]...)
}
