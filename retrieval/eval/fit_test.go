package eval

import (
	"context"
	"errors"
	"math"
	"os"
	"strings"
	"testing"

	"docent/retrieval"
)

// Downhill from anywhere is the bottom of a bowl.
func TestDescend(t *testing.T) {
	t.Parallel()
	bottom := vector{1.5, -2, 0}
	w := descend(3, 400, 0.3, func(w vector) vector {
		return vector{w[0] - bottom[0], 3 * (w[1] - bottom[1]), w[2] - bottom[2]}
	})
	for i := range w {
		if math.Abs(w[i]-bottom[i]) > 0.01 {
			t.Errorf("it ends at %v, want %v", w, bottom)
		}
	}
}

// The gradient is that of the loss: as a step changes it.
func TestRankingGradient(t *testing.T) {
	t.Parallel()
	x := &example{rows: []vector{{.2, .1, .9}, {.8, .3, .1}, {.4, 0, .5}}, right: []bool{true, false, true}}
	f := &rankingFit{fitted: []int{0, 2}, words: 0, grams: 1}
	loss := func(w vector) float64 {
		all, right := 0.0, 0.0
		for i, row := range x.rows {
			p := math.Exp(row.times(w))
			if all += p; x.right[i] {
				right += p
			}
		}
		return -math.Log(right / all)
	}
	w, gradient := vector{.3, .3, -.2}, make(vector, 3)
	f.addGradient(gradient, x, w, 1)
	for i, step := range []vector{{1e-6, 1e-6, 0}, nil, {0, 0, 1e-6}} { // n-grams go with the words
		if step == nil {
			continue
		}
		moved := vector{w[0] + step[0], w[1] + step[1], w[2] + step[2]}
		if want := (loss(moved) - loss(w)) / 1e-6; math.Abs(gradient[i]-want) > 1e-4 {
			t.Errorf("feature %d: %v, want %v", i, gradient[i], want)
		}
	}
}

func TestHitsWith(t *testing.T) {
	t.Parallel()
	of := func(right int, values ...float64) (x example) {
		for i, v := range values {
			x.rows, x.right = append(x.rows, vector{v}), append(x.right, i == right)
		}
		return x
	}
	first, five := hitsWith([]example{of(0, 3, 2), of(1, 3, 2), of(5, 6, 5, 4, 3, 2, 1), of(-1, 1)}, vector{1})
	if first != 25 || five != 50 {
		t.Errorf("first %v, among five %v, want 25 and 50", first, five)
	}
}

func fitSets(t *testing.T) []Set { return []Set{gardenSet(t), harbourSet(t)} }

func TestFitRanking(t *testing.T) {
	t.Parallel()
	temp := t.TempDir()
	fit, err := FitRanking(t.Context(), Config{Sets: fitSets(t), Temp: temp})
	if err != nil {
		t.Fatal(err)
	}
	if len(fit.Sets) != 2 || fit.Sets[0].Name != "garden" || fit.Sets[0].Questions != 4 || fit.Sets[0].First != 50 || fit.Sets[1].First != 100 {
		t.Errorf("sets: %+v", fit.Sets)
	}
	sum := 0.0
	for _, w := range fit.Weights {
		if w.What == "" || w.Now <= 0 || math.IsNaN(w.Fitted) || len(w.Without) != 2 || w.Without[0].Family != "garden" {
			t.Errorf("weight: %+v", w)
		}
		sum += w.Fitted
	}
	if len(fit.Weights) != len(fittedFeatures) || math.Abs(sum-1) > 1e-9 {
		t.Errorf("%d weights that add up to %v", len(fit.Weights), sum)
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("it left %v behind (%v)", left, err)
	}
}

func TestFitSilence(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	fit, err := FitSilence(t.Context(), Config{Sets: fitSets(t), Data: data})
	if err != nil {
		t.Fatal(err)
	}
	var scenes []string
	for _, s := range fit.Scenes {
		scenes = append(scenes, s.Set+" "+s.Scene)
	}
	if got, want := strings.Join(scenes, ", "), "garden all, garden of 1, garden others' questions, harbour all, harbour of 1, harbour others' questions"; got != want {
		t.Errorf("scenes %q, want %q", got, want)
	}
	// Of the garden's four questions, three share words with the documents; the harbour's share none.
	if g := fit.Scenes[0]; g.Kept != 75 || fit.Scenes[2].Refused != 100 || fit.Scenes[2].Kept != 0 {
		t.Errorf("got %+v", fit.Scenes)
	}
	if len(fit.Weights) != len(fit.Names) || fit.Names[0] != "bias" || fit.Names[coverageAt] != "coverage" {
		t.Errorf("%q: %v", fit.Names, fit.Weights)
	}
	if kept, err := os.ReadDir(data); err != nil || len(kept) != 2 {
		t.Errorf("%d indexes are kept (%v), want one for each set and none of a sample", len(kept), err)
	}
}

func TestFitStops(t *testing.T) {
	t.Parallel()
	for stage, fit := range map[string]func(context.Context, Config) error{
		"indexing harbour": func(ctx context.Context, cfg Config) error { _, err := FitRanking(ctx, cfg); return err },
		"fitting":          func(ctx context.Context, cfg Config) error { _, err := FitSilence(ctx, cfg); return err },
	} {
		ctx, cancel := context.WithCancel(t.Context())
		err := fit(ctx, Config{Sets: fitSets(t), Temp: t.TempDir(), Progress: func(now string, _, _ int) {
			if now == stage {
				cancel()
			}
		}})
		if ctx.Err() == nil || !errors.Is(err, context.Canceled) {
			t.Errorf("%s: the stage was met: %t; got %v", stage, ctx.Err() != nil, err)
		}
		cancel()
	}
}

// Without a word in common there is nothing to fit to.
func TestFitNothing(t *testing.T) {
	t.Parallel()
	s := writeSet(t, "set", map[string]string{"a.md": "Moss covers the roof.\n"}, `{"text":"Zebra xylophone?","relevant":[{"path":"a.md"}]}`)
	_, ranking := FitRanking(t.Context(), Config{Sets: []Set{s}, Temp: t.TempDir()})
	_, silence := FitSilence(t.Context(), Config{Sets: []Set{s}, Temp: t.TempDir()})
	for _, err := range []error{ranking, silence} {
		if err == nil || !strings.Contains(err.Error(), "no question has a candidate") {
			t.Errorf("got %v", err)
		}
	}
}

// A score is the sum of its features, and the probability the logistic function of its evidence.
func TestExplain(t *testing.T) {
	t.Parallel()
	s := gardenSet(t)
	found, err := Explain(t.Context(), Config{Temp: t.TempDir()}, s.Docs, "How many bees does the hive by the orchard wall hold?", 5)
	if err != nil || len(found) == 0 || found[0].Path != "bees.md" || found[0].Place != 1 {
		t.Fatalf("%+v (%v)", found, err)
	}
	weighted := func(inputs []retrieval.Input) float64 { return valuesOf(inputs).times(weightsOf(inputs)) }
	for _, x := range found {
		if sum := weighted(x.Features); math.Abs(sum-x.Score) > 1e-9 {
			t.Errorf("%s: the features add up to %v, the score is %v", x.Path, sum, x.Score)
		}
		if p := logistic(weighted(x.Evidence)); x.Evidence[coverageAt].Value > 0 && math.Abs(p-x.Probability) > 1e-9 {
			t.Errorf("%s: the evidence makes %v, the probability is %v", x.Path, p, x.Probability)
		}
	}
	if _, err := Explain(t.Context(), Config{Data: s.Docs}, s.Docs, "Who?", 1); err == nil || !strings.Contains(err.Error(), "outside the documents") {
		t.Errorf("an index among the documents: %v", err)
	}
}
