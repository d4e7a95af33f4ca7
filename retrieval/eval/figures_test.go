package eval

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestMean(t *testing.T) {
	t.Parallel()
	var m mean
	if m.figure() != (Figure{}) {
		t.Errorf("of nothing: %v", m.figure())
	}
	for _, v := range []float64{1, 2, 3, 6} {
		m.add(v)
	}
	// The squares of the deviations are 4, 1, 0 and 9.
	if got, want := m.figure(), (Figure{3, math.Sqrt(14. / 4 / 4), 4}); !near(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestAUC(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	values := func(n int) (out []float64) {
		for range n {
			out = append(out, float64(rng.IntN(12)))
		}
		return out
	}
	for range 50 {
		higher, lower := values(1+rng.IntN(20)), values(1+rng.IntN(20))
		won := 0.0
		for _, h := range higher {
			for _, l := range lower {
				switch {
				case h > l:
					won++
				case h == l:
					won += .5
				}
			}
		}
		want := won / float64(len(higher)*len(lower))
		if got := auc(higher, lower); math.Abs(got.Value-want) > 1e-12 || got.Of != len(higher)+len(lower) || math.IsNaN(got.Error) {
			t.Errorf("%v against %v: got %v, want %v", higher, lower, got, want)
		}
	}
	if got := auc(nil, []float64{1}); got != (Figure{}) {
		t.Errorf("of one kind alone: %v", got)
	}
}

// The error is that of the formula, worked by hand for .75 with two values against two: Q1 = .6, Q2 = 9/14.
func TestAUCError(t *testing.T) {
	t.Parallel()
	got := auc([]float64{1, 3}, []float64{0, 2})
	want := math.Sqrt((.1875 + (.6 - .5625) + (9./14 - .5625)) / 4)
	if !near(got, Figure{.75, want, 4}) {
		t.Errorf("got %v, want .75 and %v", got, want)
	}
}
