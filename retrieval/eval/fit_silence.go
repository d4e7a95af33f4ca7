package eval

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"

	"docent/retrieval"
)

// This file fits the weights by which it is judged whether there is an answer: logistic regression over the passages that come
// first.

const (
	silenceQuestions = 300 // how many questions are asked in one scene, at the most
	silenceRounds    = 400
	silenceStep      = 0.3
)

// coverageAt is the place of the coverage in the evidence. Without any, there is silence in any case.
const coverageAt = 1

// silenceSamples are the sizes of the folders that are drawn.
var silenceSamples = []int{1, 1, 1, 1, 10, 10, 100, 1000}

// A SilenceFit is what came of fitting the weights of silence.
type SilenceFit struct {
	Scenes  []SceneFit
	Names   []string  // of the evidence
	Weights []float64 // fitted to all sets
}

// A SceneFit tells how many of a hundred questions with an answer are answered, and how many of a hundred others are refused, of
// those that were asked in one way.
type SceneFit struct {
	Set, Scene                  string
	Kept, Refused               float64 // with the weights as they are
	LeftOutKept, LeftOutRefused float64 // with those fitted to all sets but its family
}

// FitSilence fits the weights of silence to question sets. Each set is asked of its documents, of its documents without those
// that answer, and of samples of its documents; and of its documents are asked the questions of the sets of other families. Of
// cfg it heeds the sets, where indexes are kept, and progress.
func FitSilence(ctx context.Context, cfg Config) (fit SilenceFit, err error) {
	err = cfg.with(ctx, func(e *evaluating, sets []*questionSet) error {
		f := silenceFit{sets: map[string][]judged{}}
		for _, s := range sets {
			if err := f.judgeSet(ctx, e, s, sets); err != nil {
				return err
			}
		}
		fit, err = f.fit(ctx, e)
		return err
	})
	return fit, err
}

// A judged is the passage that came first to a question.
type judged struct {
	x          vector // the evidence; nil: nothing came
	answerable bool   // the documents answer the question
	scene      string // how it was asked
}

// covered reports whether the passage has any evidence.
func (j judged) covered() bool { return j.x != nil && j.x[coverageAt] > 0 }

// A silenceFit is what was judged of all sets, and the model that judged it.
type silenceFit struct {
	sets  map[string][]judged
	model []retrieval.Input
}

// judgeSet asks questions of a set's documents, and of samples of them.
func (f *silenceFit) judgeSet(ctx context.Context, e *evaluating, s *questionSet, all []*questionSet) error {
	whole := &indexRun{evaluating: e, name: s.Name, docs: s.Docs}
	var paths []string
	err := whole.opened(ctx, func() (err error) {
		for _, other := range all {
			switch {
			case other == s:
				err = f.judge(ctx, whole, s, s.answerable(), "all", true)
			case family(other.Name) != family(s.Name):
				err = f.judge(ctx, whole, s, other.answerable(), "others' questions", false)
			}
			if err != nil {
				return err
			}
		}
		paths, err = whole.paths()
		return err
	})
	if err != nil {
		return err
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for _, size := range silenceSamples {
		if size >= len(paths) {
			continue
		}
		rng.Shuffle(len(paths), func(i, j int) { paths[i], paths[j] = paths[j], paths[i] })
		if err := f.judgeSample(ctx, e, s, paths[:size]); err != nil {
			return err
		}
	}
	return nil
}

// judgeSample asks a set's questions of some of its documents alone.
func (f *silenceFit) judgeSample(ctx context.Context, e *evaluating, s *questionSet, paths []string) (err error) {
	dir, err := os.MkdirTemp(e.dir, "sample-")
	if err != nil {
		return fmt.Errorf("making a temporary folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	r := &indexRun{evaluating: e, name: "a sample of " + s.Name, docs: filepath.Join(dir, "docs"), data: filepath.Join(dir, "data")}
	if err := copyDocuments(ctx, s.Docs, paths, r.docs); err != nil {
		return err
	}
	var here, elsewhere []*question
	for _, q := range s.answerable() {
		if slices.ContainsFunc(q.relevant, func(p relevant) bool { return slices.Contains(paths, p.path) }) {
			here = append(here, q)
		} else {
			elsewhere = append(elsewhere, q)
		}
	}
	scene := fmt.Sprintf("of %d", len(paths))
	return r.opened(ctx, func() error {
		if err := f.judge(ctx, r, s, here, scene, true); err != nil {
			return err
		}
		return f.judge(ctx, r, s, elsewhere, scene, false)
	})
}

// judge asks questions, evenly drawn. Of those asked of all documents, it also judges what comes first without those that
// answer.
func (f *silenceFit) judge(ctx context.Context, r *indexRun, s *questionSet, questions []*question, scene string, answerable bool) error {
	return r.lib.Session(func(x *retrieval.Session) error {
		for i := 0; i < len(questions); i += max(1, len(questions)/silenceQuestions) {
			r.cfg.Progress("asking "+r.name+", "+scene, i, len(questions))
			q := questions[i]
			ranked, err := x.Rank(ctx, retrieval.Question{Text: q.text, Asked: q.date}, nil, retrieval.MaxCandidates)
			if err != nil {
				return asked{question: q}.about(err)
			}
			f.note(s, ranked, scene, answerable)
			if scene == "all" {
				gold := q.paths()
				f.note(s, slices.DeleteFunc(ranked, func(c retrieval.Ranked) bool { return slices.Contains(gold, c.Path) }), scene, false)
			}
		}
		return nil
	})
}

// note notes what came first.
func (f *silenceFit) note(s *questionSet, ranked []retrieval.Ranked, scene string, answerable bool) {
	j := judged{answerable: answerable, scene: scene}
	if len(ranked) > 0 {
		f.model = ranked[0].Evidence()
		j.x = valuesOf(f.model)
	}
	f.sets[s.Name] = append(f.sets[s.Name], j)
}

func (f *silenceFit) fit(ctx context.Context, e *evaluating) (out SilenceFit, err error) {
	if f.model == nil {
		return out, errors.New("no question has a candidate")
	}
	names, folds := families(f.sets), map[string]vector{}
	for i, leave := range append(names, "") { // no set is of the family ""
		e.cfg.Progress("fitting", i, len(names)+1)
		if err := ctx.Err(); err != nil {
			return out, err
		}
		folds[leave] = f.weights(leave)
	}
	now := weightsOf(f.model)
	for _, name := range slices.Sorted(maps.Keys(f.sets)) {
		scenes := map[string]bool{}
		for _, j := range f.sets[name] {
			scenes[j.scene] = true
		}
		for _, scene := range slices.Sorted(maps.Keys(scenes)) {
			s := SceneFit{Set: name, Scene: scene}
			s.Kept, s.Refused = countSilence(f.sets[name], scene, now)
			s.LeftOutKept, s.LeftOutRefused = countSilence(f.sets[name], scene, folds[family(name)])
			out.Scenes = append(out.Scenes, s)
		}
	}
	for _, in := range f.model {
		out.Names = append(out.Names, in.Name)
	}
	out.Weights = folds[""]
	return out, nil
}

// countSilence tells how many of a hundred questions with an answer are answered in a scene, and how many of a hundred others
// refused.
func countSilence(set []judged, scene string, weights vector) (kept, refused float64) {
	var can, cannot mean
	for _, j := range set {
		answers := j.covered() && logistic(j.x.times(weights)) >= retrieval.AnswerThreshold
		switch {
		case j.scene != scene:
		case j.answerable:
			can.note(answers)
		default:
			cannot.note(!answers)
		}
	}
	return 100 * can.figure().Value, 100 * cannot.figure().Value
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// weights fits to all sets but a family. Each family, scene and kind of question weighs the same. What no document has a word of
// is silence in any case, and left out.
func (f *silenceFit) weights(leave string) vector {
	type kind struct {
		family, scene string
		answerable    bool
	}
	count := map[kind]float64{}
	var all []judged
	var kinds []kind
	for _, name := range slices.Sorted(maps.Keys(f.sets)) {
		for _, j := range f.sets[name] {
			if family(name) == leave || !j.covered() {
				continue
			}
			k := kind{family(name), j.scene, j.answerable}
			count[k]++
			all, kinds = append(all, j), append(kinds, k)
		}
	}
	return descend(len(f.model), silenceRounds, silenceStep, func(w vector) vector {
		gradient := make(vector, len(w))
		for n, j := range all {
			d := logistic(j.x.times(w))
			if j.answerable {
				d--
			}
			d /= count[kinds[n]] * float64(len(count))
			for i, x := range j.x {
				gradient[i] += d * x
			}
		}
		return gradient
	})
}
