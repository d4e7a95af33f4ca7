package eval

import (
	"maps"
	"math"
	"slices"
	"strings"

	"docent/retrieval"
)

// This file has what the two fits share: sets that are left out together, and the way downhill.

// family is what translations of one set have in common: its name up to the first underscore. They are left out together.
func family(set string) string {
	name, _, _ := strings.Cut(set, "_")
	return name
}

// A vector is the values of a model's inputs, or their weights, in the model's order.
type vector []float64

func valuesOf(inputs []retrieval.Input) vector {
	out := make(vector, len(inputs))
	for i, in := range inputs {
		out[i] = in.Value
	}
	return out
}

func weightsOf(inputs []retrieval.Input) vector {
	out := make(vector, len(inputs))
	for i, in := range inputs {
		out[i] = in.Weight
	}
	return out
}

func (v vector) times(w vector) (sum float64) {
	for i, x := range v {
		sum += w[i] * x
	}
	return sum
}

// descend finds weights where the gradient vanishes, by gradient descent from zero (Adam, Kingma and Ba 2015) with steps that
// get shorter from round to round.
func descend(n, rounds int, step float64, gradient func(w vector) vector) vector {
	w, mean, square := make(vector, n), make(vector, n), make(vector, n)
	for round := 1; round <= rounds; round++ {
		rate := step * (1 - float64(round)/float64(rounds+1))
		for i, g := range gradient(w) {
			mean[i] = 0.9*mean[i] + 0.1*g
			square[i] = 0.99*square[i] + 0.01*g*g
			unbiased := square[i] / (1 - math.Pow(0.99, float64(round)))
			w[i] -= rate * mean[i] / (1 - math.Pow(0.9, float64(round))) / (math.Sqrt(unbiased) + 1e-8)
		}
	}
	return w
}

// families are those of some sets, sorted.
func families[T any](sets map[string]T) []string {
	all := map[string]bool{}
	for set := range sets {
		all[family(set)] = true
	}
	return slices.Sorted(maps.Keys(all))
}

// answerable are the questions of a set that its documents answer.
func (s *questionSet) answerable() (out []*question) {
	for _, q := range s.questions {
		if q.answerable {
			out = append(out, q)
		}
	}
	return out
}
