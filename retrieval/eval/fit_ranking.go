package eval

import (
	"context"
	"errors"
	"maps"
	"math"
	"slices"

	"docent/retrieval"
)

// This file fits the weights of ranking. What a passage's score should be, nobody knows; which of a question's candidates should
// come first, question sets say. So the weights are those under which the right passages are likeliest to be drawn, were
// candidates drawn by the exponential of their scores: the softmax of learning to rank (ListNet's top one, Cao and others 2007).
// A family of sets weighs the same whatever its size.

// fittedFeatures are those that question sets tell of. The weight of n-grams is that of the words.
var fittedFeatures = []string{"words", "document", "other-passage", "coverage", "exact-match", "proximity", "phrase", "pairs", "sentence", "type"}

const (
	fitQuestions = 2000 // how many questions of a set are asked, at the most, evenly drawn
	fitRounds    = 70
	fitStep      = 0.15
	fitDecay     = 2e-4 // how much a weight is held down, squared
)

// A RankingFit is what came of fitting the weights of ranking.
type RankingFit struct {
	Sets    []SetFit
	Weights []WeightFit
}

// A SetFit is how many of a hundred questions of a set are answered first, and among the first five.
type SetFit struct {
	Name                      string
	Questions                 int
	First, Five               float64 // with the weights as they are
	LeftOutFirst, LeftOutFive float64 // with those fitted to all sets but its family
}

// A WeightFit is one feature's weight.
type WeightFit struct {
	What    string
	Now     float64
	Fitted  float64 // to all sets
	Without []FoldWeight
}

// A FoldWeight is a weight fitted to all sets but a family.
type FoldWeight struct {
	Family string
	Weight float64
}

// FitRanking fits the weights of ranking to question sets, once to all of them and once without each family: sets whose names
// agree up to the first underscore, translations of each other. Of cfg it heeds the sets, where indexes are kept, and progress.
func FitRanking(ctx context.Context, cfg Config) (fit RankingFit, err error) {
	err = cfg.with(ctx, func(e *evaluating, sets []*questionSet) error {
		f := rankingFit{sets: map[string][]example{}}
		for _, s := range sets {
			if f.sets[s.Name], err = e.examples(ctx, s); err != nil {
				return err
			}
		}
		fit, err = f.fit(ctx, e)
		return err
	})
	return fit, err
}

// An example is a question's candidates.
type example struct {
	model []retrieval.Input // of the first
	rows  []vector
	right []bool
}

// examples asks the questions of a set.
func (e *evaluating) examples(ctx context.Context, s *questionSet) (out []example, err error) {
	var questions []*question
	all := s.answerable()
	for i := 0; i < len(all); i += 1 + len(all)/fitQuestions {
		questions = append(questions, all[i])
	}
	out = make([]example, len(questions))
	r := &indexRun{evaluating: e, name: s.Name, docs: s.Docs}
	err = r.opened(ctx, func() error {
		return r.share(ctx, "asking "+s.Name, len(questions), func(ctx context.Context, x *retrieval.Session, i int) error {
			a := asked{question: questions[i]}
			ranked, err := x.Rank(ctx, retrieval.Question{Text: a.text, Asked: a.date}, nil, retrieval.MaxCandidates)
			for j := range ranked {
				features := ranked[j].Features()
				if j == 0 {
					out[i].model = features
				}
				out[i].rows = append(out[i].rows, valuesOf(features))
				out[i].right = append(out[i].right, a.rightIn(ranked[j].Passage))
			}
			return a.about(err)
		})
	})
	return out, err
}

// A rankingFit is the examples of all sets, and the model that ranked them.
type rankingFit struct {
	sets         map[string][]example
	model        []retrieval.Input
	now          vector // the weights as they are
	fitted       []int  // the features that are fitted
	words, grams int    // two of all features
}

func (f *rankingFit) fit(ctx context.Context, e *evaluating) (out RankingFit, err error) {
	if err := f.findModel(); err != nil {
		return out, err
	}
	names, folds := families(f.sets), map[string]vector{}
	for i, leave := range append(names, "") { // no set is of the family ""
		e.cfg.Progress("fitting", i, len(names)+1)
		if err := ctx.Err(); err != nil {
			return out, err
		}
		folds[leave] = f.weights(leave)
	}
	for _, name := range slices.Sorted(maps.Keys(f.sets)) {
		s := SetFit{Name: name, Questions: len(f.sets[name])}
		s.First, s.Five = hitsWith(f.sets[name], f.now)
		s.LeftOutFirst, s.LeftOutFive = hitsWith(f.sets[name], folds[family(name)])
		out.Sets = append(out.Sets, s)
	}
	for _, i := range f.fitted {
		w := WeightFit{What: f.model[i].What, Now: f.now[i], Fitted: folds[""][i]}
		for _, name := range names {
			w.Without = append(w.Without, FoldWeight{name, folds[name][i]})
		}
		out.Weights = append(out.Weights, w)
	}
	return out, nil
}

// findModel learns from the candidates what features there are.
func (f *rankingFit) findModel() error {
	for _, name := range slices.Sorted(maps.Keys(f.sets)) {
		for _, x := range f.sets[name] {
			if f.model == nil {
				f.model = x.model
			}
		}
	}
	if f.model == nil {
		return errors.New("no question has a candidate")
	}
	at := func(feature string) int {
		return slices.IndexFunc(f.model, func(in retrieval.Input) bool { return in.Name == feature })
	}
	f.now, f.words, f.grams = weightsOf(f.model), at("words"), at("grams")
	for _, name := range fittedFeatures {
		f.fitted = append(f.fitted, at(name))
	}
	return nil
}

// hitsWith tells in how many of a hundred questions a right passage comes first, and among five.
func hitsWith(set []example, weights vector) (first, five float64) {
	for _, x := range set {
		best := math.Inf(-1)
		for i, row := range x.rows {
			if x.right[i] {
				best = max(best, row.times(weights))
			}
		}
		before := 0
		for i, row := range x.rows {
			if !x.right[i] && row.times(weights) >= best {
				before++
			}
		}
		if !math.IsInf(best, -1) && before < 5 {
			five++
			if before == 0 {
				first++
			}
		}
	}
	n := float64(max(1, len(set))) / 100
	return first / n, five / n
}

// weights fits to all sets but a family, and scales the weights so that they add up to 1. Those that aren't fitted stay as they
// are.
func (f *rankingFit) weights(leave string) vector {
	byFamily := map[string][]*example{}
	for _, name := range slices.Sorted(maps.Keys(f.sets)) {
		for i := range f.sets[name] {
			if x := &f.sets[name][i]; family(name) != leave && slices.Contains(x.right, true) {
				byFamily[family(name)] = append(byFamily[family(name)], x)
			}
		}
	}
	names := slices.Sorted(maps.Keys(byFamily))
	scale := f.spread(byFamily)
	fitted := descend(len(f.fitted), fitRounds, fitStep, func(w vector) vector {
		real, gradient, out := make(vector, len(f.model)), make(vector, len(f.model)), make(vector, len(w))
		for j, i := range f.fitted {
			real[i] = w[j] / scale[i]
		}
		real[f.grams] = real[f.words]
		for _, name := range names {
			for _, x := range byFamily[name] {
				f.addGradient(gradient, x, real, 1/float64(len(byFamily[name])))
			}
		}
		for j, i := range f.fitted {
			out[j] = gradient[i]/scale[i] + fitDecay*w[j]
		}
		return out
	})
	out, sum := slices.Clone(f.now), 0.0
	for j, i := range f.fitted {
		out[i] = fitted[j] / scale[i]
		sum += out[i]
	}
	for _, i := range f.fitted {
		out[i] /= sum
	}
	out[f.grams] = out[f.words]
	return out
}

// addGradient adds the gradient of the negative logarithm of how likely a right passage is drawn. N-grams count to the words.
func (f *rankingFit) addGradient(gradient vector, x *example, weights vector, weight float64) {
	p := make([]float64, len(x.rows))
	top := math.Inf(-1)
	for i, row := range x.rows {
		p[i] = row.times(weights)
		top = max(top, p[i])
	}
	all, right := 0.0, 1e-12
	for i := range p {
		p[i] = math.Exp(p[i] - top)
		all += p[i]
		if x.right[i] {
			right += p[i]
		}
	}
	for i, row := range x.rows {
		d := p[i] / all
		if x.right[i] {
			d -= p[i] / right
		}
		for _, j := range f.fitted {
			gradient[j] += weight * d * row[j]
		}
		gradient[f.words] += weight * d * row[f.grams]
	}
}

// spread is the standard deviation of each feature over all candidates; n-grams count to the words.
func (f *rankingFit) spread(sets map[string][]*example) vector {
	n, sum, squares := 0.0, make(vector, len(f.model)), make(vector, len(f.model))
	for _, name := range slices.Sorted(maps.Keys(sets)) {
		for _, x := range sets[name] {
			for _, row := range x.rows {
				for i, v := range row {
					if i == f.words {
						v += row[f.grams]
					}
					sum[i] += v
					squares[i] += v * v
				}
				n++
			}
		}
	}
	out := make(vector, len(f.model))
	for i := range out {
		out[i] = math.Sqrt(max(1e-6, squares[i]/n-sum[i]/n*sum[i]/n))
	}
	return out
}
