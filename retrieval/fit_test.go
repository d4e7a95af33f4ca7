package retrieval

import (
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

// This file fits the weights of the model (model.go). What a passage's score should be, nobody knows; which of a question's
// candidates should come first, question sets say. So the weights are those under which the right passages are likeliest to be
// drawn, were candidates drawn by the exponential of their scores: the softmax of learning to rank (ListNet's top one, Cao and
// others 2007), by gradient descent (Adam, Kingma and Ba 2015). A set weighs the same whatever its size.

// fittedFeatures are those that question sets tell of. The words' weight is also that of n-grams.
var fittedFeatures = []int{featureWords, featureDocument, featureSibling, featureCoverage, featureWritten, featureTogether,
	featurePhrase, featurePairs, featureSentence, featureType}

// fitQuestions bounds how many questions of a set are asked, evenly drawn.
const fitQuestions = 2000

// An example is a question's candidates.
type example struct {
	rows  [][featureCount]float64
	right []bool
}

// BenchmarkFit fits the weights to the question sets below DOCENT_EVAL_DIR. It prints how often the right passage comes first and
// among five, set by set, with the weights that model.go has and with weights fitted to all other sets; sets whose names agree
// up to the first underscore, translations of each other, are left out together. At last it prints the weights fitted to all.
func BenchmarkFit(b *testing.B) {
	dir := os.Getenv("DOCENT_EVAL_DIR")
	if dir == "" {
		b.Skip("DOCENT_EVAL_DIR names no folder of question sets")
	}
	paths, err := filepath.Glob(filepath.Join(dir, "*", "questions.jsonl"))
	if err != nil {
		b.Fatal(err)
	}
	sets := map[string][]example{}
	for _, path := range paths {
		sets[filepath.Base(filepath.Dir(path))] = examples(b, path)
	}
	for b.Loop() {
		folds := map[string][featureCount]float64{}
		for _, set := range slices.Sorted(maps.Keys(sets)) {
			fold := family(set)
			if _, ok := folds[fold]; !ok {
				folds[fold] = fitWeights(sets, fold)
			}
			now1, now5 := hitsWith(sets[set], weights)
			out1, out5 := hitsWith(sets[set], folds[fold])
			fmt.Printf("%-20s %5d questions; weights as they are: first %.1f %%, among five %.1f %%; left out: first %.1f %%, among five %.1f %%\n",
				set, len(sets[set]), now1, now5, out1, out5)
		}
		all := fitWeights(sets, "")
		for _, i := range fittedFeatures {
			line := fmt.Sprintf("%-55s now %.3f, fitted %.3f, without", weightName(i), weights[i], all[i])
			for _, fold := range slices.Sorted(maps.Keys(folds)) {
				line += fmt.Sprintf(" %s %.3f", fold, folds[fold][i])
			}
			fmt.Println(line)
		}
	}
	b.ReportMetric(0, "ns/op")
}

func weightName(feature int) string {
	switch feature {
	case featureWords:
		return "BM25"
	case featureType:
		return "the best sentence holds what is asked for"
	}
	return reasons[feature]
}

func family(set string) string {
	name, _, _ := strings.Cut(set, "_")
	return name
}

// answerable are the questions of a set that its documents answer.
func answerable(b *testing.B, path string) []*evalQuestion {
	sets, faults, err := readSets(b.Context(), []EvalSet{{Name: "set", Docs: filepath.Join(filepath.Dir(path), "docs"), Questions: path}})
	if err != nil || len(faults) > 0 {
		b.Fatal(err, faults)
	}
	return slices.DeleteFunc(sets[0].questions, func(q *evalQuestion) bool { return !q.answerable })
}

// examples asks the questions of a set.
func examples(b *testing.B, path string) []example {
	all := answerable(b, path)
	var questions []*evalQuestion
	for i := 0; i < len(all); i += 1 + len(all)/fitQuestions {
		questions = append(questions, all[i])
	}
	l := open(b, filepath.Join(filepath.Dir(path), "docs"))
	out := make([]example, len(questions))
	var group sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		group.Go(func() {
			snap, err := current(b, l).Store.Snapshot()
			if err != nil {
				b.Error(err)
				return
			}
			defer snap.Close()
			for i := w; i < len(questions); i += workers {
				q := questions[i]
				ranked, _, err := l.rank(b.Context(), snap, Question{Text: q.text, Asked: q.date}, nil, candidates)
				if err != nil {
					b.Error(err)
					return
				}
				for _, c := range ranked {
					out[i].rows = append(out[i].rows, c.features)
					out[i].right = append(out[i].right, asked{evalQuestion: q}.rightIn(c.Passage))
				}
			}
		})
	}
	group.Wait()
	return out
}

// hitsWith tells in how many of a hundred questions a right passage comes first, and among five.
func hitsWith(set []example, weights [featureCount]float64) (first, five float64) {
	for _, x := range set {
		best := math.Inf(-1)
		for i := range x.rows {
			if x.right[i] {
				best = max(best, scoreOf(&x.rows[i], &weights))
			}
		}
		before := 0
		for i := range x.rows {
			if !x.right[i] && scoreOf(&x.rows[i], &weights) >= best {
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

func scoreOf(row, weights *[featureCount]float64) float64 {
	sum := 0.0
	for i, f := range row {
		sum += weights[i] * f
	}
	return sum
}

const (
	fitRounds = 70
	fitStep   = 0.15
	fitDecay  = 2e-4 // how much a weight is held down, squared
)

// fitWeights fits weights to all sets but a family, and scales them so that they add up to 1. Those that aren't fitted stay as
// they are.
func fitWeights(sets map[string][]example, leave string) [featureCount]float64 {
	type weighed struct {
		*example
		weight float64
	}
	byFamily := map[string][]*example{}
	for _, set := range slices.Sorted(maps.Keys(sets)) {
		for i := range sets[set] {
			if x := &sets[set][i]; family(set) != leave && slices.Contains(x.right, true) {
				byFamily[family(set)] = append(byFamily[family(set)], x)
			}
		}
	}
	var all []weighed
	for _, name := range slices.Sorted(maps.Keys(byFamily)) {
		for _, x := range byFamily[name] {
			all = append(all, weighed{x, 1 / float64(len(byFamily[name]))})
		}
	}
	scale := spread(byFamily)
	var w, mean, square [featureCount]float64
	for round := 1; round <= fitRounds; round++ {
		var gradient [featureCount]float64
		real := w
		for _, i := range fittedFeatures {
			real[i] /= scale[i]
		}
		real[featureGrams] = real[featureWords]
		for _, x := range all {
			x.addGradient(&gradient, &real, x.weight)
		}
		for _, i := range fittedFeatures {
			g := gradient[i]/scale[i] + fitDecay*w[i]
			mean[i] = 0.9*mean[i] + 0.1*g
			square[i] = 0.99*square[i] + 0.01*g*g
			step := fitStep * (1 - float64(round)/(fitRounds+1))
			w[i] -= step * mean[i] / (1 - math.Pow(0.9, float64(round))) / (math.Sqrt(square[i]/(1-math.Pow(0.99, float64(round)))) + 1e-8)
		}
	}
	sum := 0.0
	for _, i := range fittedFeatures {
		w[i] /= scale[i]
		sum += w[i]
	}
	out := weights
	for _, i := range fittedFeatures {
		out[i] = w[i] / sum
	}
	out[featureGrams] = out[featureWords]
	for i := range out {
		if i != featureGrams && !slices.Contains(fittedFeatures, i) {
			out[i] = weights[i]
		}
	}
	return out
}

// addGradient adds the gradient of the negative logarithm of how likely a right passage is drawn. N-grams count to the words.
func (x *example) addGradient(gradient, weights *[featureCount]float64, weight float64) {
	p := make([]float64, len(x.rows))
	top := math.Inf(-1)
	for i := range x.rows {
		p[i] = scoreOf(&x.rows[i], weights)
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
	for i := range p {
		d := p[i] / all
		if x.right[i] {
			d -= p[i] / right
		}
		for _, f := range fittedFeatures {
			gradient[f] += weight * d * x.rows[i][f]
		}
		gradient[featureWords] += weight * d * x.rows[i][featureGrams]
	}
}

// spread is the standard deviation of each feature over all candidates.
func spread(sets map[string][]*example) (out [featureCount]float64) {
	var n float64
	var sum, squares [featureCount]float64
	for _, set := range sets {
		for _, x := range set {
			for _, row := range x.rows {
				row[featureWords] += row[featureGrams]
				for i, f := range row {
					sum[i] += f
					squares[i] += f * f
				}
				n++
			}
		}
	}
	for i := range out {
		out[i] = math.Sqrt(max(1e-6, squares[i]/n-sum[i]/n*sum[i]/n))
	}
	return out
}
